using System.Globalization;

namespace Drivers.Ports;

/// <summary>Tells an input device that types from buttons, mice and lids.</summary>
internal static class InputKeys
{
    private const int FirstDigit = 2; // KEY_1
    private const int LastDigit = 11; // KEY_0
    private const int Enter = 28; // KEY_ENTER

    /// <summary>Whether it has all digits and Enter.</summary>
    /// <param name="capabilities">The bitmap as sysfs writes it: words of 64 bits in hex, the highest first; null where there is none.</param>
    public static bool Types(string? capabilities)
    {
        string? lowest = capabilities?.Split(' ')[^1];
        if (!ulong.TryParse(lowest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong keys))
            return false;
        ulong wanted = 1UL << Enter;
        for (int key = FirstDigit; key <= LastDigit; key++)
            wanted |= 1UL << key;
        return (keys & wanted) == wanted;
    }
}
