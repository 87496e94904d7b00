using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Price-computing scales that speak Checkout-Dialog 06 without checksum (Dibal DPOS400, Cely PI100; Bizerba and METTLER where it is off).</summary>
/// <remarks>
/// Line 9600-7O1. Conversation: <see cref="Dialog06Exchange"/>. The scale wants a unit price before it weighs, so one goes with every question:
/// the last one it was told, else <c>idle_price</c> of the profile in hundredths. The dialog with checksum needs a polynomial that maker and
/// cash register vendor keep between them; it cannot be spoken, and a scale that asks for it is refused in words. Sources: METTLER TOLEDO DIVA
/// Service Manual p. 53 to 55; Dibal DPOS400 manual p. 56; Cely PI100 manual p. 18.
/// </remarks>
internal static class Dialog06
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "dialog06",
        Model = "Dialog 06 without checksum (Dibal, Cely, Bizerba price-computing scales)",
        Lines = ["9600-7O1", "9600-7E1", "4800-7O1", "2400-7O1", "9600-8N1"],
        CreateDecoder = (profile, use) => new Dialog06Decoder(
            profile.Number("total_step", 1, 100) ?? 1,
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "" : "kg", "", "kg", "lb")),
        CreateExchange = (profile, decoder) => new Dialog06Exchange((Dialog06Decoder)decoder, profile.Number("idle_price", 0, 999_999) ?? 1000),
        HoldsWeight = true,
        Hint = "profile.unit, profile.total_step and profile.idle_price",
        Commands =
        [
            Applied(DeviceCommandKind.UnitPrice, (exchange, command) => exchange.UnitPrice = Price(command)),
            Applied(DeviceCommandKind.PresetTare, (exchange, command) => exchange.Tare = Tare(command)),
            Applied(DeviceCommandKind.ClearTare, (exchange, _) => exchange.Tare = null),
            Applied(DeviceCommandKind.Text, (exchange, command) => exchange.Text = Text(command)),
        ],
    };

    private static ScaleCommand Applied(DeviceCommandKind kind, Action<Dialog06Exchange, DeviceCommand> apply) => new(kind)
    {
        Encode = _ => [],
        Apply = (exchange, command) => apply((Dialog06Exchange)exchange, command),
    };

    private static int Price(DeviceCommand command) => Scaled(command.Amount, 100m, 999_999, "a unit price from 0 to 9999.99 with at most two decimals");

    private static int Tare(DeviceCommand command) => Scaled(command.Amount, 1000m, 9_999, "a tare from 0 to 9.999 with at most three decimals");

    private static int Scaled(decimal? amount, decimal factor, int most, string expected)
    {
        if (amount is decimal number && number >= 0 && number <= most && number * factor <= most && decimal.Truncate(number * factor) == number * factor)
            return (int)(number * factor);
        throw new DeviceException($"expected {expected}, came '{amount?.ToString(CultureInfo.InvariantCulture)}'");
    }

    private static string Text(DeviceCommand command)
    {
        if (command.Text is { Length: <= Dialog06Exchange.TextLength } text && text.All(character => character is >= ' ' and <= '~'))
            return text;
        throw new DeviceException($"expected a text of at most {Dialog06Exchange.TextLength} plain ASCII characters, which is all the scale shows");
    }
}
