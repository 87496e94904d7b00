using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>A&amp;D scales and balances in the standard format, asked with <c>Q</c> or streaming.</summary>
/// <remarks>
/// Line 2400-7E1 ex works, some 9600-8N1. Commands end in CR LF: <c>Q</c> weight now, <c>S</c> when stable, <c>SIR</c> repeat, <c>C</c> end
/// of repeating, <c>Z</c> zero, <c>T</c> tare, <c>R</c> re-zero. <c>Z</c> and <c>T</c> are acknowledged with 06 only where the scale is set
/// to, so no answer is waited for. Lines: <see cref="AndStandardFormat"/>.
/// </remarks>
internal static class AndStandard
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "and_standard",
        Model = "A&D standard format (polled with Q, or streaming)",
        Lines = ["2400-7E1", "9600-8N1", "9600-7E1", "4800-7E1", "2400-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new AndStandardFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "Q\r\n"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z\r\n"u8.ToArray()),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "T\r\n"u8.ToArray()),
        ],
    };
}
