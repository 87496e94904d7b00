using System.Buffers.Binary;
using System.IO.Compression;

namespace EdgeGateway.Vision.Pictures;

/// <summary>Writes a picture as a PNG of 8-bit red, green and blue. Source: Portable Network Graphics (Second Edition), W3C 2003.</summary>
public static class PngPicture
{
    private static readonly byte[] s_signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] s_table = Table();

    /// <summary>The file.</summary>
    public static byte[] Write(RgbPicture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using var file = new MemoryStream();
        file.Write(s_signature);
        Span<byte> head = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, picture.Width);
        BinaryPrimitives.WriteInt32BigEndian(head[4..], picture.Height);
        head[8] = 8;
        head[9] = 2;
        head[10..].Clear();
        Chunk(file, "IHDR"u8, head);
        Chunk(file, "IDAT"u8, Pixels(picture));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Each row as the differences to the pixel before (filter type 1), compressed.</summary>
    private static byte[] Pixels(RgbPicture picture)
    {
        var stride = picture.Width * 3;
        var row = new byte[stride + 1];
        row[0] = 1;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest))
        {
            for (var y = 0; y < picture.Height; y++)
            {
                var pixels = picture.Bytes.AsSpan(y * stride, stride);
                for (var x = 0; x < stride; x++)
                {
                    row[x + 1] = unchecked((byte)(pixels[x] - (x < 3 ? 0 : pixels[x - 3])));
                }

                zlib.Write(row);
            }
        }

        return packed.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            crc = s_table[(crc ^ one) & 0xFF] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint[] Table()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
            {
                c = (c & 1) != 0 ? 0xEDB88320 ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
