using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Dibal price-computing scales in their POS protocol: <c>98</c> and the unit price ask, <c>99</c> answers with weight and total.</summary>
/// <remarks>
/// Line 9600-8N1. Request <c>98 PPPPP C</c> CR LF, answer <c>99 S WWWWW E TTTTTT C</c> CR LF; S and E are 0 where weight and total are right,
/// C is the exclusive or of all characters before it (held against the two published frames). A price of 0 asks for the weight alone. The DPOS400's
/// terminal protocol (9A, 9B, six digits of price) is another one: there the scale's keys begin the conversation. Source: the G310 / GDPOS
/// description at sbzsystems.com.
/// </remarks>
internal static class DibalPos98
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "dibal_pos_98",
        Model = "Dibal G310, GDPOS and relatives, POS protocol (98 / 99)",
        Lines = ["9600-8N1", "4800-8N1", "9600-7E1"],
        CreateDecoder = (profile, use) => new DibalPos98Decoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All)),
        CreateExchange = (profile, decoder) => new PriceExchange(
            (DibalPos98Decoder)decoder, profile.Number("total_step", 1, 100) ?? 1),
        Hint = "profile.total_step",
        Commands =
        [
            new ScaleCommand(DeviceCommandKind.UnitPrice)
            {
                Encode = _ => [],
                Apply = (exchange, command) => ((PriceExchange)exchange).SetPrice(command.Amount),
            },
        ],
    };

    private sealed class PriceExchange(DibalPos98Decoder decoder, int totalStep) : IExchange
    {
        private readonly List<WeightFrame> _heard = [];
        private int _unitPrice;

        public void SetPrice(decimal? amount)
        {
            const int Most = 99_999;
            if (amount is not decimal price || price < 0 || price > Most || price * 100 > Most || decimal.Truncate(price * 100) != price * 100)
            {
                throw new DeviceException(string.Create(CultureInfo.InvariantCulture,
                    $"expected a unit price from 0 to {Most / 100m} with at most two decimals, came '{amount}'"));
            }
            _unitPrice = (int)(price * 100);
        }

        public ReadOnlyMemory<byte> Begin()
        {
            decoder.Break();
            return DibalPos98Decoder.Request(_unitPrice);
        }

        public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
        {
            decoder.Feed(received, _heard);
            foreach (WeightFrame frame in _heard)
            {
                if (frame.Flags.Any(flag => flag.StartsWith("host:", StringComparison.Ordinal)))
                    continue;
                // Where the scale itself says that the total is not to be used, there is nothing to hold it to.
                bool holds = frame.Weight is not decimal weight || frame.Flags.Count > 0
                    || PriceTotal.Agrees(weight, _unitPrice, decoder.Total, totalStep);
                frames.Add(holds ? frame : WeightFrame.Unreadable("total_mismatch"));
            }
            _heard.Clear();
            return default;
        }
    }
}
