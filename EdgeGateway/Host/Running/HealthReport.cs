using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Cloud.Contracts;

namespace EdgeGateway.Host.Running;

/// <summary>Says how the gateway is, every ten seconds, and with that proves that the outbox still answers.</summary>
internal sealed class HealthReport(GatewayParts parts, DeviceBoard board)
{
    /// <summary>How often.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private readonly long _startedAt = parts.Clock.GetTimestamp();
    private long _answeredAt = parts.Clock.GetTimestamp();

    /// <summary>How long ago the outbox last answered, yes or no.</summary>
    public TimeSpan SinceAnswer => parts.Clock.GetElapsedTime(Volatile.Read(ref _answeredAt));

    /// <summary>Reports until the token.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, parts.Clock);
        try
        {
            do
            {
                await ReportAsync(cancellationToken);
                Volatile.Write(ref _answeredAt, parts.Clock.GetTimestamp());
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var (online, total) = board.Counts;
        var data = EventData.GatewayHealth(
            parts.Outbox.Snapshot(), Environment.WorkingSet, parts.Clock.GetElapsedTime(_startedAt), online, total);
        try
        {
            await parts.KeepAsync([new EventDraft(EventTypes.GatewayHealth, null, parts.Clock.GetUtcNow(), data)], cancellationToken);
        }
        catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException)
        {
            // A refusal is an answer; the outbox has said so in the log, and telemetry may go missing.
        }
    }
}
