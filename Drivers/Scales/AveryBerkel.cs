using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Avery Berkel counter scales and others with that interface (OHAUS Aviator "Berkel", METTLER DIVA): a conversation with an echo.</summary>
/// <remarks>
/// Line 2400-7E1. ENQ; the scale says ACK (or CAN: weigh again, NUL: no data, NAK); DC1; the scale sends a frame of
/// <see cref="AveryBerkelDecoder"/>; the host sends the same frame back; only a CR then confirms it, ACK says that it came back different. Zero and
/// tare are frames with Z and N in place of the ID and five NUL bytes. Sources: OHAUS Aviator 5000 service manual p. 37; METTLER TOLEDO DIVA
/// Service Manual p. 48.
/// </remarks>
internal static class AveryBerkel
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "avery_berkel",
        Model = "Avery Berkel, OHAUS Aviator (Berkel) and METTLER DIVA counter scales (ENQ, DC1, echo)",
        Lines = ["2400-7E1", "9600-7E1", "4800-7E1", "9600-8N1", "2400-8N1"],
        CreateDecoder = (profile, _) =>
        {
            int? decimals = profile.Number("decimals", 0, 4);
            string unit = profile.Choice(WeightUnits.ProfileKey, "", "", WeightUnits.All);
            return new AveryBerkelDecoder(unit.Length > 0 ? unit : null, decimals);
        },
        CreateExchange = (_, decoder) => new AveryBerkelExchange((AveryBerkelDecoder)decoder),
        Hint = "profile.unit and profile.decimals, where its capacity is not one of the standard's",
        Commands =
        [
            ScaleCommand.Fixed(DeviceCommandKind.Zero, Order((byte)'Z')),
            ScaleCommand.Fixed(DeviceCommandKind.Tare, Order((byte)'N')),
        ],
    };

    // The manual prints ETX before the check; in every other frame of it the check comes first, and the check of these bytes is the letter.
    private static byte[] Order(byte letter) => [Handshake.Stx, letter, 0, 0, 0, 0, 0, letter, Handshake.Etx];
}
