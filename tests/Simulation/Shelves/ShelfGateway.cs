using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Shelves.Live;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.Store;
using Simulation.World;

namespace Simulation.Shelves;

/// <summary>The part of a gateway that knows what lies on its shelves, through all its lives: the real inference, file of shelves and outbox on a simulated disk.</summary>
internal sealed class ShelfGateway(VirtualTime time, IReadOnlyList<PlateSite> plates, Promises promises, Trace trace, string folder) : GatewayLives(time, promises, trace, folder)
{
    private Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> _keep = static (_, _) => default;
    private TaskCompletionSource _ended = new();

    public StoreShelves? Shelves { get; private set; }

    protected override bool IsOpen => Shelves is not null;

    /// <summary>Hands a count by hand over, again and again until it is taken.</summary>
    public async Task CountAsync(EventDraft count, MachineClock clock)
    {
        while (true)
        {
            if (!IsDown)
            {
                var call = OnceAsync(Life!, Shelves!, count);
                await Task.WhenAny(call, _ended.Task);
                if (call.IsCompleted && await call)
                {
                    return;
                }
            }

            await Task.Delay(TimeSpan.FromSeconds(2), clock);
        }
    }

    protected override void Open(StoreLife life, string own, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep)
    {
        var shelves = StoreShelves.Open(Path.Combine(own, "shelves.db"), ShelfCalibration.None, keep, new ShelfMetrics(Quiet.Meters), life.Clock, NullLogger.Instance);
        if (Directory.EnumerateFiles(own, "*.damaged-*").FirstOrDefault() is { } damaged)
        {
            Promises.Broken($"{Name}: a power cut is no damage, but {Path.GetFileName(damaged)} was put aside");
        }

        shelves.Apply(new LivePlanogram("1", [.. plates.Select(plate => plate.Planned)]));
        foreach (var plate in plates)
        {
            plate.Connect(shelves);
        }

        (_keep, _ended, Shelves, Stop) = (keep, new TaskCompletionSource(), shelves, new CancellationTokenSource());
        Running = shelves.RunAsync(Stop.Token);
    }

    protected override void Close() => Shelves!.Dispose();

    protected override void Trouble(TimeSpan lasts)
    {
        foreach (var plate in plates)
        {
            plate.Disconnect();
        }
    }

    protected override void Beginning() => Shelves = null;

    protected override void Ended() => _ended.TrySetResult();

    private async Task<bool> OnceAsync(StoreLife life, StoreShelves shelves, EventDraft count)
    {
        try
        {
            await _keep(shelves.Carry([count]), CancellationToken.None);
            return !life.IsDead;
        }
        catch (Exception refused) when (life.IsDead || refused is OutboxFullException or OutboxUnavailableException)
        {
            return false;
        }
    }
}
