using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>The relief of a drawn face: how far each point stands out, from which light and shade follow.</summary>
internal sealed class FaceRelief(FaceShape shape)
{
    private const float Top = -1.72f;

    /// <summary>Half the head's width at a height; 0 above the head and below the chin.</summary>
    public float HalfWidth(float y)
    {
        ReadOnlySpan<Vector2> outline =
        [
            new(Top, 0), new(-1.66f, shape.Cheek * 0.33f), new(-1.5f, shape.Cheek * 0.61f), new(-1.15f, shape.Cheek * 0.88f), new(-0.6f, shape.Cheek * 0.99f), new(0.1f, shape.Cheek),
            new(0.6f, (shape.Cheek * 0.55f) + (shape.Jaw * 0.45f)), new(1.15f, shape.Jaw * 0.93f), new(shape.Bottom - 0.3f, (shape.Jaw * 0.3f) + (shape.Chin * 0.75f)),
            new(shape.Bottom - 0.1f, shape.Chin), new(shape.Bottom - 0.02f, shape.Chin * 0.5f), new(shape.Bottom, 0),
        ];
        if (y <= outline[0].X || y >= outline[^1].X)
        {
            return 0;
        }

        var at = 1;
        while (outline[at].X < y)
        {
            at++;
        }

        var (before, after) = (outline[at - 1], outline[at]);
        var part = (y - before.X) / (after.X - before.X);
        var (slopeBefore, slopeAfter) = (Slope(outline, at - 1), Slope(outline, at));
        var length = after.X - before.X;
        var (p2, p3) = (part * part, part * part * part);
        return MathF.Max(0, (((2 * p3) - (3 * p2) + 1) * before.Y) + ((p3 - (2 * p2) + part) * length * slopeBefore)
            + (((-2 * p3) + (3 * p2)) * after.Y) + ((p3 - p2) * length * slopeAfter));
    }

    /// <summary>How far a point of the face stands out.</summary>
    public float Depth(float x, float y)
    {
        var half = HalfWidth(y);
        var across = half > 0 ? Math.Clamp(MathF.Abs(x) / half, 0, 1) : 1;
        var along = Math.Clamp((y - 0.05f) / (y < 0.05f ? 1.77f : shape.Bottom + 0.05f), -1, 1);
        var depth = 1.15f * MathF.Sqrt(MathF.Max(0, 1 - MathF.Pow(across, 2.4f))) * MathF.Sqrt(MathF.Max(0, 1 - (0.75f * along * along)));
        var side = MathF.Abs(x);

        // Sockets, lids and the ridge of the brows.
        depth -= 0.16f * Bump(side - 0.47f, 0.24f) * Bump(y + 0.02f, 0.15f);
        depth += 0.09f * Bump(side - 0.5f, 0.17f) * Bump(y - 0.0f, 0.085f);
        depth += 0.07f * Bump(y - shape.BrowHeight - 0.02f, 0.1f) * Bump(side - 0.42f, 0.35f);
        depth -= (0.02f + (0.05f * shape.Age)) * Bump(side - 0.45f, 0.2f) * Bump(y - 0.24f, 0.04f);

        // The nose: a ridge that grows towards its tip, and the wings.
        var down = y / shape.NoseLength;
        var ridge = Step(-0.35f, 0.25f, down) * (0.3f + (0.7f * Step(0, 0.9f, down))) * Step(1.1f, 0.9f, down);
        depth += shape.NoseDepth * ridge * Bump(x, 0.1f + (0.06f * Step(0.4f, 0.95f, down)));
        depth += shape.NoseDepth * 0.3f * Bump(x, 0.13f) * Bump(y - (shape.NoseLength * 0.88f), 0.1f);
        depth += shape.NoseDepth * 0.4f * Bump(side - (shape.NoseWidth * 0.72f), 0.075f) * Bump(y - (shape.NoseLength * 0.92f), 0.085f);

        // Cheeks, the fold beside the nose, lips, the hollow under them, the chin.
        depth += 0.09f * Bump(side - 0.62f, 0.24f) * Bump(y - 0.5f, 0.24f);
        var fold = shape.NoseWidth + 0.06f + (0.22f * Step(shape.NoseLength * 0.85f, shape.Mouth + 0.1f, y));
        depth -= (0.02f + (0.07f * shape.Age)) * Bump(side - fold, 0.045f) * Step(shape.NoseLength * 0.7f, shape.NoseLength, y) * Step(shape.Mouth + 0.3f, shape.Mouth, y);
        var lip = Step(shape.MouthWidth * 1.15f, shape.MouthWidth * 0.6f, side);
        depth += 0.09f * lip * Bump(y - shape.Mouth, shape.Lips * 1.1f);
        depth -= 0.06f * lip * Bump(y - shape.Mouth, 0.022f);
        depth -= 0.05f * Bump(x, 0.05f) * Bump(y - ((shape.NoseLength + shape.Mouth) / 2), 0.09f);
        depth -= 0.07f * Bump(x, 0.3f) * Bump(y - shape.Mouth - shape.Lips - 0.14f, 0.07f);
        depth += 0.1f * Bump(x, shape.Chin * 0.6f) * Bump(y - shape.Bottom + 0.25f, 0.15f);
        return depth;
    }

    private static float Slope(ReadOnlySpan<Vector2> points, int at)
    {
        if (at == 0)
        {
            return 8;
        }

        return at == points.Length - 1 ? -8 : (points[at + 1].Y - points[at - 1].Y) / (points[at + 1].X - points[at - 1].X);
    }
}
