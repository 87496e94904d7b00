namespace Drivers.Scales;

/// <summary>Units a profile may name, where the protocol does not send the unit.</summary>
internal static class WeightUnits
{
    public const string ProfileKey = "unit";
    public const string WhyAsked = "the scale does not send its unit";

    public static readonly string[] All = ["kg", "g", "lb", "oz"];
}
