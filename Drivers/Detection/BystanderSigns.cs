using System.Globalization;
using System.Text;

namespace Drivers.Detection;

/// <summary>Tells by what it sent of its own accord what a device is that is no scale; only for the words of a verdict. Pure.</summary>
internal static class BystanderSigns
{
    /// <summary>What it looks like, in words, or null.</summary>
    public static string? Describe(IReadOnlyList<byte> came)
    {
        string text = Encoding.ASCII.GetString([.. came.Select(value => (byte)(value & 0x7F))]);
        string[] lines = text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (lines.Any(IsNmea))
            return "a GPS receiver (NMEA sentences)";
        if (lines.Any(line => line is "OK" or "ERROR" or "RING" or "NO CARRIER"))
            return "a modem";
        int readable = came.Count(value => value is >= 0x20 and < 0x7F or 0x0D or 0x0A or 0x09);
        return came.Count >= 16 && readable >= came.Count * 9 / 10 ? "a device that writes text of its own" : null;
    }

    private static bool IsNmea(string line)
    {
        int star = line.LastIndexOf('*');
        if (line.Length < 9 || line[0] != '$' || star < 0 || star + 3 > line.Length)
            return false;
        int sum = line[1..star].Aggregate(0, (sum, character) => sum ^ character);
        return int.TryParse(line.AsSpan(star + 1, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out int said) && said == sum;
    }
}
