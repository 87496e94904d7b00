using System.Numerics;
using EdgeGateway.Vision.Faces;

namespace Vision.Tests.Faces;

public sealed class RetinaFaceOutputTests
{
    private const int Across = 4;
    private const int Cells = Across * 3;

    private readonly float[] _scores = new float[4 * Cells];
    private readonly float[] _boxes = new float[8 * Cells];
    private readonly float[] _marks = new float[20 * Cells];
    private readonly DetectedFace[] _faces = new DetectedFace[4];

    [Theory]
    [InlineData(32, 0, 512)]
    [InlineData(32, 1, 256)]
    [InlineData(16, 0, 128)]
    [InlineData(16, 1, 64)]
    [InlineData(8, 0, 32)]
    [InlineData(8, 1, 16)]
    public void Read_OneAnchor_DecodesItsBoxAndPoints(int stride, int anchor, float side)
    {
        const int cell = (1 * Across) + 2;
        _scores[((2 + anchor) * Cells) + cell] = 0.8f;
        Box(anchor, cell, 0.25f, -0.5f, MathF.Log(0.5f), MathF.Log(2));
        _marks[(((anchor * 10) + 4) * Cells) + cell] = 1;
        _marks[(((anchor * 10) + 5) * Cells) + cell] = -2;

        var count = RetinaFaceOutput.Read(stride, Across, _scores, _boxes, _marks, 0.6f, _faces, 0);

        Assert.Equal(1, count);
        var middle = new Vector2((2 * stride) + 7.5f, stride + 7.5f);
        var face = _faces[0];
        Assert.Equal(0.8f, face.Score);
        Assert.Equal(side / 2, face.Width, side / 10_000);
        Assert.Equal(side * 2, face.Height, side / 10_000);
        Assert.Equal(middle.X + (side / 4), face.Center.X, 0.01f);
        Assert.Equal(middle.Y - (side / 2), face.Center.Y, 0.01f);
        Assert.Equal(middle, face.Points[0]);
        Assert.Equal(middle.X + (side * 0.2f), face.Points[2].X, 0.001f);
        Assert.Equal(middle.Y - (side * 0.4f), face.Points[2].Y, 0.001f);
    }

    [Fact]
    public void Read_BackgroundScoreOnly_IsNoFace()
    {
        _scores[0] = 1;
        _scores[Cells] = 1;

        Assert.Equal(0, RetinaFaceOutput.Read(32, Across, _scores, _boxes, _marks, 0.6f, _faces, 0));
    }

    [Fact]
    public void Read_MoreFacesThanRoom_FillsTheRoomAndStops()
    {
        Array.Fill(_scores, 1);

        Assert.Equal(4, RetinaFaceOutput.Read(32, Across, _scores, _boxes, _marks, 0.6f, _faces, 1));
    }

    [Fact]
    public void Read_BoxThatIsNone_IsPassedOver()
    {
        _scores[2 * Cells] = 1;
        _scores[(2 * Cells) + 1] = float.NaN;
        Box(0, 0, 0, 0, 200, 0);

        Assert.Equal(0, RetinaFaceOutput.Read(32, Across, _scores, _boxes, _marks, 0.6f, _faces, 0));
    }

    private void Box(int anchor, int cell, params float[] numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            _boxes[(((anchor * 4) + i) * Cells) + cell] = numbers[i];
        }
    }
}
