using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Ohaus scales and balances, asked with <c>IP</c> or streaming.</summary>
/// <remarks>
/// Line 9600-8N1, 2400-7N2 on old ones. Commands end in CR LF: <c>IP</c> prints now, <c>P</c> when stable, <c>Z</c> zero, <c>T</c> tare. Older
/// models do not answer commands and newer ones say <c>OK!</c> or <c>ES</c>, so no answer is waited for. Lines: <see cref="OhausFormat"/>.
/// </remarks>
internal static class Ohaus
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "ohaus",
        Model = "Ohaus scales and balances (polled with IP, or streaming)",
        Lines = ["9600-8N1", "2400-7N2", "9600-7N2", "2400-8N1", "4800-8N1"],
        CreateDecoder = (_, use) => new LineFrames(new OhausFormat(), joinsMidLine: use == ProfileUse.Device),
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "IP\r\n"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "Z\r\n"u8.ToArray()),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "T\r\n"u8.ToArray()),
        ],
    };
}
