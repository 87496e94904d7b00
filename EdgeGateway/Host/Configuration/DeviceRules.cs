using System.Globalization;
using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Pipeline;

namespace EdgeGateway.Host.Configuration;

/// <summary>The rules for a list of devices: names, drivers and ports, against each other and against those that are there already.</summary>
/// <param name="drivers">The catalogue.</param>
/// <param name="others">Devices of the configuration file, where the list is another; they take precedence.</param>
/// <param name="report">Takes the mistakes, by paths such as <c>devices[0].port</c>.</param>
internal sealed class DeviceRules(IReadOnlyList<DriverDescription> drivers, IReadOnlyList<DeviceOptions> others, ConfigurationReport report)
{
    private const string OfTheFile = "a device of the configuration file";

    /// <summary>Adds every mistake to the report.</summary>
    public void Check(IReadOnlyList<DeviceOptions> devices)
    {
        for (var i = 0; i < devices.Count; i++)
        {
            var device = devices[i];
            var path = PathOf(i);
            CrossRules.CheckName(report, $"{path}.id", device.Id);
            CheckWords($"{path}.name", device.Name);
            CheckWords($"{path}.role", device.Role);
            if (Find(devices, i, d => d.Id == device.Id) is { } namesake && device.Id.Length > 0)
            {
                report.Add($"{path}.id", $"\"{device.Id}\" is {namesake.Where} already; give each device its own id");
            }

            if (drivers.FirstOrDefault(d => d.Name == device.Driver) is { } driver)
            {
                CheckWithDriver(path, devices, i, driver);
            }
            else if (device.Driver.Length > 0)
            {
                report.Add($"{path}.driver", $"\"{device.Driver}\" is not a driver; known are {string.Join(", ", drivers.Select(d => d.Name))}");
            }
        }
    }

    private void CheckWithDriver(string path, IReadOnlyList<DeviceOptions> devices, int index, DriverDescription driver)
    {
        var device = devices[index];
        if (Find(devices, index, d => d.Port == device.Port) is { } at && device.Port.Length > 0 && !(driver.SharesPort && at.Device.Driver == driver.Name))
        {
            report.Add($"{path}.port", $"\"{WithoutUser(device.Port)}\" is the port of {at.Where} already; one device a port");
        }

        if (driver.Kind == DeviceKind.Plate && DeviceInterpreter.PlateOf(device) is var plate
            && Find(devices, index, other => drivers.FirstOrDefault(d => d.Name == other.Driver)?.Kind == DeviceKind.Plate && DeviceInterpreter.PlateOf(other) == plate) is { } twin && plate != device.Id)
        {
            report.Add($"{path}.profile.{DeviceInterpreter.PlateProfile}", $"plate \"{plate}\" is weighed by {twin.Where} already; one device a plate");
        }

        foreach (var mistake in driver.Validate(device))
        {
            AddDriverMistake(path, driver, mistake);
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

    /// <summary>The first device before this one that fits, and where it stands.</summary>
    private (DeviceOptions Device, string Where)? Find(IReadOnlyList<DeviceOptions> devices, int before, Func<DeviceOptions, bool> fits)
    {
        if (others.FirstOrDefault(fits) is { } other)
        {
            return (other, $"{OfTheFile}, \"{other.Id}\",");
        }

        for (var i = 0; i < before; i++)
        {
            if (fits(devices[i]))
            {
                return (devices[i], PathOf(i));
            }
        }

        return null;
    }

    private void CheckWords(string path, string? words)
    {
        if (words is not null && (words.Any(char.IsControl) || string.IsNullOrWhiteSpace(words)))
        {
            report.Add(path, "expected words without control characters; leave the line out for none");
        }
    }

    /// <summary>A driver names the setting before a colon (<c>profile.unit: …</c>) where the mistake is in one.</summary>
    private void AddDriverMistake(string path, DriverDescription driver, string mistake)
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

    /// <summary>A camera's address may have been written with a password in it: that is refused, and not repeated either.</summary>
    private static string WithoutUser(string port)
    {
        var (scheme, at) = (port.IndexOf("//", StringComparison.Ordinal), port.LastIndexOf('@'));
        return scheme >= 0 && at > scheme ? $"{port[..(scheme + 2)]}…@{port[(at + 1)..]}" : port;
    }

    private static string PathOf(int index) => string.Create(CultureInfo.InvariantCulture, $"devices[{index}]");
}
