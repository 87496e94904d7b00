using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Pipeline;
using EdgeGateway.Core.Weighing;
using Microsoft.Extensions.Logging.Abstractions;
using Simulation.World;

namespace Simulation.Store.Scales;

/// <summary>All that reads scales in one life of the gateway: the real supervisors and drivers, the real pipeline and the real weighing.</summary>
internal sealed class WeighingRoom
{
    /// <summary>Signals that may wait; few, so that a scale that shouts fills them.</summary>
    private const int SignalCapacity = 64;

    private readonly DeviceSignals _signals = new(SignalCapacity);
    private readonly Promises _promises;

    public WeighingRoom(IReadOnlyList<ScaleSite> sites, StoreLife life, string folder, Func<IReadOnlyList<EventDraft>, CancellationToken, ValueTask> keep, Dice dice, Promises promises, CancellationToken stop)
    {
        _promises = promises;
        var board = new DeviceBoard(life.Clock);
        var metrics = new DeviceMetrics(Quiet.Meters);
        var shop = new WeighingShop(new WeighingOptions(), static () => null, folder, new WeighingBoard(life.Clock), NullLogger.Instance);
        var drivers = sites.Select(site => (Site: site, Driver: site.Driver(life))).ToList();
        foreach (var (site, driver) in drivers)
        {
            board.Register(site.Options, driver);
        }

        var pipeline = new DevicePipeline(
            _signals, [.. drivers.Select(one => new DeviceInterpreter(one.Site.Options, one.Driver, shop: shop))],
            async (drafts, cancellationToken) =>
            {
                await keep(drafts, cancellationToken);
                shop.Delivered(drafts);
            },
            new PipelineOptions(), new PipelineMetrics(Quiet.Meters), life.Clock, dice.Fork(1).Fraction, NullLogger<DevicePipeline>.Instance);
        var options = new SupervisorOptions { ReopenMax = TimeSpan.FromSeconds(5) };
        Running = Task.WhenAll(drivers.Select((one, i) => new DeviceSupervisor(
            one.Site.Options, one.Driver, options, board, _signals, metrics, life.Clock, dice.Fork(2 + i).Fraction, NullLogger<DeviceSupervisor>.Instance).RunAsync(stop))
            .Append(pipeline.RunAsync(stop)));
    }

    /// <summary>Ends when it is stopped.</summary>
    public Task Running { get; }

    /// <summary>Nothing waits beyond its bound.</summary>
    public void Check()
    {
        if (_signals.Reader.Count > SignalCapacity)
        {
            _promises.Broken($"{_signals.Reader.Count} signals wait; there is room for {SignalCapacity}");
        }
    }
}
