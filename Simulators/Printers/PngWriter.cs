using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Simulators.Printers;

/// <summary>Writes dots as a PNG of one bit a pixel.</summary>
/// <remarks>Source: PNG specification (third edition), sections 5 (chunks), 10 (zlib), 11.2.1 (IHDR: grey of depth 1, where 1 is white).</remarks>
internal static class PngWriter
{
    private static readonly uint[] s_crc = CreateTable();

    /// <summary>The file.</summary>
    /// <param name="width">Dots a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rows">Row after row, leftmost dot in the highest bit, 1 is black.</param>
    public static byte[] Write(int width, int height, ReadOnlySpan<byte> rows)
    {
        var stride = (width + 7) / 8;
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;
        Chunk(file, "IHDR", header);
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = new byte[stride + 1];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < stride; x++)
                {
                    line[x + 1] = (byte)(rows[(y * stride) + x] ^ 0xFF);
                }

                zlib.Write(line);
            }
        }

        Chunk(file, "IDAT", packed.ToArray());
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static void Chunk(MemoryStream file, string type, byte[] data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        file.Write(body);
        var crc = 0xFFFF_FFFFu;
        foreach (var one in body)
        {
            crc = s_crc[(crc ^ one) & 0xFF] ^ (crc >> 8);
        }

        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private static uint[] CreateTable()
    {
        var table = new uint[256];
        for (var n = 0u; n < 256; n++)
        {
            var c = n;
            for (var k = 0; k < 8; k++)
            {
                c = (c & 1) == 1 ? 0xEDB8_8320u ^ (c >> 1) : c >> 1;
            }

            table[n] = c;
        }

        return table;
    }
}
