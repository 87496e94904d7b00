using EdgeGateway.Vision.Faces;

namespace Vision.Tests.Faces;

public sealed class NumbersTests
{
    [Fact]
    public void Normalise_OfThreeAndFour_HasLengthOne()
    {
        Span<float> unit = stackalloc float[2];

        ChipEmbedder.Normalise([3, 4], unit);

        Assert.Equal([0.6f, 0.8f], unit.ToArray());
    }

    [Fact]
    public void Normalise_OfNothing_StaysNothing()
    {
        Span<float> unit = stackalloc float[2];

        ChipEmbedder.Normalise([0, 0], unit);

        Assert.Equal([0f, 0f], unit.ToArray());
    }

    [Fact]
    public void Liveness_FirstClass_IsAlive()
    {
        // e^2 / (e^2 + e^1 + e^0).
        Assert.Equal(0.66524f, LivenessScorer.First([2, 1, 0]), 0.00001f);
        Assert.Equal(0.24473f, LivenessScorer.First([1, 2, 0]), 0.00001f);
        Assert.Equal(1, LivenessScorer.First([1000, 0, -1000]));
    }

    [Theory]
    [InlineData(600, 300, 465, 165, 270, 270)]
    [InlineData(60, 300, 0, 165, 270, 270)]
    [InlineData(1260, 700, 1009, 449, 270, 270)]
    public void Around_FaceNearTheEdge_MovesTheCutWithinThePicture(float x, float y, float left, float top, float width, float height)
    {
        var face = new DetectedFace(x - 50, y - 50, 100, 100, 1, default);

        var cut = LivenessScorer.Around(1280, 720, face, 2.7f);

        Assert.Equal((left, top), (cut.Left, cut.Top));
        Assert.Equal((width, height), (cut.Width, cut.Height));
    }

    [Fact]
    public void Around_FaceThatFillsThePicture_IsCutSmallerInItsOwnShape()
    {
        var cut = LivenessScorer.Around(201, 301, new DetectedFace(50, 50, 100, 200, 1, default), 2.7f);

        Assert.Equal((150f, 300f), (cut.Width, cut.Height));
        Assert.Equal((25f, 0f), (cut.Left, cut.Top));
    }

    [Fact]
    public void Around_FaceOfAnySizeThatFillsThePicture_StaysWithinIt()
    {
        for (var side = 60.1f; side < 400; side += 0.7f)
        {
            var cut = LivenessScorer.Around(350, 350, new DetectedFace(3, 1, side, side * 1.3f, 1, default), 2.7f);

            Assert.InRange(cut.Left, 0, 349.01f - cut.Width);
            Assert.InRange(cut.Top, 0, 349.01f - cut.Height);
        }
    }

    [Fact]
    public void Near_TurnedFace_IsUprightInTheMiddle()
    {
        // Eyes one above the other: the face leans a quarter to the right.
        var face = new DetectedFace(90, 190, 20, 20, 1, FacePoints.Of(new(105, 196), new(105, 204)));

        var place = NearLook.PlaceOf(face, side: 256, surroundings: 3);

        Assert.Equal(60 / 256f, place.Scale, 0.0001f);
        var middle = place.Apply(new(127.5f, 127.5f));
        Assert.Equal((100f, 200f), (middle.X, middle.Y));
        var right = place.Apply(new(228.5f, 127.5f));
        Assert.Equal(100, right.X, 0.001f);
        Assert.True(right.Y > 200);
    }

    [Fact]
    public void Near_SeveralFaces_TheOneInTheMiddleIsChosen()
    {
        DetectedFace[] found = [new(0, 0, 60, 60, 0.99f, default), new(100, 100, 60, 60, 0.8f, default)];

        Assert.True(NearLook.TryChoose(found, 256, new(2, 0, 10, 20), out var chosen));
        Assert.Equal((270f, 280f), (chosen.Center.X, chosen.Center.Y));
        Assert.False(NearLook.TryChoose(found.AsSpan(0, 1), 256, new(2, 0, 10, 20), out _));
    }
}
