using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using EdgeGateway.Vision.Enrolment;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Enrolment;

public sealed class CoarsePictureTests
{
    private static readonly Vector2[] s_rightHalf = [new(0.5f, 0), new(1, 0), new(1, 1), new(0.5f, 1)];

    [Fact]
    public void Picture_OutsideTheZone_IsCoarseAndInsideAsItWas()
    {
        var frame = Noise(480, 270);

        var shown = CoarsePicture.Of(frame, [], s_rightHalf);

        Assert.Equal((480, 270), (shown.Width, shown.Height));
        Assert.True(Shades(shown, 0, 230) <= 35 * 40);
        Assert.Equal(Row(frame, 250, 480), Row(shown, 250, 480));
    }

    [Fact]
    public void Face_InsideTheZone_IsAHandfulOfBlocks()
    {
        var face = new DetectedFace(300, 100, 80, 80, 0.9f, default);

        var shown = CoarsePicture.Of(Noise(480, 270), [face], s_rightHalf);

        var shades = new HashSet<int>();
        for (var y = 100; y < 180; y++)
        {
            for (var x = 300; x < 380; x++)
            {
                shades.Add(Pixel(shown, x, y));
            }
        }

        Assert.InRange(shades.Count, 1, 36);
    }

    [Fact]
    public void Picture_NobodyCouldLookForFacesOn_IsCoarseAltogether() =>
        Assert.True(Shades(CoarsePicture.Of(Noise(480, 270), null, []), 0, 480) <= 69 * 40);

    [Fact]
    public void Picture_OfALargeCamera_IsMadeSmall()
    {
        var shown = CoarsePicture.Of(Noise(1920, 1080), [], []);

        Assert.Equal((480, 270), (shown.Width, shown.Height));
    }

    [Fact]
    public void Png_HoldsThePixels()
    {
        var picture = Noise(37, 11);

        var png = PngPicture.Write(picture);

        Assert.Equal((37, 11), (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))));
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        var rows = new byte[11 * ((37 * 3) + 1)];
        zlib.ReadExactly(rows);
        var read = new List<byte>();
        foreach (var row in rows.Chunk((37 * 3) + 1))
        {
            Assert.Equal(1, row[0]);
            for (var i = 1; i < row.Length; i++)
            {
                row[i] = unchecked((byte)(row[i] + (i > 3 ? row[i - 3] : 0)));
            }

            read.AddRange(row[1..]);
        }

        Assert.Equal(picture.Bytes, read);

        // The check value of the standard's own empty last chunk.
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], png[^4..]);
    }

    private static RgbPicture Noise(int width, int height)
    {
        var picture = new RgbPicture(width, height);
        new Random(3).NextBytes(picture.Bytes);
        return picture;
    }

    private static int Pixel(RgbPicture picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        return (picture.Bytes[at] << 16) | (picture.Bytes[at + 1] << 8) | picture.Bytes[at + 2];
    }

    private static int Shades(RgbPicture picture, int left, int right)
    {
        var shades = new HashSet<int>();
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = left; x < right; x++)
            {
                shades.Add(Pixel(picture, x, y));
            }
        }

        return shades.Count;
    }

    private static int[] Row(RgbPicture picture, int left, int right) => [.. Enumerable.Range(left, right - left).Select(x => Pixel(picture, x, 100))];
}
