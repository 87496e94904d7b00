using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Drivers.Ports;

/// <summary>How bytes go over a serial line, written <c>9600-7E1</c>: speed, data bits, parity, stop bits.</summary>
/// <param name="Speed">Bits a second, one that Linux knows by name.</param>
/// <param name="DataBits">7 or 8.</param>
/// <param name="Parity">The parity bit.</param>
/// <param name="StopBits">1 or 2.</param>
public readonly record struct LineSettings(int Speed, int DataBits, Parity Parity, int StopBits)
{
    private static readonly FrozenDictionary<int, uint> s_speeds = new Dictionary<int, uint>
    {
        [300] = 7, [600] = 8, [1200] = 9, [2400] = 11, [4800] = 12, [9600] = 13, [19200] = 14, [38400] = 15,
        [57600] = 0x1001, [115200] = 0x1002, [230400] = 0x1003, [460800] = 0x1004, [921600] = 0x1007,
    }.ToFrozenDictionary();

    /// <summary>The termios constant (<c>B9600</c> and so on) of the speed.</summary>
    internal uint SpeedConstant => s_speeds[Speed];

    /// <summary>Reads <paramref name="text"/>, or says in words what is wrong with it.</summary>
    public static bool TryParse(string? text, out LineSettings settings, [NotNullWhen(false)] out string? error)
    {
        settings = default;
        string[] parts = (text ?? "").Split('-');
        if (parts.Length != 2 || parts[1].Length != 3
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int speed))
        {
            error = $"'{text}' is no line setting; write speed-bits, parity, stop bits such as 9600-7E1, 4800-8N1 or 1200-7O1";
            return false;
        }
        if (!s_speeds.ContainsKey(speed))
        {
            error = $"'{text}': {speed} is no speed of a serial line; one of {string.Join(", ", s_speeds.Keys.Order())} is";
            return false;
        }
        Parity? parity = parts[1][1] switch { 'N' => Parity.None, 'E' => Parity.Even, 'O' => Parity.Odd, _ => null };
        if (parts[1][0] is not ('7' or '8') || parity is null || parts[1][2] is not ('1' or '2'))
        {
            error = $"'{text}': '{parts[1]}' must be 7 or 8 data bits, parity N, E or O, and 1 or 2 stop bits, such as 7E1";
            return false;
        }
        settings = new LineSettings(speed, parts[1][0] - '0', parity.Value, parts[1][2] - '0');
        error = null;
        return true;
    }

    /// <summary>Reads a setting known to be right, such as a protocol's own default.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no line setting.</exception>
    public static LineSettings Parse(string text) =>
        TryParse(text, out LineSettings settings, out string? error) ? settings : throw new FormatException(error);

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Speed}-{DataBits}{Parity switch { Parity.Even => 'E', Parity.Odd => 'O', _ => 'N' }}{StopBits}";
}
