using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;

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

        CheckListening(options, report);
        CheckDevices(options.Devices, drivers, report);
    }

    private static void CheckName(ConfigurationReport report, string path, string name)
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

    private static void CheckDevices(List<DeviceOptions> devices, IReadOnlyList<DriverDescription> drivers, ConfigurationReport report)
    {
        for (var i = 0; i < devices.Count; i++)
        {
            var device = devices[i];
            var path = string.Create(CultureInfo.InvariantCulture, $"devices[{i}]");
            CheckName(report, $"{path}.id", device.Id);
            var namesake = devices.FindIndex(d => d.Id == device.Id);
            if (namesake < i && device.Id.Length > 0)
            {
                report.Add($"{path}.id", $"\"{device.Id}\" is devices[{namesake.ToString(CultureInfo.InvariantCulture)}] already; give each device its own id");
            }

            var driver = drivers.FirstOrDefault(d => d.Name == device.Driver);
            if (driver is null)
            {
                if (device.Driver.Length > 0)
                {
                    report.Add($"{path}.driver", UnknownDriver(device.Driver, drivers));
                }

                continue;
            }

            var neighbour = devices.FindIndex(d => d.Port == device.Port);
            if (neighbour < i && device.Port.Length > 0 && !(IsBus(driver) && devices[neighbour].Driver == driver.Name))
            {
                report.Add(
                    $"{path}.port",
                    $"\"{device.Port}\" is the port of devices[{neighbour.ToString(CultureInfo.InvariantCulture)}] already; one device a port");
            }

            foreach (var mistake in driver.Validate(device))
            {
                AddDriverMistake(report, path, driver, mistake);
            }

            try
            {
                _ = new DeviceInterpreter(device, driver);
            }
            catch (ArgumentException e)
            {
                report.Add($"{path}.profile", e.Message);
            }
        }
    }

    /// <summary>A driver names the setting before a colon (<c>profile.unit: …</c>) where the mistake is in one.</summary>
    private static void AddDriverMistake(ConfigurationReport report, string path, DriverDescription driver, string mistake)
    {
        var colon = mistake.IndexOf(": ", StringComparison.Ordinal);
        if (colon > 0 && !mistake.AsSpan(0, colon).Contains(' '))
        {
            report.Add($"{path}.{mistake[..colon]}", mistake[(colon + 2)..]);
        }
        else
        {
            report.Add(path, $"{driver.Name}: {mistake}");
        }
    }

    /// <summary>Whether several devices may hang on one port: those that are addressed.</summary>
    private static bool IsBus(DriverDescription driver) => driver.Name.StartsWith("modbus-", StringComparison.Ordinal);

    private static string UnknownDriver(string name, IReadOnlyList<DriverDescription> drivers) =>
        $"\"{name}\" is not a driver; known are {string.Join(", ", drivers.Select(d => d.Name))}";
}
