using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cloud.Mqtt;
using Drivers.Ports;
using Drivers.Shelves.Nodes;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Shelves;

/// <summary>Driver for a weighing plate on an ESP32 shelf node that publishes to the store's own broker; one device a plate, one connection for all.</summary>
/// <remarks>
/// Topics <c>shelf/v1/NODE/state</c> (retained: birth and last will) and <c>shelf/v1/NODE/PLATE/samples</c>; payloads as <c>docs/shelf-nodes.md</c> and its schema
/// say. Restarts and lost samples are told (<see cref="NodeTracker"/>). The time of a sample is reckoned from the node's uptime.
/// </remarks>
internal sealed class ShelfNode(string deviceId, NodeSettings settings, NodeBroker.Lease broker, NodeTracker tracker, TimeProvider clock) : IDriver
{
    /// <summary>Its name in the catalogue.</summary>
    public const string Name = "shelf-node";

    /// <summary>One entry a configured plate, kept over openings, so that what happened while the broker was away is not missed.</summary>
    private static readonly ConcurrentDictionary<string, NodeTracker> s_trackers = new(StringComparer.Ordinal);

    /// <summary>Its entry in the catalogue.</summary>
    public static DriverDescription Description { get; } = new(
        Name, DeviceKind.Plate, "Weighing shelf plate on an ESP32 node that publishes to the store's MQTT broker", Validate, OpenAsync)
    {
        Settings = ListSettings,
    };

    /// <summary>Yields the samples as they come, until the connection fails, the node is offline, or the token stops it.</summary>
    /// <exception cref="DeviceException">The node is offline, or says what the schema does not allow.</exception>
    /// <exception cref="IOException">The connection to the broker is gone.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string plate = $"{settings.Address.Node}/{settings.Address.Plate}";
        while (true)
        {
            NodeMessage message = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (message.IsState)
            {
                if (!NodeState.Read(message.Payload).IsOnline)
                    throw new DeviceException($"{settings.Address.Node}: the node says that it is offline, or the broker says so for it (last will)");
                continue;
            }
            NodeSamples samples = NodeSamples.Read(message.Payload);
            if (samples.Node != settings.Address.Node || samples.Plate != settings.Address.Plate)
                throw new DeviceException($"{plate}: a message in its topic says that it is of {samples.Node}/{samples.Plate}");
            TimeSpan waited = clock.GetElapsedTime(message.Received);
            foreach (LoadReading reading in tracker.Take(deviceId, samples, clock.GetElapsedTime(0, message.Received), clock.GetUtcNow() - waited, settings.RestartHold))
                yield return reading;
        }
    }

    /// <summary>Opens it with a connector of one's own, for tests.</summary>
    internal static async ValueTask<OpenDevice> OpenAsync(
        DeviceOptions device, IMqttConnector connector, NodeTracker? tracker, TimeProvider clock, CancellationToken cancellationToken)
    {
        var profile = new ProfileReader(Name, device.Profile);
        NodeSettings settings = NodeSettings.Read(device.Port, profile);
        profile.ThrowIfWrong();
        NodeBroker.Lease lease = await NodeBroker.TakeAsync(settings, connector, clock, cancellationToken).ConfigureAwait(false);
        tracker ??= s_trackers.GetOrAdd($"{device.Id} {device.Port}", static (_, plate) => new NodeTracker(plate), $"{settings.Address.Node}/{settings.Address.Plate}");
        return new OpenDevice(new ShelfNode(device.Id, settings, lease, tracker, clock), lease);
    }

    private static ValueTask<OpenDevice> OpenAsync(DeviceOptions device, TimeProvider clock, CancellationToken cancellationToken) =>
        OpenAsync(device, new LibmosquittoConnector(clock), null, clock, cancellationToken);

    private async ValueTask<NodeMessage> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await broker.Messages.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (System.Threading.Channels.ChannelClosedException closed)
        {
            throw new IOException(closed.InnerException?.Message ?? "the connection to the broker is gone", closed);
        }
    }

    private static IReadOnlyList<DriverSetting> ListSettings()
    {
        var profile = new ProfileReader(Name, new Dictionary<string, string>());
        NodeSettings.Read("", profile);
        return profile.Settings;
    }

    private static List<string> Validate(DeviceOptions device)
    {
        var profile = new ProfileReader(Name, device.Profile);
        NodeSettings.Read(device.Port, profile);
        if (device.Line is not null && !LineSettings.TryParse(device.Line, out _, out string? lineError))
            profile.Errors.Add($"line: {lineError}");
        return profile.Errors;
    }
}
