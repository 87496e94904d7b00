using System.Runtime.InteropServices;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Faces;

/// <summary>What the real nets give: skipped where they are not.</summary>
public sealed class ModelFactsTests
{
    private static readonly DetectedFace s_face = new(
        100, 60, 120, 120, 0.9f, FacePoints.Of(new(130, 100), new(190, 104), new(160, 135), new(159, 165), new(182, 166)));

    [Theory]
    [InlineData("clean", new[] { -0.0518f, 0.0606f, -0.0285f, -0.0662f, -0.0623f, -0.0296f, -0.0800f, -0.1062f })]
    [InlineData("accurate", new[] { 0.0089f, 0.0074f, 0.0515f, 0.0232f, 0.0158f, -0.0155f, 0.0202f, -0.0015f })]
    public void Embed_OfADrawnPicture_GivesTheNumbersItAlwaysGave(string pack, float[] first)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var embedding = new float[nets.Embedder.Numbers];

        nets.Embedder.Embed(Drawn(), s_face, embedding);

        Assert.Equal(1, embedding.Sum(number => number * number), 0.0001f);
        Assert.Equal(first, embedding[..8], (a, b) => Math.Abs(a - b) < 0.002f);
    }

    [Fact]
    public void Embed_OfThePictureMirrored_GivesAlmostTheSameNumbersInTheCleanPack()
    {
        using var nets = ModelsHere.Library("clean").CreateNets();
        var (picture, plain, mirrored) = (Drawn(), new float[nets.Embedder.Numbers], new float[nets.Embedder.Numbers]);
        nets.Embedder.Embed(picture, s_face, plain);
        var turned = new RgbPicture(picture.Width, picture.Height);
        PictureSampling.Warp(picture, Similarity.Identity, turned);
        for (var row = 0; row < picture.Height; row++)
        {
            MemoryMarshal.Cast<byte, Colours>(turned.Bytes.AsSpan()).Slice(row * picture.Width, picture.Width).Reverse();
        }

        float Turned(float x) => picture.Width - 1 - x;
        var points = s_face.Points;
        nets.Embedder.Embed(
            turned,
            s_face with { Points = FacePoints.Of(new(Turned(points[1].X), points[1].Y), new(Turned(points[0].X), points[0].Y), new(Turned(points[2].X), points[2].Y), new(Turned(points[3].X), points[3].Y)) },
            mirrored);

        Assert.Equal(1, plain.Zip(mirrored, (a, b) => a * b).Sum(), 0.0005f);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Embed_RedAndBlueExchanged_IsAnotherEmbedding(string pack)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var (picture, right, wrong) = (Drawn(), new float[nets.Embedder.Numbers], new float[nets.Embedder.Numbers]);
        nets.Embedder.Embed(picture, s_face, right);
        for (var i = 0; i < picture.Bytes.Length; i += 3)
        {
            (picture.Bytes[i], picture.Bytes[i + 2]) = (picture.Bytes[i + 2], picture.Bytes[i]);
        }

        nets.Embedder.Embed(picture, s_face, wrong);

        Assert.InRange(right.Zip(wrong, (a, b) => a * b).Sum(), -1, 0.995f);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Nets_OfTwoThreadsAtOnce_GiveWhatOneGives(string pack)
    {
        var library = ModelsHere.Library(pack);
        var picture = Drawn();
        var alone = Embedded();

        var together = new float[2][];
        Parallel.For(0, 2, i => together[i] = Embedded());

        Assert.All(together, numbers => Assert.Equal(alone, numbers));

        float[] Embedded()
        {
            using var nets = library.CreateNets();
            var embedding = new float[nets.Embedder.Numbers];
            nets.Embedder.Embed(picture, s_face, embedding);
            return embedding;
        }
    }

    [Fact]
    public void Liveness_OfADrawnFace_GivesTheNumberItAlwaysGave()
    {
        using var nets = ModelsHere.Library("accurate").CreateNets();

        // A drawing passes for alive: a soft sign, and no more.
        Assert.Equal(0.978f, nets.Liveness!.Score(Drawn(), s_face), 0.02f);
        Assert.Null(ModelPacks.Clean.Liveness);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Frame_AfterTheFirst_AllocatesNothing(string pack)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var picture = Drawn();
        var faces = new DetectedFace[16];
        var embedding = new float[nets.Embedder.Numbers];
        Look();
        Look();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 5; i++)
        {
            Look();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Look()
        {
            nets.Detector.Detect(picture, faces);
            nets.Detector.TryRefine(picture, s_face, out _);
            nets.Embedder.Embed(picture, s_face, embedding);
            nets.Liveness?.Score(picture, s_face);
            nets.Clear();
        }
    }

    private readonly record struct Colours(byte Red, byte Green, byte Blue);

    private static RgbPicture Drawn() => DrawnFace.On(new RgbPicture(320, 240), 160, 120, 120);
}
