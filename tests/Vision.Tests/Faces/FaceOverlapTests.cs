using System.Numerics;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Faces;

public sealed class FaceOverlapTests
{
    [Fact]
    public void Overlap_OfSquaresShiftedByHalf_IsAThird()
    {
        Assert.Equal(1 / 3f, Face(0, 0, 10, 1).Overlap(Face(5, 0, 10, 1)), 0.0001f);
        Assert.Equal(0, Face(0, 0, 10, 1).Overlap(Face(10, 0, 10, 1)));
    }

    [Fact]
    public void Blend_TwoThatOverlapAndOneApart_WeighsByScoreAndKeepsTheBestScore()
    {
        DetectedFace[] faces = [Face(100, 100, 10, 0.7f), Face(4, 0, 10, 0.6f), Face(0, 0, 12, 0.9f)];

        var count = FaceOverlap.Blend(faces, 0.3f);

        Assert.Equal(2, count);
        Assert.Equal(0.9f, faces[0].Score);
        Assert.Equal(((0 * 0.9f) + (4 * 0.6f)) / 1.5f, faces[0].Left, 0.0001f);
        Assert.Equal(((12 * 0.9f) + (10 * 0.6f)) / 1.5f, faces[0].Width, 0.0001f);
        Assert.Equal(((1 * 0.9f) + (5 * 0.6f)) / 1.5f, faces[0].Points[0].X, 0.0001f);
        Assert.Equal(100, faces[1].Left, 0.0001f);
    }

    [Fact]
    public void Suppress_ThreeInARow_KeepsTheFirstAndThirdAsTheyAre()
    {
        // The second overlaps both others; the third does not overlap the first.
        DetectedFace[] faces = [Face(0, 0, 10, 0.9f), Face(4, 0, 10, 0.8f), Face(8, 0, 10, 0.7f)];

        var count = FaceOverlap.Suppress(faces, 0.4f);

        Assert.Equal(2, count);
        Assert.Equal([0.9f, 0.7f], [faces[0].Score, faces[1].Score]);
        Assert.Equal(8, faces[1].Left);
    }

    [Fact]
    public void Blend_ManyFinds_LeavesNoTwoThatOverlapAndLosesNone()
    {
        var random = new Random(11);
        var faces = Enumerable.Range(0, 300).Select(_ => Face(random.Next(200), random.Next(200), 20 + random.Next(20), 0.5f + (random.NextSingle() / 2))).ToArray();
        var before = faces.ToArray();

        var count = FaceOverlap.Suppress(faces, 0.3f);

        Assert.All(before, face => Assert.Contains(faces[..count], kept => kept == face || kept.Overlap(face) > 0.3f));
        for (var i = 0; i < count; i++)
        {
            Assert.DoesNotContain(faces[(i + 1)..count], other => other.Overlap(faces[i]) > 0.3f);
        }
    }

    [Fact]
    public void Moved_TurnedAndScaled_MovesPointsAndKeepsTheBoxLevel()
    {
        var moved = Face(-5, -5, 10, 1).Moved(new Similarity(0, 2, 100, 50));

        Assert.Equal((90f, 40f, 20f, 20f), (moved.Left, moved.Top, moved.Width, moved.Height));
        Assert.Equal(new Vector2(100 + 8, 50 - 8), moved.Points[0]);
    }

    private static DetectedFace Face(float left, float top, float side, float score) =>
        new(left, top, side, side, score, FacePoints.Of(new Vector2(left + 1, top + 1)));
}
