using System.Numerics;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Faces;

public sealed class SimilarityTests
{
    [Fact]
    public void Fit_OfTurnedScaledShiftedPoints_GivesThatSimilarity()
    {
        var wanted = new Similarity(1.5f * MathF.Cos(0.3f), 1.5f * MathF.Sin(0.3f), 12, -7);
        Vector2[] from = [new(47.415f, 46.195f), new(100.610f, 46.195f), new(74.013f, 76.563f), new(74.013f, 103.251f)];

        var found = Similarity.Fit(from, [.. from.Select(wanted.Apply)]);

        Assert.Equal(wanted.A, found.A, 0.0001f);
        Assert.Equal(wanted.B, found.B, 0.0001f);
        Assert.Equal(wanted.X, found.X, 0.01f);
        Assert.Equal(wanted.Y, found.Y, 0.01f);
    }

    [Fact]
    public void Inverse_AfterTheSimilarity_LeavesAPointWhereItWas()
    {
        var there = new Similarity(0.8f, -0.6f, 3, 4);

        var back = there.Inverse().Apply(there.Apply(new Vector2(10, 20)));

        Assert.Equal(10, back.X, 0.0001f);
        Assert.Equal(20, back.Y, 0.0001f);
    }
}
