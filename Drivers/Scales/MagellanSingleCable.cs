using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Datalogic (PSC) Magellan scanner scales on a single cable: weights and scans on one line.</summary>
/// <remarks>
/// Line 9600-7O1 or 7E1. <c>S14</c> CR asks for the state of the scale; scans come by themselves between an <c>S14</c> and its answer. Messages:
/// <see cref="MagellanDecoder"/>. <c>S334</c> CR beeps. Zero on the pan is sent without a unit, so the profile names it; a weight in the other unit is
/// refused. Sources: Datalogic knowledge article KA-01089; CORE-POS's driver.
/// </remarks>
internal static class MagellanSingleCable
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "magellan_single_cable",
        Model = "Datalogic Magellan scanner scales (single cable, S14)",
        Lines = ["9600-7O1", "9600-7E1", "9600-8N1"],
        CreateDecoder = (profile, use) => new MagellanDecoder(profile.Choice(
            WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "" : null, "the scale sends zero without its unit", "kg", "lb")),
        Ask = "S14\r"u8.ToArray(),
        ReadScan = MagellanScan.Read,
        Commands = [ScaleCommand.Fixed(DeviceCommandKind.Beep, "S334\r"u8.ToArray())],
    };
}
