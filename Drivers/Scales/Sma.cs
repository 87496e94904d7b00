using System.Globalization;
using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Scales that speak the protocol of the Scale Manufacturers Association, SCP-0499.</summary>
/// <remarks>
/// Line 9600-8N1. Commands stand between LF and CR: <c>W</c> weight, <c>Z</c> zero, <c>T</c> tare, with a number a known tare, <c>C</c> clear
/// tare, <c>A</c> what the scale is. All are answered, commands with the weight behind them. Frames: <see cref="SmaFrame"/>.
/// </remarks>
internal static class Sma
{
    private const byte LineFeed = 0x0A;
    private const byte CarriageReturn = 0x0D;

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "sma",
        Model = "SMA SCP-0499 scales (polled with W, or repeating)",
        Lines = ["9600-8N1", "9600-7E1", "4800-8N1", "2400-8N1", "19200-8N1"],
        CreateDecoder = (_, _) => new MarkedFrames(LineFeed, CarriageReturn, SmaFrame.Longest, SmaFrame.Read),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "\nW\r"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "\nZ\r"u8.ToArray(), CommandAnswers.First),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "\nT\r"u8.ToArray(), CommandAnswers.First),
            ScaleCommand.Fixed(DeviceCommandKind.ClearTare, "\nC\r"u8.ToArray(), CommandAnswers.First),
            new(DeviceCommandKind.PresetTare) { Encode = PresetTare, Answer = CommandAnswers.First },
            ScaleCommand.Fixed(DeviceCommandKind.Echo, "\nA\r"u8.ToArray(), AnswerToEcho),
        ],
    };

    private static byte[] PresetTare(DeviceCommand command) => command.Amount is decimal amount and > 0
        ? Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"\nT{amount}\r"))
        : throw new DeviceException($"preset tare: expected a weight above 0 in the scale's unit, came '{command.Amount}'");

    private static CommandOutcome? AnswerToEcho(WeightFrame frame) =>
        frame.Flags.Contains("sma") ? new CommandOutcome(true, "the scale speaks SMA") : CommandAnswers.First(frame) is { Done: false } refused ? refused : null;
}
