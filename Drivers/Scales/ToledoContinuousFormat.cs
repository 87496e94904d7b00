namespace Drivers.Scales;

/// <summary>What Toledo continuous output leaves open or makers do differently, from the device's profile.</summary>
/// <param name="Unit">The unit the scale is set to.</param>
/// <param name="Checksum">The check character behind CR.</param>
/// <param name="IsShort">Whether the six tare digits are left out.</param>
/// <param name="UnitBit">The unit that SWB bit 4 = 1 stands for, <c>kg</c> or <c>lb</c>; null where the bit is not to be trusted.</param>
/// <param name="Expanded">What the point code means while the display is expanded ten times.</param>
/// <param name="TrustsZeroBit">Whether SWB bit 6 = 1 means "not zeroed since power-up"; some makers use it otherwise.</param>
public sealed record ToledoContinuousFormat(
    string Unit,
    ToledoChecksum Checksum,
    bool IsShort = false,
    string? UnitBit = null,
    ExpandedDisplay Expanded = ExpandedDisplay.Refused,
    bool TrustsZeroBit = true)
{
    private const string Kilograms = "kg_is_1";
    private const string Pounds = "lb_is_1";

    /// <summary>Bytes from STX to CR: 17, or 11 in the short form.</summary>
    public int Length => IsShort ? 11 : 17;

    internal static ToledoContinuousFormat Read(ProfileReader profile, string? defaultUnit = null, string? defaultChecksum = null)
    {
        string unit = profile.Choice(WeightUnits.ProfileKey, defaultUnit, WeightUnits.WhyAsked, WeightUnits.All);
        string checksum = profile.Choice(
            "checksum", defaultChecksum, "a wrong setting lets damaged weights pass", "none", "mettler", "sum8");
        string form = profile.Choice("form", "long", "", "long", "short");
        string unitBit = profile.Choice("unit_bit", "ignore", "", "ignore", Kilograms, Pounds);
        string expanded = profile.Choice("expanded", "refuse", "", "refuse", "point_code", "tenth");
        string zeroBit = profile.Choice("zero_bit", "not_zeroed", "", "not_zeroed", "ignore");
        return new ToledoContinuousFormat(
            unit,
            checksum switch
            {
                "mettler" => ToledoChecksum.Mettler,
                "sum8" => ToledoChecksum.Sum8,
                "none" => ToledoChecksum.None,
                _ => ToledoChecksum.MettlerWherePresent,
            },
            form == "short",
            unitBit switch { Kilograms => "kg", Pounds => "lb", _ => null },
            expanded switch
            {
                "point_code" => ExpandedDisplay.InPointCode,
                "tenth" => ExpandedDisplay.TenthOfPointCode,
                _ => ExpandedDisplay.Refused,
            },
            zeroBit == "not_zeroed");
    }
}
