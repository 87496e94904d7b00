using System.Globalization;
using System.Text.Json;

namespace Simulators.Fleet;

/// <summary>All stores of a fleet, the clock that drives them, and what is told to them on standard input.</summary>
internal sealed class FleetRun
{
    private const int Ticks = 20;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(50);

    private readonly FleetCounts _counts = new();
    private readonly List<FleetGateway> _gateways;
    private readonly TimeProvider _clock;
    private volatile bool _open = true;

    /// <summary>Makes the stores.</summary>
    public FleetRun(FleetPlan plan, int seed, TimeProvider clock)
    {
        _clock = clock;
        _gateways = [.. Enumerable.Range(1, plan.Stores).Select(i => new FleetGateway(plan, new FleetAddress(i), _counts, clock, new Random(unchecked((seed * 1_000_003) + i))))];
    }

    /// <summary>Runs until the token stops it; a line each second.</summary>
    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        Task[] running = [.. _gateways.Select(g => g.RunAsync(cancellationToken))];
        using var ticks = new PeriodicTimer(s_tick, _clock);
        var begun = _clock.GetTimestamp();
        try
        {
            for (var tick = 1; await ticks.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false); tick++)
            {
                foreach (var gateway in _gateways)
                {
                    gateway.Tick(_open);
                }

                if (tick % Ticks == 0)
                {
                    // A store that ends by itself is a fault of this simulator, and no store that is away.
                    await Task.WhenAll(running.Where(store => store.IsFaulted)).ConfigureAwait(false);
                    await output.WriteLineAsync(JsonSerializer.Serialize(Sample(_clock.GetElapsedTime(begun)), FleetJson.Default.FleetSample)).ConfigureAwait(false);
                    await output.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Asked to end: the stores are already at it.
        }

        await Task.WhenAll(running).ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default).ConfigureAwait(false);
    }

    /// <summary>Carries out one line: <c>cut PERCENT HURRY</c>, <c>heal</c>, <c>close</c> (no more events), <c>ledger FILE</c>.</summary>
    /// <returns>What is wrong with it, or null.</returns>
    public async Task<string?> ObeyAsync(string line, CancellationToken cancellationToken)
    {
        switch (line.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries))
        {
            case ["cut", var percent, var hurry] when Number(percent) is > 0 and <= 100 and var share && Number(hurry) is > 0 and <= 10_000 and var factor:
                foreach (var gateway in _gateways.Take((int)Math.Round(_gateways.Count * share / 100)))
                {
                    gateway.Cut(cut: true, factor);
                }

                return null;
            case ["heal"]:
                foreach (var gateway in _gateways)
                {
                    gateway.Cut(cut: false, 1);
                }

                return null;
            case ["close"]:
                _open = false;
                return null;
            case ["ledger", var path, ..]:
                await WriteLedgerAsync(path, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return $"'{line}': expected cut PERCENT HURRY (percent above 0 to 100, hurry above 0 to 10000), heal, close, or ledger FILE";
        }
    }

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Whole or not at all: whoever waits for the file sees it only when it is written.</summary>
    private async Task WriteLedgerAsync(string path, CancellationToken cancellationToken)
    {
        await File.WriteAllLinesAsync(path + ".part", _gateways.Select(g => JsonSerializer.Serialize(g.Account(), FleetJson.Default.FleetAccount)), cancellationToken).ConfigureAwait(false);
        File.Move(path + ".part", path, overwrite: true);
    }

    private FleetSample Sample(TimeSpan at)
    {
        var (made, committed, oldest) = (0L, 0L, _clock.GetUtcNow());
        var now = oldest;
        foreach (var gateway in _gateways)
        {
            var depth = gateway.Depth;
            made += depth.Made;
            committed += depth.Committed;
            oldest = depth.Oldest is { } time && time < oldest ? time : oldest;
        }

        var trips = _counts.TakeTrips();
        return new FleetSample(
            Math.Round(at.TotalSeconds, 1), _counts.Online, _counts.Attempts, _counts.Connects, _counts.Losses, made, committed, made - committed,
            Math.Round((now - oldest).TotalSeconds, 1), _counts.Batches, _counts.Signs, _counts.Replays, _counts.Resent, _counts.Timeouts, trips?.Half, trips?.Most,
            _counts.Trouble);
    }
}
