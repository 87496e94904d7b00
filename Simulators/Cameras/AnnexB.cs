namespace Simulators.Cameras;

/// <summary>Takes an H.264 byte stream apart into pictures.</summary>
/// <remarks>Source: ITU-T H.264, Annex B (start codes) and 7.4.1.2.4 (first unit of a picture), for streams of whole frames as x264 makes them.</remarks>
internal static class AnnexB
{
    /// <summary>The type of a NAL unit that is an IDR slice.</summary>
    public const int IdrSlice = 5;

    /// <summary>The type of a sequence parameter set.</summary>
    public const int SequenceParameters = 7;

    /// <summary>The type of a picture parameter set.</summary>
    public const int PictureParameters = 8;

    /// <summary>The type of a NAL unit.</summary>
    public static int TypeOf(ReadOnlySpan<byte> unit) => unit[0] & 0x1F;

    /// <summary>The pictures of a whole stream.</summary>
    public static IReadOnlyList<AccessUnit> Split(ReadOnlySpan<byte> stream)
    {
        var pictures = new List<AccessUnit>();
        var units = new List<byte[]>();
        var hasSlice = false;
        foreach (var unit in Units(stream))
        {
            var type = TypeOf(unit);
            var isSlice = type is >= 1 and <= IdrSlice;

            // A slice that starts with macroblock 0 (a one bit first), or anything that may only stand before slices, starts a picture.
            if (hasSlice && (isSlice ? (unit[1] & 0x80) != 0 : type is >= 6 and <= 9))
            {
                pictures.Add(Close(units));
                hasSlice = false;
            }

            units.Add(unit);
            hasSlice |= isSlice;
        }

        if (hasSlice)
        {
            pictures.Add(Close(units));
        }

        return pictures;
    }

    /// <summary>Writes a picture as a byte stream.</summary>
    public static void Write(AccessUnit picture, Stream target)
    {
        foreach (var unit in picture.Units)
        {
            target.Write([0, 0, 0, 1]);
            target.Write(unit);
        }
    }

    private static AccessUnit Close(List<byte[]> units)
    {
        var picture = new AccessUnit([.. units], units.Exists(unit => TypeOf(unit) == IdrSlice));
        units.Clear();
        return picture;
    }

    private static List<byte[]> Units(ReadOnlySpan<byte> stream)
    {
        var units = new List<byte[]>();
        var start = -1;
        for (var at = 0; at + 2 < stream.Length; at++)
        {
            if (stream[at] == 0 && stream[at + 1] == 0 && stream[at + 2] == 1)
            {
                Add(units, stream, start, at);
                start = at + 3;
                at += 2;
            }
        }

        Add(units, stream, start, stream.Length);
        return units;
    }

    /// <summary>Zeros before a start code belong to none of the units.</summary>
    private static void Add(List<byte[]> units, ReadOnlySpan<byte> stream, int start, int end)
    {
        if (start >= 0 && stream[start..end].TrimEnd((byte)0) is { IsEmpty: false } unit)
        {
            units.Add(unit.ToArray());
        }
    }
}
