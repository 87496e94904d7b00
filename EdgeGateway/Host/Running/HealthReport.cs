using Cloud.Contracts;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Health;
using EdgeGateway.Core.Outbox;

namespace EdgeGateway.Host.Running;

/// <summary>
/// Measures the gateway every ten seconds, and tells headquarters: at the start, when what somebody should know of changes, and else as seldom as the
/// configuration or headquarters says, for every event wears the card.
/// </summary>
/// <param name="parts">What every part stands on.</param>
/// <param name="wanted">How often.</param>
/// <param name="board">The devices.</param>
/// <param name="machine">The machine's own state.</param>
/// <param name="roundTrip">How long the last batch took until headquarters' commit was heard.</param>
internal sealed class HealthReport(GatewayParts parts, HealthTwin wanted, DeviceBoard board, MachineReader machine, Func<TimeSpan?> roundTrip)
{
    /// <summary>How often it measures.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    private const double Warm = 70;
    private const double Degrees = 5;
    private const double FreeShare = 0.05;
    private const long ManyWaiting = 1_000;
    private static readonly TimeSpan s_longWait = TimeSpan.FromSeconds(30);

    private readonly string? _boot = BootId.Read() is var boot && boot != BootId.Unknown ? boot : null;
    private readonly long _startedAt = parts.Clock.GetTimestamp();
    private (HealthReading Reading, OutboxSnapshot Outbox)? _told;
    private long _toldAt;
    private HealthReading? _last;

    /// <summary>The last reading; null before the first. Any thread.</summary>
    public HealthReading? Last => Volatile.Read(ref _last);

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

    /// <summary>Measures, and tells how the gateway is if it is time or there is news.</summary>
    internal async Task ReportAsync(CancellationToken cancellationToken)
    {
        var outbox = parts.Outbox.Snapshot();
        var reading = await ReadAsync(outbox, cancellationToken);
        Volatile.Write(ref _last, reading);
        if (_told is { } told && parts.Clock.GetElapsedTime(_toldAt) < wanted.ReportEvery && !IsNews(told.Reading, told.Outbox, reading, outbox))
        {
            return;
        }

        try
        {
            await parts.KeepAsync(
                [new EventDraft(EventTypes.GatewayHealth, null, parts.Clock.GetUtcNow(), EventData.GatewayHealth(outbox, reading))], cancellationToken);
            (_told, _toldAt) = ((reading, outbox), parts.Clock.GetTimestamp());
        }
        catch (Exception e) when (e is OutboxFullException or OutboxUnavailableException)
        {
            // The outbox has said so in the log, and it is told as soon as it is taken.
        }
    }

    private async Task<HealthReading> ReadAsync(OutboxSnapshot outbox, CancellationToken cancellationToken)
    {
        var queued = parts.Clock.GetTimestamp();
        var lag = await Task.Run(() => parts.Clock.GetElapsedTime(queued), cancellationToken);
        var (online, total) = board.Counts;
        var now = parts.Clock.GetUtcNow();
        return new HealthReading(machine.Read(), Environment.WorkingSet, parts.Clock.GetElapsedTime(_startedAt), online, total, parts.Stamp.IsClockSynced)
        {
            Boot = _boot,
            ClockOffset = EventStamp.ClockOffset,
            // A clock that was set back makes events of the future: they have waited for no time, as far as anybody can say.
            OldestUnsent = outbox.OldestTime is { } oldest ? oldest < now ? now - oldest : TimeSpan.Zero : null,
            RoundTrip = roundTrip(),
            Lag = lag,
        };
    }

    /// <summary>Whether something is now that somebody should know of. Values that drift count by steps, so that one at a bound is not told each time.</summary>
    internal static bool IsNews(HealthReading told, OutboxSnapshot toldOutbox, HealthReading now, OutboxSnapshot outbox) =>
        (told.DevicesOnline, told.DevicesTotal, told.ClockSynced, told.Machine.Undervoltage, toldOutbox.Refused is null)
            != (now.DevicesOnline, now.DevicesTotal, now.ClockSynced, now.Machine.Undervoltage, outbox.Refused is null)
        || (now.Machine.Temperature >= Warm && Math.Abs(now.Machine.Temperature.Value - (told.Machine.Temperature ?? 0)) >= Degrees)
        || Math.Abs(Free(now) - Free(told)) >= FreeShare
        || outbox.Depth >= (2 * toldOutbox.Depth) + ManyWaiting
        || (IsWaiting(told, toldOutbox) && !IsWaiting(now, outbox));

    /// <summary>
    /// Whether headquarters may hold that events wait and do not become fewer; its alarm ends where they do not. That they have gone is told once for each time it was
    /// told that they wait, so that it never more than doubles what is written.
    /// </summary>
    private static bool IsWaiting(HealthReading reading, OutboxSnapshot outbox) => outbox.Depth >= ManyWaiting || reading.OldestUnsent >= s_longWait;

    private static double Free(HealthReading reading) => reading.Machine is { DiskFree: { } free, DiskSize: > 0 and var size } ? (double)free / size : 1;
}
