using EdgeGateway.Console;
using EdgeGateway.Core.Access;
using EdgeGateway.Core.Certificates;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Configuration;

/// <summary>The files that the configuration names: there, readable, and kept from others where they are secrets.</summary>
internal static class FileRules
{
    /// <summary>Adds what is missing or open to everybody to the report.</summary>
    public static void Check(GatewayOptions options, ConfigurationReport report)
    {
        CheckSecret(report, "uplink.passwordFile", options.Uplink.PasswordFile);
        CheckPlain(report, "uplink.caFile", options.Uplink.CaFile);
        CheckPlain(report, "uplink.certificateFile", options.Uplink.CertificateFile);
        CheckSecret(report, "uplink.keyFile", options.Uplink.KeyFile);
        CheckToken(report, "intake.tokenFile", options.Intake?.TokenFile);
        CheckToken(report, "console.tokenFile", options.Console.TokenFile);
        CheckCertificate(report, options.Console);
        CheckTemplates(report, options);
    }

    private static void CheckCertificate(ConfigurationReport report, ConsoleOptions options)
    {
        CheckSecret(report, "console.keyFile", options.KeyFile);
        if (options is { CertificateFile: { } file, KeyFile: { } key } && File.Exists(key) && OwnCertificate.TryRead(file, key, out _) is { } mistake)
        {
            report.Add("console.certificateFile", mistake);
        }
    }

    private static void CheckTemplates(ConfigurationReport report, GatewayOptions options)
    {
        if (StorePrinting.TemplatesOf(options) is { } folder && !Directory.Exists(folder))
        {
            report.Add("printing.templatesFolder", $"\"{folder}\" is no folder, or may not be reached by this user; make it, or leave the line out for the templates that come with the gateway");
        }
    }

    private static void CheckToken(ConfigurationReport report, string path, string? file)
    {
        if (file is { Length: > 0 } && AccessToken.TryRead(file, TimeProvider.System, out _) is { } mistake)
        {
            report.Add(path, mistake);
        }
    }

    private static void CheckPlain(ConfigurationReport report, string path, string? file)
    {
        if (file is not null && !File.Exists(file))
        {
            report.Add(path, $"\"{file}\" does not exist or may not be reached by this user");
        }
    }

    private static void CheckSecret(ConfigurationReport report, string path, string? file)
    {
        CheckPlain(report, path, file);
        if (file is not null && File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
        {
            report.Add(path, $"\"{file}\" can be read by everybody on this machine; chmod 600 it");
        }
    }
}
