using System.Buffers;
using System.Globalization;

namespace Simulators.Scales;

/// <summary>A Dibal price-computing scale in its POS protocol: 98, five digits of unit price, check, CR LF; answered with weight and total.</summary>
/// <remarks>
/// Answer 99, 0 for a sound reading or 1, five digits of weight, 0 or 1 for the total, six digits of total, check, CR LF. The check is the exclusive or
/// of all characters before it; a wrong one is answered with NAK. Source: the G310 / GDPOS description at sbzsystems.com; DPOS400 manual p. 58.
/// </remarks>
internal sealed class DibalPos98(ScalePan pan) : SimulatedScale(pan)
{
    private string _line = "";

    /// <inheritdoc/>
    protected override void Receive(byte one, IBufferWriter<byte> output)
    {
        if (one != '\r')
        {
            _line = one == '\n' || _line.Length > 16 ? "" : _line + (char)one;
            return;
        }

        var line = _line;
        _line = "";
        if (line.Length != 8 || !line.StartsWith("98", StringComparison.Ordinal))
        {
            return;
        }

        if (Check(line[..^1]) != line[^1])
        {
            output.Write([(byte)0x15]);
            return;
        }

        var price = int.Parse(line.AsSpan(2, 5), NumberStyles.None, CultureInfo.InvariantCulture);
        var sound = !Pan.InMotion && !Pan.IsOver && !Pan.Faulty && Pan.Shown >= 0;
        var total = decimal.Round(Pan.Shown * price, MidpointRounding.AwayFromZero);
        var fits = sound && total <= 999_999;
        var answer = $"99{(sound ? 0 : 1)}{Digits(sound ? Pan.Shown : 0, 5)}{(fits ? 0 : 1)}{(fits ? total : 0).ToString("000000", CultureInfo.InvariantCulture)}";
        Write(output, $"{answer}{Check(answer)}\r\n");
    }

    private static char Check(string text) => (char)text.Aggregate(0, (check, each) => check ^ each);
}
