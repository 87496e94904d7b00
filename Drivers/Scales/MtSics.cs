using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Mettler Toledo scales and balances that speak MT-SICS, on a serial line or over TCP (port 4305).</summary>
/// <remarks>
/// Line 9600-8N1. Commands end in CR LF. The weight is asked with <c>SI</c>, which answers at once, stable or not; <c>S</c> would block
/// for as long as the load moves. With the profile's <c>mode</c> set to <c>stream</c> the scale sends by itself (<c>SIR</c>, <c>SR</c> or
/// its print setting). Answers: <see cref="MtSicsFormat"/>. Source: METTLER AL-IC operating instructions p. 72.
/// </remarks>
internal static class MtSics
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "mt_sics",
        Model = "Mettler Toledo MT-SICS scales and balances (polled with SI, or streaming)",
        Lines = ["9600-8N1", "9600-7E1", "2400-7E1", "4800-8N1", "19200-8N1", "38400-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new MtSicsFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "SI\r\n"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z\r\n"u8.ToArray(), frame => Answer(frame, "zero_done", "zero set")),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "T\r\n"u8.ToArray(), AnswerToTare),
            ScaleCommand.Fixed(DeviceCommandKind.ClearTare, "TAC\r\n"u8.ToArray(), frame => Answer(frame, "tare_cleared", "tare cleared")),
            ScaleCommand.Fixed(DeviceCommandKind.Echo, "I4\r\n"u8.ToArray(), AnswerToEcho),
        ],
    };

    private static CommandOutcome? Answer(WeightFrame frame, string flag, string done)
    {
        if (frame.Flags.Contains(flag))
            return new CommandOutcome(true, done);
        return frame.Errors.Count > 0 && !FrameErrors.IsDamage(frame.Errors) ? CommandAnswers.Refused(frame) : null;
    }

    private static CommandOutcome? AnswerToTare(WeightFrame frame) => frame.NetGross == NetGross.Tare
        ? new CommandOutcome(true, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"tare {frame.Weight} {frame.Unit}"))
        : Answer(frame, "tare_done", "");

    private static CommandOutcome? AnswerToEcho(WeightFrame frame) =>
        frame.Flags.FirstOrDefault(flag => flag.StartsWith("serial_number=", StringComparison.Ordinal)) is string serial
            ? new CommandOutcome(true, serial.Replace('_', ' ').Replace("=", " ", StringComparison.Ordinal))
            : Answer(frame, "", "");
}
