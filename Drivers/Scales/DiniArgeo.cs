using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Dini Argeo indicators, asked with <c>READ</c> or streaming.</summary>
/// <remarks>
/// Line 9600-8N1. Commands are words that end in CR LF: <c>READ</c> weight, <c>ZERO</c>, <c>TARE</c>, <c>C</c> clear; they are answered with <c>OK</c>, or
/// <c>ERR</c> and a number. Lines: <see cref="DiniArgeoFormat"/>. An indicator set to its other string (<c>ST,GS,   1.240,kg</c>) is read
/// by the driver <c>st-gs-line</c> with the request <c>READ</c>. Source: Dini Argeo 3590 manual.
/// </remarks>
internal static class DiniArgeo
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "dini_argeo",
        Model = "Dini Argeo 3590, DFW and DGT indicators (polled with READ, or streaming)",
        Lines = ["9600-8N1", "19200-8N1", "4800-8N1", "38400-8N1", "115200-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new DiniArgeoFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "READ\r\n"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "ZERO\r\n"u8.ToArray(), Answer),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "TARE\r\n"u8.ToArray(), Answer),
            ScaleCommand.Fixed(DeviceCommandKind.ClearTare, "C\r\n"u8.ToArray(), Answer),
        ],
    };

    private static CommandOutcome? Answer(WeightFrame frame) =>
        frame.Flags.Contains("done") || frame.Errors is [['e', 'r', 'r', '_', ..]] ? CommandAnswers.First(frame) : null;
}
