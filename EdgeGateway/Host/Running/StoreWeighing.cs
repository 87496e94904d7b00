using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Weighing;
using EdgeGateway.Host.Configuration;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host.Running;

/// <summary>Selling by weight in this store: its prices, its notes, its scales.</summary>
internal sealed class StoreWeighing
{
    private readonly TimeProvider _clock;

    /// <summary>Reads the price list; one with mistakes is said in the log and on the page, and the gateway runs.</summary>
    public StoreWeighing(GatewayParts parts)
    {
        var options = parts.Options;
        var logger = parts.Loggers.CreateLogger<StoreWeighing>();
        _clock = parts.Clock;
        Prices = new PriceListFile(FileOf(options), parts.Clock, logger);
        Prices.Look();
        Shop = new WeighingShop(
            options.Weighing, () => Prices.IsSet ? Prices.Prices.List : null, Path.Combine(options.DataFolder, "weighing"), new WeighingBoard(parts.Clock), logger)
        {
            Label = WeighedLabels.By(LabelLayouts.Of(options.Labels)),
        };
    }

    /// <summary>The price list.</summary>
    public PriceListFile Prices { get; }

    /// <summary>What all scales have in common.</summary>
    public WeighingShop Shop { get; }

    /// <summary>Where the price list is, or null where the store has none.</summary>
    public static string? FileOf(GatewayOptions options) =>
        options.Weighing.PriceListFile is { } file ? Path.Combine(options.DataFolder, file) : null;

    /// <summary>Where the keys are pressed.</summary>
    public WeighingDesk Desk(Func<DeviceSignal, bool> signals, Func<string, DeviceCommand, CancellationToken, ValueTask<CommandOutcome>> executeAsync) =>
        new(Shop, Prices, signals, executeAsync, _clock);
}
