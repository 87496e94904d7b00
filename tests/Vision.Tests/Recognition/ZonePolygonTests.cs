using System.Numerics;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Recognition;

namespace Vision.Tests.Recognition;

public sealed class ZonePolygonTests
{
    // A U: the notch from above reaches down to the middle.
    private static readonly ZonePolygon s_notched = new([new(0, 0), new(0.4f, 0), new(0.4f, 0.5f), new(0.6f, 0.5f), new(0.6f, 0), new(1, 0), new(1, 1), new(0, 1)]);

    [Theory]
    [InlineData(20, 20, true)]
    [InlineData(50, 20, false)]
    [InlineData(50, 70, true)]
    [InlineData(120, 50, false)]
    [InlineData(-1, 50, false)]
    public void Contains_Point(float x, float y, bool inside) => Assert.Equal(inside, s_notched.Contains(new Vector2(x, y), 100, 100));

    [Theory]
    [InlineData(5, 5, 20, true)]
    [InlineData(30, 60, 30, true)]
    [InlineData(30, 40, 40, false)]
    [InlineData(90, 60, 20, false)]
    public void ContainsAll_ABoxThatALineCuts_IsNotInside(float left, float top, float side, bool inside) =>
        Assert.Equal(inside, s_notched.ContainsAll(new DetectedFace(left, top, side, side, 1, default), 100, 100));

    [Fact]
    public void ContainsAll_WholePicture_HoldsABoxThatTouchesItsEdge() =>
        Assert.True(new ZonePolygon(RecognitionRules.WholePicture).ContainsAll(new DetectedFace(0, 0, 40, 40, 1, default), 100, 80));
}
