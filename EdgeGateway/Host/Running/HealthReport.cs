using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Cloud.Contracts;

namespace EdgeGateway.Host.Running;

/// <summary>Tells headquarters how the gateway is: at the start, when what is online or refused changes, and else as seldom as the configuration says.</summary>
internal sealed class HealthReport(GatewayParts parts, DeviceBoard board)
{
    /// <summary>How often it looks for a change.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly long _startedAt = parts.Clock.GetTimestamp();
    private (int Online, int Total, bool Refused)? _told;
    private long _toldAt;

    /// <summary>Reports until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, parts.Clock);
        try
        {
            do
            {
                await ReportAsync(cancellationToken);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Tells how the gateway is, if it is time or there is news.</summary>
    internal async Task ReportAsync(CancellationToken cancellationToken)
    {
        var (online, total) = board.Counts;
        var snapshot = parts.Outbox.Snapshot();
        var now = (online, total, snapshot.Refused is not null);
        if (_told == now && parts.Clock.GetElapsedTime(_toldAt) < parts.Options.Health.ReportEvery)
        {
            return;
        }

        var data = EventData.GatewayHealth(snapshot, Environment.WorkingSet, parts.Clock.GetElapsedTime(_startedAt), online, total);
        try
        {
            await parts.KeepAsync([new EventDraft(EventTypes.GatewayHealth, null, parts.Clock.GetUtcNow(), data)], cancellationToken);
            (_told, _toldAt) = (now, parts.Clock.GetTimestamp());
        }
        catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException)
        {
            // The outbox has said so in the log, and it is told as soon as it is taken.
        }
    }
}
