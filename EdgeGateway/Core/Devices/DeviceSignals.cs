using System.Threading.Channels;

namespace EdgeGateway.Core.Devices;

/// <summary>The one way from all supervisors to the pipeline: bounded, one reader, in order per device.</summary>
/// <remarks>
/// Full means that the pipeline waits for the disk with all its room used. A supervisor does not wait for it, since the
/// <see cref="DeviceBoard"/> must stay live: readings are then dropped and counted; availability changes are kept by
/// <see cref="SignalOutlet"/> until there is room.
/// </remarks>
public sealed class DeviceSignals
{
    private readonly Channel<DeviceSignal> _channel;

    /// <summary>Makes the way with room for <paramref name="capacity"/> signals.</summary>
    public DeviceSignals(int capacity = 1024) => _channel = Channel.CreateBounded<DeviceSignal>(
        new BoundedChannelOptions(capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>The pipeline's end.</summary>
    public ChannelReader<DeviceSignal> Reader => _channel.Reader;

    /// <summary>Puts a signal in as soon as there is room: a device came or goes, which nobody may miss.</summary>
    public ValueTask WriteAsync(DeviceSignal signal, CancellationToken cancellationToken) => _channel.Writer.WriteAsync(signal, cancellationToken);

    /// <summary>Puts a signal in; false where there is no room.</summary>
    public bool TryWrite(DeviceSignal signal) => _channel.Writer.TryWrite(signal);
}
