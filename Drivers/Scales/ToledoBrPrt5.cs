using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Toledo do Brasil Prix, Filizola and Urano counter scales (Prt5, and Prt3 with its point), asked with ENQ.</summary>
/// <remarks>
/// Answer <c>02 PPPPP 03</c>; five letters stand in for the weight: I unstable, N below zero, S overload. Prt5 never sends zero: the scale is
/// then silent, which cannot be told from one that is switched off; such a silence is given as <c>no_answer</c>. A host sends a unit price as six
/// digits in the same marks. No check character. Source: PRIX 3 Plus manual 2.7.3 and 2.7.4.
/// </remarks>
internal static class ToledoBrPrt5
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "toledo_br_prt5",
        Model = "Toledo do Brasil Prix, Filizola, Urano (Prt5, ENQ)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "9600-8N2", "2400-8N2"],
        CreateDecoder = (profile, use) => new ToledoBrPrt5Decoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All),
            profile.Number("decimals", 0, 4) ?? 3),
        CreateExchange = (_, decoder) => new Question(new[] { Handshake.Enq }, decoder),
        SilencesAllowed = int.MaxValue,
        Hint = "profile.decimals",
        Commands = [new ScaleCommand(DeviceCommandKind.UnitPrice) { Encode = EncodePrice }],
    };

    private static byte[] EncodePrice(DeviceCommand command)
    {
        if (command.Amount is not (decimal price and >= 0 and <= 9999.99m) || decimal.Truncate(price * 100) != price * 100)
        {
            throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
                $"expected a unit price from 0 to 9999.99 with at most two decimals, came '{command.Amount}'"));
        }
        string digits = ((int)(price * 100)).ToString("000000", CultureInfo.InvariantCulture);
        return [Handshake.Stx, .. System.Text.Encoding.ASCII.GetBytes(digits), Handshake.Etx];
    }
}
