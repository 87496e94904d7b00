using System.Text;

namespace Drivers.Scales;

/// <summary>Units as scales write them, in any case and padded with blanks, and the one name that is passed on for each.</summary>
internal static class UnitNames
{
    private static readonly (byte[] Written, string Unit)[] s_units =
    [
        ("kg"u8.ToArray(), "kg"),
        ("g"u8.ToArray(), "g"),
        ("mg"u8.ToArray(), "mg"),
        ("t"u8.ToArray(), "t"),
        ("lb"u8.ToArray(), "lb"),
        ("lbs"u8.ToArray(), "lb"),
        ("oz"u8.ToArray(), "oz"),
        ("ozt"u8.ToArray(), "ozt"),
        ("ct"u8.ToArray(), "ct"),
        ("dwt"u8.ToArray(), "dwt"),
        ("gn"u8.ToArray(), "gr"),
        ("pcs"u8.ToArray(), "pcs"),
        ("pc"u8.ToArray(), "pcs"),
    ];

    /// <summary>Reads a unit; false for none and for one that is not known, so that no weight is passed on in a wrong one.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out string unit)
    {
        text = text.Trim((byte)' ');
        foreach ((byte[] written, string name) in s_units)
        {
            if (Ascii.EqualsIgnoreCase(text, written))
            {
                unit = name;
                return true;
            }
        }
        unit = "";
        return false;
    }
}
