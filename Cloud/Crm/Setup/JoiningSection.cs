using Cloud.Crm.Joining;

namespace Cloud.Crm.Setup;

/// <summary>How gateways join, out of the configuration.</summary>
internal static class JoiningSection
{
    /// <summary>Reads the section; null where there is none.</summary>
    internal static JoiningOptions? Read(JsonSection? section)
    {
        if (section is null)
        {
            return null;
        }

        var joining = new JoiningOptions(
            section.Text("folder", required: true) ?? "",
            section.Text("brokerHost", required: true, t => Uri.CheckHostName(t) == UriHostNameType.Unknown ? "expected a host name or address, such as broker.example" : null) ?? "",
            section.Integer("brokerPort", 1, 65_535) ?? 8883,
            section.Text("revocationsFile"));
        section.Done();
        return joining;
    }

    /// <summary>The address that a code names: the public one, or where headquarters listens.</summary>
    internal static Uri AddressOf(HeadquartersOptions options) =>
        options.PublicUrl ?? new Uri($"{(options.Certificate is null ? "http" : "https")}://{(options.Hosts is [var host, ..] ? host : options.Url.Address.ToString())}:{options.Url.Port}");
}
