using System.Text;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Reads one record of Dialog 06 between its marks. Pure. Source: METTLER TOLEDO DIVA Service Manual p. 53 and 54.</summary>
internal static class Dialog06Record
{
    private const int TextLength = Dialog06Exchange.TextLength;

    /// <summary>A frame that says something and carries no weight.</summary>
    public static WeightFrame Flag(params string[] flags) => new(null, null, null, NetGross.Unknown, [], flags);

    /// <summary>What a record says; null where it is none.</summary>
    /// <param name="content">What stands between STX and the end mark.</param>
    /// <param name="totalStep">The step totals are rounded to, in hundredths.</param>
    /// <param name="price">The unit price in a result, in hundredths.</param>
    public static WeightFrame? Read(ReadOnlySpan<byte> content, int totalStep, out int? price)
    {
        price = null;
        ReadOnlySpan<byte> first = Field(content, 0);
        int count = content.Count(Handshake.Esc) + 1;
        if (first.Length != 2)
            return null;
        ReadOnlySpan<byte> second = Field(content, 1);
        ReadOnlySpan<byte> third = Field(content, 2);
        ReadOnlySpan<byte> fourth = Field(content, 3);
        return (first[0], first[1], count) switch
        {
            ((byte)'0', (byte)'1', 3) when IsPrice(second) && third.IsEmpty => Host("01", second),
            ((byte)'0', (byte)'2', 5) => Result(second, third, fourth, Field(content, 4), totalStep, out price),
            ((byte)'0', (byte)'3', 3) when IsPrice(second) && IsTare(third) => Host("03", second, third),
            ((byte)'0', (byte)'4', 3) when IsPrice(second) && third.Length <= TextLength => Host("04", second, default, third),
            ((byte)'0', (byte)'5', 4) when IsPrice(second) && IsTare(third) && fourth.Length <= TextLength => Host("05", second, third, fourth),
            ((byte)'0', (byte)'8', 1) => Flag("host: request status"),
            ((byte)'0', (byte)'9', 2) => Status(second),
            ((byte)'1', (byte)'0', 2) when second.Length == 8 => Flag($"host: record 10, checksums {Encoding.ASCII.GetString(second)}"),
            ((byte)'1', (byte)'1', 2) => Checksums(second),
            _ => null,
        };
    }

    /// <summary>The field behind so many ESC; empty where there is none.</summary>
    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> content, int number)
    {
        for (; number > 0; number--)
        {
            int end = content.IndexOf(Handshake.Esc);
            content = end < 0 ? default : content[(end + 1)..];
        }
        int last = content.IndexOf(Handshake.Esc);
        return last < 0 ? content : content[..last];
    }

    private static WeightFrame? Result(
        ReadOnlySpan<byte> unit, ReadOnlySpan<byte> weight, ReadOnlySpan<byte> unitPrice, ReadOnlySpan<byte> total, int totalStep, out int? price)
    {
        price = null;
        if (unit.Length != 1 || weight.Length != 5 || !FixedDigits.Are(weight) || !IsPrice(unitPrice) || total.Length != 6 || !FixedDigits.Are(total))
            return null;
        (string? Name, int Decimals) scale = unit[0] switch
        {
            (byte)'1' => ("lb", 2),
            (byte)'2' => ("lb", 3),
            (byte)'3' => ("kg", 3),
            // Pounds, ounces and eighths of an ounce in five digits: the manual does not say how.
            (byte)'0' => (null, 0),
            _ => ("", 0),
        };
        if (scale.Name is null or "")
            return scale.Name is null ? WeightFrame.Unreadable("unsupported_unit") : null;
        decimal shown = FixedDigits.Weight(weight, scale.Decimals);
        price = (int)FixedDigits.Whole(unitPrice);
        return PriceTotal.Agrees(shown, price.Value, FixedDigits.Whole(total), totalStep)
            ? new WeightFrame(shown, scale.Name, true, NetGross.Unknown, [], [])
            {
                Reckoned = new ScaleReckoning(UnitPriceFen: price, TotalFen: FixedDigits.Whole(total)),
            }
            : WeightFrame.Unreadable("total_mismatch");
    }

    private static WeightFrame? Status(ReadOnlySpan<byte> code) => code switch
    {
        [(byte)'0', (byte)'0'] => Flag("no_error"),
        [(byte)'0', (byte)'1'] => WeightFrame.Unreadable("general_error"),
        [(byte)'0', (byte)'2'] => WeightFrame.Unreadable("parity_error_or_buffer_overflow"),
        [(byte)'1', (byte)'0'] => WeightFrame.Unreadable("invalid_record"),
        [(byte)'1', (byte)'1'] => WeightFrame.Unreadable("invalid_price"),
        [(byte)'1', (byte)'2'] => WeightFrame.Unreadable("invalid_tare"),
        [(byte)'1', (byte)'3'] => WeightFrame.Unreadable("invalid_text"),
        [(byte)'2', (byte)'0'] => Flag("in_motion"),
        // The load is the one of the last result: it stands.
        [(byte)'2', (byte)'1'] => Flag("no_motion_since_last") with { Stable = true },
        [(byte)'2', (byte)'2'] => Flag("not_finished"),
        [(byte)'3', (byte)'0'] => WeightFrame.Unreadable("below_minimum"),
        [(byte)'3', (byte)'1'] => WeightFrame.Unreadable("below_zero"),
        [(byte)'3', (byte)'2'] => WeightFrame.Unreadable("overload"),
        _ => null,
    };

    private static WeightFrame? Checksums(ReadOnlySpan<byte> answer) => answer switch
    {
        [(byte)'0'] => WeightFrame.Unreadable("checksums_invalid"),
        [(byte)'1'] => Flag("checksums valid"),
        [(byte)'2', _, _] => Flag($"{Dialog06Decoder.Challenge} Z={Encoding.ASCII.GetString(answer[1..])}"),
        _ => null,
    };

    private static bool IsPrice(ReadOnlySpan<byte> field) => field.Length is 5 or 6 && FixedDigits.Are(field);

    private static bool IsTare(ReadOnlySpan<byte> field) => field.Length == 4 && FixedDigits.Are(field);

    private static WeightFrame Host(string record, ReadOnlySpan<byte> price, ReadOnlySpan<byte> tare = default, ReadOnlySpan<byte> text = default)
    {
        string said = $"host: record {record}, unit price {Encoding.ASCII.GetString(price)}";
        if (!tare.IsEmpty)
            said += $", tare {Encoding.ASCII.GetString(tare)}";
        return text.IsEmpty ? Flag(said) : Flag(said, $"host: text {Encoding.ASCII.GetString(text)}");
    }
}
