using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Faces;

/// <summary>The real detectors on drawn faces: skipped where the nets are not.</summary>
public sealed class DetectionTests
{
    [Theory]
    [InlineData("clean", 640, 360, 400, 150, 160)]
    [InlineData("accurate", 640, 360, 400, 150, 160)]
    [InlineData("clean", 1280, 720, 300, 400, 200)]
    [InlineData("accurate", 1280, 720, 300, 400, 200)]
    [InlineData("clean", 360, 640, 180, 300, 180)]
    [InlineData("accurate", 360, 640, 180, 300, 180)]
    public void Detect_DrawnFace_IsFoundWhereItIsWithItsEyes(string pack, int width, int height, int x, int y, int face)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var picture = DrawnFace.On(new RgbPicture(width, height), x, y, face);
        var faces = new DetectedFace[4];

        Assert.Equal(1, nets.Detector.Detect(picture, faces));
        Assert.True(nets.Detector.TryRefine(picture, faces[0], out var refined));
        Assert.InRange(faces[0].Center.X, x - (face * 0.15f), x + (face * 0.15f));
        Assert.Equal(x - (face * 0.155f), refined.Points[0].X, face * 0.05f);
        Assert.Equal(y - (face * 0.08f), refined.Points[0].Y, face * 0.05f);
        Assert.Equal(x + (face * 0.155f), refined.Points[1].X, face * 0.05f);
        Assert.Equal(y + (face * 0.26f), refined.Points[3].Y, face * 0.08f);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Portrait_CutClose_IsFoundWithAMargin(string pack)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var picture = DrawnFace.On(new RgbPicture(240, 300), 120, 150, 330);

        Assert.Equal(1, Portrait.Find(nets, picture, out var face));
        Assert.Equal(120 - (330 * 0.155f), face.Points[0].X, 330 * 0.05f);
    }

    [Theory]
    [InlineData("clean")]
    [InlineData("accurate")]
    public void Portrait_OfNobody_IsNone(string pack)
    {
        using var nets = ModelsHere.Library(pack).CreateNets();
        var picture = new RgbPicture(320, 240);
        Array.Fill(picture.Bytes, (byte)90);

        Assert.Equal(0, Portrait.Find(nets, picture, out _));
    }
}
