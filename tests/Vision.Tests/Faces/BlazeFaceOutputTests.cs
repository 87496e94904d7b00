using System.Numerics;
using EdgeGateway.Vision.Faces;

namespace Vision.Tests.Faces;

public sealed class BlazeFaceOutputTests
{
    private readonly float[] _fineScores = [.. Enumerable.Repeat(-9f, BlazeFaceOutput.FineAnchors)];
    private readonly float[] _coarseScores = [.. Enumerable.Repeat(-9f, BlazeFaceOutput.CoarseAnchors)];
    private readonly float[] _fine = new float[BlazeFaceOutput.FineAnchors * BlazeFaceOutput.NumbersAnAnchor];
    private readonly float[] _coarse = new float[BlazeFaceOutput.CoarseAnchors * BlazeFaceOutput.NumbersAnAnchor];
    private readonly DetectedFace[] _faces = new DetectedFace[BlazeFaceOutput.MostFaces];

    [Fact]
    public void Read_FineAnchor_IsPlacedByItsCellOfSixteen()
    {
        // Row 3, column 5, the second of its two anchors; the middle of the cell is (87.5, 55.5).
        Put(_fineScores, _fine, (((3 * 16) + 5) * 2) + 1, 2, [4, -6, 20, 30, -5, -7, 5, -7, 0, 1, 0, 8, -9, 0, 9, 0]);

        Assert.Equal(1, Read());
        var face = _faces[0];
        Assert.Equal((81.5f, 34.5f, 20f, 30f), (face.Left, face.Top, face.Width, face.Height));
        Assert.Equal(1 / (1 + MathF.Exp(-2)), face.Score, 0.00001f);
        Assert.Equal(new Vector2(82.5f, 48.5f), face.Points[0]);
        Assert.Equal(new Vector2(87.5f, 63.5f), face.Points[3]);
        Assert.Equal(new Vector2(96.5f, 55.5f), face.Points[5]);
    }

    [Fact]
    public void Read_CoarseAnchor_IsPlacedByItsCellOfEight()
    {
        // Row 7, column 0, the last of its six anchors; the middle of the cell is (15.5, 239.5).
        Put(_coarseScores, _coarse, (((7 * 8) + 0) * 6) + 5, 0, [0, 0, 8, 8, .. new float[12]]);

        Assert.Equal(1, Read());
        Assert.Equal(new Vector2(15.5f, 239.5f), _faces[0].Center);
        Assert.Equal(0.5f, _faces[0].Score);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(-1)]
    [InlineData(float.PositiveInfinity)]
    public void Read_BoxThatIsNone_IsPassedOver(float width)
    {
        Put(_fineScores, _fine, 0, 5, [0, 0, width, 8, .. new float[12]]);

        Assert.Equal(0, Read());
    }

    [Fact]
    public void Read_ScoreThatIsNoNumber_IsPassedOver()
    {
        Put(_fineScores, _fine, 0, float.NaN, [0, 0, 8, 8, .. new float[12]]);

        Assert.Equal(0, Read());
    }

    [Fact]
    public void Read_EveryAnchorAFace_FitsAndIsJoined()
    {
        for (var i = 0; i < BlazeFaceOutput.FineAnchors; i++)
        {
            Put(_fineScores, _fine, i, 1, [0, 0, 40, 40, .. new float[12]]);
        }

        Assert.InRange(Read(), 1, BlazeFaceOutput.FineAnchors / 2);
    }

    private static void Put(float[] scores, float[] numbers, int anchor, float logit, float[] own)
    {
        scores[anchor] = logit;
        own.CopyTo(numbers, anchor * BlazeFaceOutput.NumbersAnAnchor);
    }

    private int Read() => BlazeFaceOutput.Read(_fineScores, _coarseScores, _fine, _coarse, _faces, 0.5f, 0.3f);
}
