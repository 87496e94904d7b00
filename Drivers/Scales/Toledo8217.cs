using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Counter scales that speak the Mettler Toledo 8217 protocol, polled with <c>W</c>.</summary>
/// <remarks>
/// Line 9600-7E1. The byte <c>57</c> asks, without an end mark; the answer is one frame of <see cref="Toledo8217Decoder"/>.
/// Some scales give a weight once and then answer only "no motion, no fault" until the load moves: the last stable
/// weight then stands, marked <c>no_change</c>, until motion, zero, a fault, a change between net and gross, or the
/// profile's <c>hold_ms</c>. <c>Z</c>, <c>T</c> and <c>C</c> are answered by the status where they are answered at all.
/// Source: METTLER TOLEDO DIVA Service Manual p. 39 to 45.
/// </remarks>
internal static class Toledo8217
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "toledo_8217",
        Model = "Mettler Toledo 8217 and compatible counter scales (polled)",
        Lines = ["9600-7E1", "9600-8N1", "4800-7E1", "2400-7E1"],
        CreateDecoder = (profile, use) => new Toledo8217Decoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All),
            profile.Number("decimals", 0, 4),
            profile.Number("width", 2, 12)),
        CreateExchange = (_, decoder) => new Question("W"u8.ToArray(), decoder),
        HoldsWeight = true,
        Hint = "profile.decimals and profile.width",
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z"u8.ToArray()),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "T"u8.ToArray()),
            ScaleCommand.Fixed(DeviceCommandKind.ClearTare, "C"u8.ToArray()),
            // The echo is left on by E alone, so F goes with it.
            ScaleCommand.Fixed(DeviceCommandKind.Echo, "EF"u8.ToArray(), AnswerToEcho),
        ],
    };

    private static CommandOutcome? AnswerToEcho(WeightFrame frame) =>
        frame.Flags.Contains("echo_ended") ? new CommandOutcome(true, "the scale echoes") : null;
}
