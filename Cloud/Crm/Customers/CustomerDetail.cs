using System.Text.Json.Nodes;

namespace Cloud.Crm.Customers;

/// <summary>What an entry of the audit says beside its action, as JSON. Nothing personal: the audit outlives the person.</summary>
internal static class CustomerDetail
{
    internal static string Of(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        var said = new JsonObject();
        foreach (var (name, value) in values)
        {
            said[name] = value;
        }

        return said.ToJsonString();
    }
}
