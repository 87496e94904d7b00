using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts.Webhooks;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Host.Running;

namespace EdgeGateway.Host.Configuration;

/// <summary>The rules that no single property can hold: names, files, ports and devices against each other.</summary>
internal static class CrossRules
{
    private const string NameRule = "expected 1 to 64 of a-z, 0-9 and -, not starting with -";

    /// <summary>Adds what does not fit together to the report.</summary>
    public static void Check(GatewayOptions options, IReadOnlyList<DriverDescription> drivers, ConfigurationReport report)
    {
        CheckName(report, "store", options.Store);
        CheckName(report, "gateway", options.Gateway);
        FileRules.Check(options, report);
        foreach (var (property, message) in UplinkOptionsRules.Check(options.Uplink))
        {
            report.Add($"uplink.{JsonNamingPolicy.CamelCase.ConvertName(property)}", message);
        }

        var window = (long)options.Uplink.WindowBatches * options.Uplink.BatchEvents;
        if (options.Outbox.InFlightEvents < window)
        {
            report.Add("outbox.inFlightEvents", $"came {options.Outbox.InFlightEvents}; must not be below uplink.windowBatches times "
                + $"uplink.batchEvents, {window}, or events on their way could be told as dropped");
        }

        if (options.Supervisor.ReopenMax < options.Supervisor.ReopenMin)
        {
            report.Add("supervisor.reopenMax", $"came {options.Supervisor.ReopenMax}; must not be below reopenMin, {options.Supervisor.ReopenMin}");
        }

        if (options.Health.OtlpUrl is { } collector && MetricsExport.ReadAddress(collector) is null)
        {
            report.Add("health.otlpUrl", $"came \"{collector}\"; expected the address that a collector takes metrics at, such as http://127.0.0.1:4318/v1/metrics");
        }

        LabelLayouts.TryRead(options.Labels, out var labelErrors);
        foreach (var (path, message) in labelErrors)
        {
            report.Add($"labels.{path}", message);
        }

        foreach (var (path, message) in WebhookRules.Check(options.Alerts.Webhooks))
        {
            report.Add($"alerts.{path}", message);
        }

        foreach (var (path, message) in options.Vision is { } vision ? ModelPacks.Mistakes(vision) : [])
        {
            report.Add($"vision.{path}", message);
        }

        CheckListening(options, report);
        CheckDetection(options.Detection, report);
        new DeviceRules(drivers, [], report).Check(options.Devices);
    }

    /// <summary>Adds a name that is none.</summary>
    public static void CheckName(ConfigurationReport report, string path, string name)
    {
        if (name.Length > 0 && !Identifier.IsValid(name))
        {
            report.Add(path, $"came \"{name}\"; {NameRule}");
        }
    }

    private static void CheckListening(GatewayOptions options, ConfigurationReport report)
    {
        if (ListenUrl.TryRead(options.Console.Url, out var console) is { } consoleError)
        {
            report.Add("console.url", $"came \"{options.Console.Url}\"; {consoleError}");
        }

        CheckSecure(options.Console, console.Port, report);
        if (options.Intake is not { } intake)
        {
            return;
        }

        if (ListenUrl.TryRead(intake.Url, out var door) is { } intakeError)
        {
            report.Add("intake.url", $"came \"{intake.Url}\"; {intakeError}");
        }
        else if (door.Port != 0 && door.Port == console.Port)
        {
            report.Add("intake.url", string.Create(CultureInfo.InvariantCulture, $"port {door.Port} is the console's too; give each its own"));
        }
    }

    private static void CheckSecure(ConsoleOptions options, int plainPort, ConfigurationReport report)
    {
        var own = new (string Path, string? File)[] { ("console.certificateFile", options.CertificateFile), ("console.keyFile", options.KeyFile) };
        if (options.SecureUrl is not { } url)
        {
            foreach (var (path, _) in own.Where(o => o.File is not null))
            {
                report.Add(path, "is for HTTPS, and console.secureUrl is not set; set it, such as https://0.0.0.0:8443, or leave this line out");
            }

            return;
        }

        if (ListenUrl.TryReadSecure(url, out var secure) is { } mistake)
        {
            report.Add("console.secureUrl", $"came \"{url}\"; {mistake}");
        }
        else if (secure.Port != 0 && secure.Port == plainPort)
        {
            report.Add("console.secureUrl", string.Create(CultureInfo.InvariantCulture, $"port {secure.Port} is that of console.url too; give each its own"));
        }

        if (own.Count(o => o.File is null) == 1)
        {
            report.Add(own.First(o => o.File is null).Path, $"is missing; {own.First(o => o.File is not null).Path} needs it beside it, or leave both out for a certificate of the store's own");
        }
    }

    private static void CheckDetection(DetectionOptions detection, ConfigurationReport report)
    {
        for (var i = 0; i < detection.LeaveAlone.Count; i++)
        {
            if (!detection.LeaveAlone[i].StartsWith('/'))
            {
                report.Add(
                    string.Create(CultureInfo.InvariantCulture, $"detection.leaveAlone[{i}]"),
                    $"came \"{detection.LeaveAlone[i]}\"; expected a path such as /dev/ttyS0, with * for any characters and ? for one");
            }
        }
    }
}
