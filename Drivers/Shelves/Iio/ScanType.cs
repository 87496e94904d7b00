using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Drivers.Shelves.Iio;

/// <summary>How a value stands in a scan, written <c>le:s24/32&gt;&gt;0</c>: byte order, sign, bits of the value, bits it takes, shift.</summary>
/// <param name="BigEndian">The most significant byte comes first.</param>
/// <param name="Signed">Two's complement.</param>
/// <param name="Bits">Bits of the value, 1 to 64.</param>
/// <param name="StorageBits">Bits it takes: 8, 16, 32 or 64.</param>
/// <param name="Shift">How far it is to be moved right.</param>
/// <remarks>Source: Linux <c>Documentation/ABI/testing/sysfs-bus-iio</c>, <c>scan_elements/…_type</c>.</remarks>
internal readonly partial record struct ScanType(bool BigEndian, bool Signed, int Bits, int StorageBits, int Shift)
{
    private const int MostErrorNumber = 4095; // MAX_ERRNO

    /// <summary>Bytes it takes.</summary>
    public int Length => StorageBits / 8;

    /// <summary>Reads <paramref name="text"/>, or says in words what is wrong with it.</summary>
    public static bool TryParse(string text, out ScanType type, [NotNullWhen(false)] out string? error)
    {
        type = default;
        Match match = Pattern().Match(text);
        if (match.Success)
        {
            type = new ScanType(match.Groups[1].Value == "be", match.Groups[2].Value == "s", Int(match, 3), Int(match, 4), Int(match, 5));
            if (type.StorageBits is 8 or 16 or 32 or 64 && type.Bits > 0 && type.Bits + type.Shift <= type.StorageBits)
            {
                error = null;
                return true;
            }
        }
        error = $"'{text}' is no type of a scan element that can be read; expected such as le:s24/32>>0";
        return false;
    }

    /// <summary>The value.</summary>
    /// <param name="bytes">As many as <see cref="Length"/>.</param>
    /// <param name="value">The value; 0 where there is none.</param>
    /// <param name="error">The error number in its place; -1 where it is none.</param>
    /// <returns>False where bits are set above it that say it is none: drivers of the kernel put a negative error number in its place.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, out long value, out int error)
    {
        ulong raw = 0;
        for (int index = 0; index < Length; index++)
            raw = (raw << 8) | bytes[BigEndian ? index : Length - 1 - index];
        (value, error) = (0, 0);
        if (StorageBits > Bits + Shift && Length < 8 && !Signed && raw >> (Bits + Shift) != 0)
        {
            long negative = unchecked((long)(raw << (64 - StorageBits))) >> (64 - StorageBits);
            error = negative is < 0 and >= -MostErrorNumber ? (int)-negative : -1;
            return false;
        }
        ulong aligned = raw << (64 - Bits - Shift);
        value = Signed ? unchecked((long)aligned) >> (64 - Bits) : unchecked((long)(aligned >> (64 - Bits)));
        return true;
    }

    private static int Int(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^([bl]e):([su])([0-9]{1,2})/([0-9]{1,2})>>([0-9]{1,2})$")]
    private static partial Regex Pattern();
}
