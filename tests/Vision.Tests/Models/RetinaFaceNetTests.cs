using EdgeGateway.Vision.Models;

namespace Vision.Tests.Models;

public sealed class RetinaFaceNetTests
{
    private static readonly byte[] s_side = [0x0A, 0x03, 0x08, 0x80, 0x05];

    [Fact]
    public void Resize_TwoSidesOf640_WritesHeightThenWidthAsVarints()
    {
        byte[] model = [1, 2, .. s_side, .. s_side, 3];

        var resized = RetinaFaceNet.Resize(model, width: 640, height: 384);

        Assert.Equal([1, 2, 0x0A, 0x03, 0x08, 0x80, 0x03, 0x0A, 0x03, 0x08, 0x80, 0x05, 3], resized);
    }

    [Fact]
    public void Resize_NoOrTwoInputs_IsAFormatError()
    {
        Assert.Throws<FormatException>(() => RetinaFaceNet.Resize([1, 2, .. s_side, 3], 640, 384));
        Assert.Throws<FormatException>(() => RetinaFaceNet.Resize([.. s_side, .. s_side, 9, .. s_side, .. s_side], 640, 384));
    }

    [Theory]
    [InlineData(96)]
    [InlineData(650)]
    [InlineData(16384)]
    public void Resize_SideThatNoStrideFits_Throws(int side) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RetinaFaceNet.Resize([.. s_side, .. s_side], side, 384));
}
