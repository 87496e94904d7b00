using System.Buffers.Binary;

namespace EdgeGateway.Host.Running;

/// <summary>Reads how large a JPEG is before anything decodes it. Source: ITU-T T.81, annex B.</summary>
internal static class JpegHead
{
    /// <summary>Finds the size of the picture.</summary>
    /// <returns>False where it is no JPEG, or its head is damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int width, out int height)
    {
        (width, height) = (0, 0);
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
        {
            return false;
        }

        var at = 2;
        while (at + 4 <= bytes.Length && bytes[at] == 0xFF)
        {
            var marker = bytes[at + 1];
            if (marker is 0xFF)
            {
                at++;
                continue;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD9))
            {
                at += 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);

            // Frame headers; C4, C8 and CC in their midst are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                if (length < 8 || at + 9 > bytes.Length)
                {
                    return false;
                }

                height = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]);
                return width > 0 && height > 0;
            }

            if (marker == 0xDA || length < 2)
            {
                return false;
            }

            at += 2 + length;
        }

        return false;
    }
}
