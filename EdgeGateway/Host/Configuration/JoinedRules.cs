using EdgeGateway.Host.Joining;

namespace EdgeGateway.Host.Configuration;

/// <summary>A gateway that has joined takes from headquarters who it is and how it connects; the file need not say it, and may not say otherwise.</summary>
internal static class JoinedRules
{
    /// <summary>Fills in what joining brought, and adds what contradicts it to the report.</summary>
    public static void Apply(GatewayOptions options, ConfigurationReport report)
    {
        if (options.DataFolder.Length == 0)
        {
            return;
        }

        var file = Identity.FileIn(options.DataFolder);
        if (Identity.Read(file, out var mistake) is not { } identity)
        {
            if (mistake is not null)
            {
                report.Add("dataFolder", mistake);
            }

            return;
        }

        options.Store = Agreed(report, "store", options.Store, identity.Facts.Store);
        options.Gateway = Agreed(report, "gateway", options.Gateway, identity.Facts.Gateway);
        options.Uplink.Host = identity.Facts.BrokerHost;
        options.Uplink.Port = identity.Facts.BrokerPort;
        options.Uplink.CaFile = options.Uplink.CertificateFile = options.Uplink.KeyFile = file;
        options.Uplink.UserName = options.Uplink.PasswordFile = null;
    }

    private static string Agreed(ConfigurationReport report, string path, string written, string joined)
    {
        if (written.Length > 0 && written != joined)
        {
            report.Add(path, $"came \"{written}\"; this box joined as \"{joined}\". Leave the line out, or join again with a code for \"{written}\"");
        }

        return joined;
    }
}
