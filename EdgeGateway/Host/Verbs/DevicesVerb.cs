using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Drivers;
using Drivers.Ports;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Setup;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>devices [--config FILE]</c>: what is plugged in, what it is, who owns it. Opens no port and sends nothing.</summary>
internal static class DevicesVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="streams">Where it writes.</param>
    /// <param name="folders">Where the kernel shows its devices.</param>
    public static Command Create(Streams streams, PortFolders folders)
    {
        var config = new Option<string?>("--config", "-c")
        {
            Description = "The gateway's configuration file: tells which device owns which port, and which are missing.",
            HelpName = "FILE",
        };
        var verb = new Command(
            "devices", "List what is plugged in, one JSON object a port: what it is, by which name it is known, whether it may be opened, who owns it.") { config };
        verb.SetAction(result => List(result.GetValue(config), streams, folders));
        return verb;
    }

    private static int List(string? config, Streams streams, PortFolders folders)
    {
        var claims = new List<PortClaim>();
        var memory = new PortMemory();
        if (config is not null && !TryRead(config, streams, claims, ref memory))
        {
            return ExitCode.Failed;
        }

        var picture = new PortInventory(folders).Look();
        memory.Observe(picture);
        var ports = PortList.Make(
            picture, name => PortPlace.Find(name, picture, memory), port => StableName.Of(port, picture, memory), claims, _ => null);
        foreach (var port in ports)
        {
            streams.Output.WriteLine(JsonSerializer.Serialize(port, DevicesJson.Default.PluggedPort));
        }

        foreach (var port in ports.Where(port => port.AccessReason is not null))
        {
            streams.Error.WriteLine($"devices: {port.AccessReason}");
        }

        var owned = ports.Count(port => port.Owner is not null && port.Access != PortAccess.Absent);
        streams.Error.WriteLine(config is null
            ? $"devices: plugged in {picture.Ports.Count}; --config FILE tells who owns them"
            : $"devices: plugged in {picture.Ports.Count}, of these owned {owned}; configured and not there {ports.Count(port => port.Owner is not null && port.Access == PortAccess.Absent)}");
        return ExitCode.Done;
    }

    private static bool TryRead(string config, Streams streams, List<PortClaim> claims, ref PortMemory memory)
    {
        var loaded = GatewayConfiguration.Load(config, DriverCatalog.All);
        if (loaded.Options is not { } options)
        {
            CheckConfigVerb.PrintErrors(loaded.File, loaded.Errors, streams);
            return false;
        }

        var kept = KeptDevices.Load(options, DriverCatalog.All);
        if (kept.Errors.Count > 0)
        {
            CheckConfigVerb.PrintErrors(kept.File, kept.Errors, streams);
            return false;
        }

        claims.AddRange(options.Devices.Concat(kept.Devices).Select(device => new PortClaim(device.Id, device.Port)));
        var file = PortBook.FileIn(options.DataFolder);
        try
        {
            memory = File.Exists(file) ? PortMemory.Read(File.ReadAllBytes(file)) : memory;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            streams.Error.WriteLine($"devices: {file}: {e.Message}");
            return false;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PluggedPort))]
internal sealed partial class DevicesJson : JsonSerializerContext;
