using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Options;

namespace EdgeGateway.Host.Configuration;

/// <summary>What is in <c>devices.json</c>.</summary>
internal sealed class KeptDevicesFile
{
    /// <summary>The devices that were assigned on the setup page.</summary>
    [ValidateEnumeratedItems]
    public List<DeviceOptions> Devices { get; set; } = [];
}

/// <summary>The devices assigned on the setup page, kept in <c>devices.json</c> in the data folder and held to the same rules as the configuration file.</summary>
/// <param name="File">The file.</param>
/// <param name="Devices">What it says; empty where there is no file yet.</param>
/// <param name="Errors">Every mistake, by line; then <paramref name="Devices"/> is empty.</param>
internal sealed record KeptDevices(string File, IReadOnlyList<DeviceOptions> Devices, IReadOnlyList<ConfigurationError> Errors)
{
    private const int MaxLength = 1 << 20;

    private static readonly JsonWriterOptions s_layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The file in a data folder.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "devices.json");

    /// <summary>Reads the file. Never throws for what is in it or around it.</summary>
    public static KeptDevices Load(GatewayOptions options, IReadOnlyList<DriverDescription> drivers)
    {
        var file = PathIn(options.DataFolder);
        try
        {
            if (!System.IO.File.Exists(file))
            {
                return new(file, [], []);
            }

            return new FileInfo(file).Length > MaxLength
                ? new(file, [], [new(0, "", $"is larger than {MaxLength} bytes; not a list of devices")])
                : Parse(file, System.IO.File.ReadAllBytes(file), options.Devices, drivers);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, [], [new(0, "", $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="configured">The devices of the configuration file.</param>
    /// <param name="drivers">The catalogue.</param>
    public static KeptDevices Parse(string file, ReadOnlySpan<byte> utf8, IReadOnlyList<DeviceOptions> configured, IReadOnlyList<DriverDescription> drivers)
    {
        var errors = new List<ConfigurationError>();
        if (ConfigurationText.Read(utf8, errors) is not { } root)
        {
            return new(file, [], errors);
        }

        var kept = new ConfigurationBinder(errors).Bind<KeptDevicesFile>(root);
        var report = new ConfigurationReport(root, errors);
        RangeRules.Check(kept, report);
        new DeviceRules(drivers, configured, report).Check(kept.Devices);
        return new(file, errors.Count == 0 ? kept.Devices : [], [.. errors.OrderBy(e => e.Line)]);
    }

    /// <summary>The text of a file with these devices.</summary>
    public static byte[] ToUtf8(IEnumerable<DeviceOptions> devices)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, s_layout))
        {
            json.WriteStartObject();
            json.WriteStartArray("devices");
            foreach (var device in devices)
            {
                Write(json, device);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    /// <summary>Writes the file so that a power cut leaves the old one or the new one.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    /// <exception cref="UnauthorizedAccessException">The data folder is not ours.</exception>
    public static void Save(string file, IEnumerable<DeviceOptions> devices) => KeptFile.Write(file, ToUtf8(devices));

    private static void Write(Utf8JsonWriter json, DeviceOptions device)
    {
        json.WriteStartObject();
        json.WriteString("id", device.Id);
        WriteWhereGiven(json, "name", device.Name);
        WriteWhereGiven(json, "role", device.Role);
        json.WriteString("driver", device.Driver);
        json.WriteString("port", device.Port);
        WriteWhereGiven(json, "line", device.Line);
        json.WriteStartObject("profile");
        foreach (var (name, value) in device.Profile)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteWhereGiven(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
