using System.Text.Json.Nodes;

namespace Cloud.Crm.Access;

/// <summary>What else an audit entry says.</summary>
internal static class AuditDetail
{
    /// <summary>An object of texts; a null is written as such.</summary>
    internal static string Of(params ReadOnlySpan<(string Name, string? Value)> members)
    {
        var detail = new JsonObject();
        foreach (var (name, value) in members)
        {
            detail[name] = value;
        }

        return detail.ToJsonString();
    }
}
