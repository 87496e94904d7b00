using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Pictures;

public sealed class PictureSamplingTests
{
    [Fact]
    public void Warp_Identity_IsACopy()
    {
        var source = Noise(37, 11);
        var target = new RgbPicture(37, 11);

        PictureSampling.Warp(source, Similarity.Identity, target);

        Assert.Equal(source.Bytes, target.Bytes);
    }

    [Fact]
    public void Warp_QuarterTurn_PutsEveryPixelWhereItBelongs()
    {
        var source = Noise(9, 9);
        var target = new RgbPicture(9, 9);

        PictureSampling.Warp(source, new Similarity(0, 1, 8, 0), target);

        for (var y = 0; y < 9; y++)
        {
            for (var x = 0; x < 9; x++)
            {
                Assert.Equal(Pixel(source, 8 - y, x), Pixel(target, x, y));
            }
        }
    }

    [Fact]
    public void Warp_HalfAPixelAside_IsTheMeanOfTwo()
    {
        var source = new RgbPicture(3, 1, [10, 20, 30, 20, 40, 60, 100, 100, 100]);
        var target = new RgbPicture(2, 1);

        PictureSampling.Warp(source, new Similarity(1, 0, 0.5f, 0), target);

        Assert.Equal([15, 30, 45, 60, 70, 80], target.Bytes);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Warp_Smaller_IsTheMeanOfAllThatFallsOnAPixel(int times)
    {
        var source = Noise(8 * times, 6 * times);
        var target = new RgbPicture(8, 6);

        PictureSampling.Warp(source, new Similarity(times, 0, (times - 1) / 2f, (times - 1) / 2f), target);

        for (var y = 0; y < 6; y++)
        {
            for (var x = 0; x < 8; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    double sum = 0;
                    for (var at = 0; at < times * times; at++)
                    {
                        sum += source.Bytes[(((((y * times) + (at / times)) * source.Width) + (x * times) + (at % times)) * 3) + colour];
                    }

                    Assert.Equal(sum / (times * times), target.Bytes[(((y * 8) + x) * 3) + colour], 0.501);
                }
            }
        }
    }

    [Fact]
    public void Warp_Letterbox_HasBarsOfTheLevelAskedForAndThePictureBetween()
    {
        var source = new RgbPicture(64, 36);
        Array.Fill(source.Bytes, (byte)200);
        var target = new RgbPicture(32, 32);

        PictureSampling.Warp(source, PictureSampling.Letterbox(source, 32, 32), target, beyond: 7);

        Assert.Equal((7, 7, 7), Pixel(target, 16, 6));
        Assert.Equal((200, 200, 200), Pixel(target, 0, 7));
        Assert.Equal((200, 200, 200), Pixel(target, 31, 24));
        Assert.Equal((7, 7, 7), Pixel(target, 16, 25));
    }

    [Theory]
    [InlineData(1.7f, 0)]
    [InlineData(0.4f, 0)]
    [InlineData(1.2f, 0.9f)]
    [InlineData(3.3f, -2.1f)]
    public void Warp_OfOneColourAnywhere_IsThatColour(float a, float b)
    {
        var source = new RgbPicture(50, 40);
        Array.Fill(source.Bytes, (byte)131);
        var target = new RgbPicture(33, 21);

        PictureSampling.Warp(source, new Similarity(a, b, -20, 13), target);

        Assert.All(target.Bytes, level => Assert.Equal(131, level));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3f)]
    public void Warp_WhollyBeyond_IsTheLevelOrTheEdge(float b)
    {
        var source = new RgbPicture(2, 2, [1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4]);
        var target = new RgbPicture(2, 2);

        PictureSampling.Warp(source, new Similarity(1, b, 100, 100), target, beyond: 9);
        Assert.All(target.Bytes, level => Assert.Equal(9, level));

        PictureSampling.Warp(source, new Similarity(1, b, 100, 100), target);
        Assert.All(target.Bytes, level => Assert.Equal(4, level));
    }

    [Fact]
    public void Stretch_OfARectangle_ChangesItsShape()
    {
        var source = new RgbPicture(4, 2, [0, 0, 0, 10, 10, 10, 20, 20, 20, 30, 30, 30, 100, 100, 100, 110, 110, 110, 120, 120, 120, 130, 130, 130]);
        var target = new RgbPicture(1, 2);

        PictureSampling.Stretch(source, left: 2, top: 0, width: 2, height: 2, target);

        Assert.Equal([25, 25, 25, 125, 125, 125], target.Bytes);
    }

    [Fact]
    public void Interleaved_EveryLevel_IsScaledAndShifted()
    {
        byte[] levels = [.. Enumerable.Range(0, 256).Select(level => (byte)level), 1, 2, 3];
        var numbers = new float[levels.Length];

        ColourPlanes.Interleaved(levels, numbers, 1 / 127.5f, -1);

        Assert.Equal(levels.Select(level => (level / 127.5f) - 1), numbers, (a, b) => Math.Abs(a - b) < 0.00001f);
    }

    [Theory]
    [InlineData(false, new float[] { 1, 4, 2, 5, 3, 6 })]
    [InlineData(true, new float[] { 3, 6, 2, 5, 1, 4 })]
    public void Planar_TwoPixels_AreAPlaneAColourInTheOrderAskedFor(bool isBlueFirst, float[] expected)
    {
        var numbers = new float[6];

        ColourPlanes.Planar(new RgbPicture(2, 1, [129, 131, 133, 135, 137, 139]), numbers, new ColourLevels(isBlueFirst, 127, 2));

        Assert.Equal(expected, numbers);
    }

    [Fact]
    public void Mirror_OfPlanes_TurnsEveryRow()
    {
        float[] numbers = [1, 2, 3, 4, 5, 6, 7, 8];

        ColourPlanes.Mirror(numbers, 2);

        Assert.Equal([2f, 1, 4, 3, 6, 5, 8, 7], numbers);
    }

    private static (byte, byte, byte) Pixel(RgbPicture picture, int x, int y)
    {
        var at = ((y * picture.Width) + x) * 3;
        return (picture.Bytes[at], picture.Bytes[at + 1], picture.Bytes[at + 2]);
    }

    private static RgbPicture Noise(int width, int height)
    {
        var picture = new RgbPicture(width, height);
        new Random(5).NextBytes(picture.Bytes);
        return picture;
    }
}
