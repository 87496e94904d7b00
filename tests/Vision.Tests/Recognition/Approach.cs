using EdgeGateway.Core.Cameras;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Recognition;

/// <summary>One person who walks towards the camera: small first, then large, swaying a little, now and then smeared.</summary>
/// <param name="Photo">The face.</param>
/// <param name="Seed">Chooses the way.</param>
/// <param name="From">The photo's height on the first frame, in pixels.</param>
/// <param name="To">On the last.</param>
/// <param name="Light">1 by day, 0.35 at dusk.</param>
/// <param name="Blur">The most a frame is smeared by, in pixels of a photo 100 pixels high.</param>
internal sealed record Approach(RgbPicture Photo, int Seed, float From = 50, float To = 330, float Light = 1, float Blur = 2)
{
    /// <summary>Frames of a visit: 4.4 s at 5 a second.</summary>
    public const int Frames = 22;

    /// <summary>Where the face is on one frame of a 1280 x 720 picture.</summary>
    public PaintedScene.Sight At(int index)
    {
        var random = new Random((Seed * 1000) + index);
        var way = new Random(Seed);
        var (startX, endX) = (300 + (680 * way.NextSingle()), 400 + (480 * way.NextSingle()));
        var part = index / (Frames - 1f);
        var height = From * MathF.Pow(To / From, part);
        var sway = 0.08f * MathF.Sin((index * 1.9f) + (Seed % 7));
        return new PaintedScene.Sight(
            Photo,
            startX + ((endX - startX) * part) + (height * 0.1f * (random.NextSingle() - 0.5f)),
            300 + (80 * part) + (height * 0.05f * random.NextSingle()),
            height,
            sway,
            (int)MathF.Round(Blur * random.NextSingle() * height / 100),
            Light * (0.9f + (0.2f * random.NextSingle())));
    }

    /// <summary>Paints and gives every frame, 200 ms apart.</summary>
    public void Walk(PaintedScene scene, CameraFrame frame, DateTimeOffset start, Action<CameraFrame> look)
    {
        for (var i = 0; i < Frames; i++)
        {
            scene.Paint(frame, At(i));
            frame.Time = start + TimeSpan.FromMilliseconds(200 * i);
            look(frame);
        }
    }
}
