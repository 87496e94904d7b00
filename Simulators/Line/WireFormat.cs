using System.Globalization;

namespace Simulators.Line;

/// <summary>How one side of a serial line sends or reads: speed, data bits, parity (N, E or O), stop bits.</summary>
internal readonly record struct WireFormat(int Speed, int DataBits, char Parity, int StopBits)
{
    /// <summary>Nanoseconds of one bit.</summary>
    public long BitTime => 1_000_000_000L / Speed;

    /// <summary>Data bits and the parity bit.</summary>
    public int Bits => DataBits + (Parity == 'N' ? 0 : 1);

    /// <summary>Reads a setting such as <c>9600-7E1</c>.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static WireFormat Parse(string text)
    {
        var parts = text.Split('-');
        if (parts.Length != 2 || parts[1] is not [>= '5' and <= '8', 'N' or 'E' or 'O', '1' or '2'])
        {
            throw new FormatException($"'{text}' is no line setting such as 9600-7E1");
        }

        return new WireFormat(int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture), parts[1][0] - '0', parts[1][1], parts[1][2] - '0');
    }

    /// <summary>The parity bit of a value, 0 or 1.</summary>
    public int ParityOf(int value) => (int.PopCount(value & ((1 << DataBits) - 1)) & 1) ^ (Parity == 'O' ? 1 : 0);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Speed}-{DataBits}{Parity}{StopBits}");
}
