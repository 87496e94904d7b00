using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Weighing;

/// <summary>Where the keys of all scales are pressed. Safe for use from several threads.</summary>
/// <param name="shop">The store.</param>
/// <param name="file">Its price list.</param>
/// <param name="signals">Takes a key to the scale's interpreter, in order with its readings; false where there is no room.</param>
/// <param name="executeAsync">Tells a scale something.</param>
/// <param name="clock">When a key was pressed.</param>
public sealed class WeighingDesk(
    WeighingShop shop,
    PriceListFile file,
    Func<DeviceSignal, bool> signals,
    Func<string, DeviceCommand, CancellationToken, ValueTask<CommandOutcome>> executeAsync,
    TimeProvider clock)
{
    /// <summary>The store's prices and what is wrong with them.</summary>
    public PriceListFile File => file;

    /// <summary>The store.</summary>
    public WeighingShop Shop => shop;

    /// <summary>Every scale now.</summary>
    public IReadOnlyList<WeighingState> Scales => shop.Board.Snapshot();

    /// <summary>One scale now, or null.</summary>
    public WeighingState? Find(string scale) => Scales.FirstOrDefault(state => state.Scale == scale);

    /// <summary>Presses a key at a scale that is there.</summary>
    /// <returns>What became of it; null where the gateway is too busy to take it: then nothing was done.</returns>
    public async Task<KeyOutcome?> PressAsync(string scale, WeighingKey key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signal = new WeighingKeySignal(scale, clock.GetUtcNow(), key);
        return signals(signal) ? await signal.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Tells a price-computing scale the unit price of the goods chosen at it.</summary>
    /// <remarks>Whatever comes of it, a scale that reckons with another price sells nothing: see <see cref="WeighingReason.UnitPriceDiffers"/>.</remarks>
    /// <returns>What the scale said; refused where it takes no price.</returns>
    public async ValueTask<CommandOutcome> TellPriceAsync(string scale, string plu, CancellationToken cancellationToken)
    {
        var unit = MassUnit.Shown(Find(scale)?.Unit ?? "kg");
        if (unit is null || shop.Prices()?.Find(plu) is not { } item)
        {
            return CommandOutcome.Refused("there is no price to tell");
        }

        return WeighedTotal.PriceOf(unit, item.PriceFen, item.Per) is { } price
            ? await executeAsync(scale, new DeviceCommand(DeviceCommandKind.UnitPrice, price / 100m), cancellationToken).ConfigureAwait(false)
            : CommandOutcome.Refused($"the price of one {unit.Name} is no whole number of the smallest coin");
    }
}
