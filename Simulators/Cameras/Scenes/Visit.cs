using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>One person's way through the picture: in from the side, up to the counter, a while there, and out.</summary>
/// <param name="shape">Who it is.</param>
/// <param name="fromLeft">Which side it comes from.</param>
internal sealed class Visit(FaceShape shape, bool fromLeft)
{
    /// <summary>Seconds from the empty picture to the empty picture.</summary>
    public const float Length = 8;

    /// <summary>When the person has reached the counter, in seconds.</summary>
    public const float AtCounter = 3.4f;

    private const float Leaves = 6.2f;

    /// <summary>How the head is seen at a time, in a picture of 1280 x 720; null before and after.</summary>
    public HeadView? At(float seconds)
    {
        if (seconds is < 0.4f or > Length - 0.4f)
        {
            return null;
        }

        var side = fromLeft ? -1 : 1;
        var near = Step(0.9f, AtCounter, seconds);
        var gone = Step(Leaves, Length - 0.5f, seconds);
        var scale = 24 + (52 * MathF.Pow(near, 1.4f));
        var walks = near * (1 - near) * 4;
        var x = 640 + (side * 560 * (1 - Step(0.3f, 2.6f, seconds))) - (side * 900 * gone) + (6 * MathF.Sin(seconds * 1.3f));
        var y = 210 + (100 * near) + (0.05f * scale * MathF.Abs(MathF.Sin(seconds * 5.5f)) * Math.Max(walks, gone > 0 ? 1 : 0));
        var looksDown = Bump(seconds - 4.4f, 0.35f);
        var yaw = (-side * 0.22f * (1 - Step(0.8f, 2.4f, seconds))) - (side * 0.4f * gone) + (0.1f * MathF.Sin(seconds * 2.1f) * near);
        return new HeadView(new Vector2(x, y), scale, 0.03f * MathF.Sin(seconds * 1.7f), yaw, 0.05f + (0.12f * looksDown), 0.9f + (0.1f * near));
    }

    /// <summary>Draws the person as it is at a time.</summary>
    public void Draw(ScenePicture picture, Portrait portrait, float seconds)
    {
        if (At(seconds) is not { } view)
        {
            return;
        }

        var unit = picture.Height / 720f;
        view = view with { Middle = view.Middle * unit, Scale = view.Scale * unit };
        view.Draw(picture, portrait);
        DrawClothes(picture, view);
    }

    private void DrawClothes(ScenePicture picture, HeadView view)
    {
        var colour = Shop.Hue(shape.Clothes) * (shape.Clothes < 0.3f ? 0.45f : 0.85f);
        var (left, right) = (Math.Max(0, (int)(view.Middle.X - (3.4f * view.Scale))), Math.Min(picture.Width - 1, (int)(view.Middle.X + (3.4f * view.Scale))));
        var (top, bottom) = (Math.Max(0, (int)(view.Middle.Y + (1.7f * view.Scale))), Math.Min(picture.Height - 1, (int)(view.Middle.Y + (13 * view.Scale))));
        for (var row = top; row <= bottom; row++)
        {
            for (var column = left; column <= right; column++)
            {
                var (x, y) = ((column - view.Middle.X) / view.Scale, (row - view.Middle.Y) / view.Scale);
                var side = MathF.Abs(x);
                var shoulder = 2.25f + (0.16f * side) + (1.3f * Step(1.5f, 2.7f, side)) - (0.25f * Bump(side - 0.75f, 0.2f));
                var neckline = 2.1f + (0.55f * Step(0.7f, 0, side));
                var cover = Step(0, 0.05f, y - MathF.Max(shoulder, neckline)) * Step(2.75f, 2.65f, side - (0.1f * Noise(y * 0.6f, 1, shape.Seed)));
                if (cover > 0)
                {
                    var fold = 0.8f + (0.12f * Noise(x * 1.6f, y * 0.5f, shape.Seed + 20)) - (0.12f * side);
                    picture.Over(column, row, new Vector4(colour * fold * view.Light * cover, cover));
                }
            }
        }
    }
}
