using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Sartorius and Minebea balances in SBI, on a serial line or over TCP (port 49155).</summary>
/// <remarks>
/// Line 1200-7O1 on old ones, 9600-8O1 or 9600-8N1 on newer. <c>ESC P</c> asks, <c>ESC V</c> zero, <c>ESC U</c> tare, <c>ESC T</c> both; they
/// are not answered. Lines: <see cref="SartoriusSbiFormat"/>. While the load moves the unit is not sent: such a weight
/// is passed on only where the profile names the unit. Sources: GC803S manual p. 57, Entris II p. 3.
/// </remarks>
internal static class SartoriusSbi
{
    private const string AsSent = "as_sent";

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "sartorius_sbi",
        Model = "Sartorius SBI balances (polled with ESC P, or streaming)",
        Lines = ["9600-8O1", "9600-8N1", "1200-7O1", "9600-7O1", "2400-7O1", "19200-8N1"],
        CreateDecoder = (profile, use) =>
        {
            string unit = profile.Choice(WeightUnits.ProfileKey, AsSent, "", [AsSent, .. WeightUnits.All]);
            var format = new SartoriusSbiFormat(unit == AsSent ? null : unit, movingWithoutUnit: use == ProfileUse.Recorded);
            return new LineFrames(format, joinsMidLine: use == ProfileUse.Device);
        },
        CreateExchange = (profile, decoder) => PollOrStream.Read(profile, "\eP\r\n"u8, decoder),
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, "\eV\r\n"u8.ToArray()),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, "\eU\r\n"u8.ToArray()),
        ],
    };
}
