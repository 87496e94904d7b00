using System.Diagnostics.Metrics;
using Drivers.Ports;
using EdgeGateway.Core.Cameras;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Setup;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>What every part of a running gateway stands on.</summary>
/// <param name="Options">The configuration, held to every rule.</param>
/// <param name="Stamp">Who we are, put on events.</param>
/// <param name="Outbox">The queue on the disk.</param>
/// <param name="Clock">Time.</param>
/// <param name="Jitter">Random numbers from 0 up to 1.</param>
/// <param name="Loggers">Makes loggers.</param>
/// <param name="Meters">Makes meters.</param>
internal sealed record GatewayParts(
    GatewayOptions Options, EventStamp Stamp, Outbox Outbox, TimeProvider Clock, Func<double> Jitter, ILoggerFactory Loggers, IMeterFactory Meters)
{
    /// <summary>The devices assigned on the setup page.</summary>
    public IReadOnlyList<DeviceOptions> KeptDevices { get; init; } = [];

    /// <summary>Where the kernel shows its devices.</summary>
    public PortFolders Folders { get; init; } = new();

    /// <summary>Finds out what is plugged in at a port; null where nothing can.</summary>
    public DetectPort? Detect { get; init; }

    /// <summary>Where a camera's frames go, by its id; null where nobody looks at them.</summary>
    public Func<string, FrameSlot?> FramesOf { get; init; } = static _ => null;

    /// <summary>The last lines of its log.</summary>
    public LogRing Log { get; init; } = new(Clock);

    /// <summary>Whether somebody starts the service again when it ends.</summary>
    public bool IsStartedAgain { get; init; }

    /// <summary>Takes updates that headquarters names; refuses them where the launcher did not start this process.</summary>
    public UpdateCommand Update { get; init; } = UpdateCommand.None;

    /// <summary>Keeps events in one transaction and answers where they stand, after the commit.</summary>
    public ValueTask<IReadOnlyList<OutboxPosition>> KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        var entries = new OutboxEntry[events.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Stamp.Stamp(events[i]);
        }

        return Outbox.AppendAsync(entries, cancellationToken);
    }
}
