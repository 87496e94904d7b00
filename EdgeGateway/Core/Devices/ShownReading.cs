using System.Globalization;

namespace EdgeGateway.Core.Devices;

/// <summary>Turns readings into what is shown, and takes away what no longer holds.</summary>
internal static class ShownReading
{
    /// <summary>What a scale's frame shows. A frame without a weight shows none, and says why.</summary>
    public static WeightState Of(WeightFrame frame) => new(
        frame.Weight?.ToString(CultureInfo.InvariantCulture),
        frame.Weight is null ? WhyNone(frame) : null,
        frame.Unit,
        frame.Stable,
        Text(frame.NetGross),
        frame.Errors,
        frame.Flags);

    /// <summary>What a plate's sample shows.</summary>
    public static LoadState Of(LoadReading load) => new(
        load.Counts, load.Grams is { } grams ? Grams(grams) : null, load.Grams is null ? load.Errors.FirstOrDefault("no_weight") : null, load.Stable, load.Errors);

    /// <summary>Grams to a tenth, as a decimal text.</summary>
    public static string Grams(decimal grams) => grams.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary><c>net</c>, <c>gross</c>, <c>tare</c> or <c>unknown</c>.</summary>
    public static string Text(NetGross netGross) => netGross switch
    {
        NetGross.Net => "net",
        NetGross.Gross => "gross",
        NetGross.Tare => "tare",
        _ => "unknown",
    };

    /// <summary>The same device without a weight or a picture, and why.</summary>
    public static DeviceState Without(DeviceState state, string reason) => state with
    {
        Weight = state.Weight is { } weight ? weight with { Weight = null, Stable = null, Reason = reason } : null,
        Load = state.Load is { } load ? load with { Grams = null, Stable = null, Reason = reason } : null,
        Camera = null,
    };

    /// <summary>Whether a weight is shown.</summary>
    public static bool HasWeight(DeviceState state) => state.Weight?.Weight is not null || state.Load?.Grams is not null;

    private static string WhyNone(WeightFrame frame) =>
        frame.Errors.Count > 0 ? frame.Errors[0] : frame.Stable == false ? "motion" : "no_weight";
}
