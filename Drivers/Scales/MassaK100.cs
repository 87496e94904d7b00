using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Massa-K scales that speak "protocol 100", on a serial line or by TCP.</summary>
/// <remarks>
/// Command 23 asks for the weight, 72 zeroes; frames: <see cref="MassaK100Decoder"/>. Taring is left out: in which unit the tare is to be sent is
/// not certain. Source: the message table of the manual as two programs for these scales carry it.
/// </remarks>
internal static class MassaK100
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "massak_100",
        Model = "Massa-K scales (protocol 100)",
        Lines = ["57600-8N1", "19200-8E1", "19200-8N1", "9600-8N1", "4800-8E1", "115200-8N1"],
        CreateDecoder = (_, _) => new MassaK100Decoder(),
        CreateExchange = (_, decoder) => new Question(MassaK100Decoder.Request(0x23), decoder),
        Commands = [ScaleCommand.Fixed(DeviceCommandKind.Zero, MassaK100Decoder.Request(0x72), AnswerToZero)],
    };

    private static CommandOutcome? AnswerToZero(WeightFrame frame) =>
        frame.Flags.Contains("zero_set") ? new CommandOutcome(true, null)
        : frame.Errors.Count > 0 ? CommandOutcome.Refused($"the scale says {string.Join(", ", frame.Errors)}")
        : null;
}
