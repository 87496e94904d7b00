using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>The hair of a drawn person: what is behind the face and what is before it.</summary>
internal sealed class HeadHair(FaceShape shape)
{
    private readonly Vector3 _colour = ColourOf(shape);

    /// <summary>The colour of hair and brows.</summary>
    public static Vector3 ColourOf(FaceShape shape) => shape.HairColour switch
    {
        < 0.35f => Vector3.Lerp(new Vector3(0.045f, 0.04f, 0.04f), new Vector3(0.2f, 0.12f, 0.07f), shape.HairColour / 0.35f),
        < 0.8f => Vector3.Lerp(new Vector3(0.2f, 0.12f, 0.07f), new Vector3(0.62f, 0.45f, 0.24f), (shape.HairColour - 0.35f) / 0.45f),
        _ => Vector3.Lerp(new Vector3(0.4f, 0.39f, 0.38f), new Vector3(0.75f, 0.74f, 0.73f), (shape.HairColour - 0.8f) / 0.2f),
    };

    /// <summary>What falls behind the face.</summary>
    public Vector4 Behind(float x, float y)
    {
        if (shape.Hair == HairStyle.Bald)
        {
            return Vector4.Zero;
        }

        var cap = new Vector2(x / (shape.Cheek * 1.13f), (y + 0.35f) / 1.58f).Length();
        var cover = y < 0.2f ? Step(1.02f, 0.97f, cap + (0.02f * Noise(x * 9, y * 9, shape.Seed + 5))) : 0;
        if (shape.Hair == HairStyle.Long)
        {
            var half = shape.Cheek * (1.16f + (0.14f * Step(-0.5f, 1.2f, y)) + (0.03f * Noise(y * 3, 2, shape.Seed + 6)));
            cover = MathF.Max(cover, Step(0, -0.04f, MathF.Abs(x) - half) * Step(-0.5f, -0.3f, y) * Step(2.55f, 2.25f, y + (0.15f * Noise(x * 5, 1, shape.Seed))));
        }

        return new Vector4(Strands(x, y) * 0.8f, cover);
    }

    /// <summary>What lies on the forehead and at the temples.</summary>
    public Vector4 Front(float x, float y)
    {
        if (shape.Hair == HairStyle.Bald)
        {
            return Vector4.Zero;
        }

        var side = MathF.Abs(x);
        var line = shape.Hair switch
        {
            HairStyle.Fringe => -0.52f + (0.06f * Noise(x * 6, 3, shape.Seed)),
            HairStyle.Parted => shape.Hairline + (0.38f * Step(-0.6f, 0.9f, x)) - (0.1f * Bump(x + 0.5f, 0.12f)),
            HairStyle.Long => shape.Hairline + (0.75f * Step(0.15f, 0.95f, side)),
            _ => shape.Hairline + (0.12f * Bump(side - 0.55f, 0.2f)),
        };
        line += (shape.Hair == HairStyle.Long ? 1.9f : 1.05f) * Step(shape.Cheek * 0.8f, shape.Cheek * 1.02f, side);
        var cap = new Vector2(x / (shape.Cheek * 1.13f), (y + 0.35f) / 1.58f).Length();
        var inside = y < -0.3f ? Step(1.02f, 0.97f, cap + (0.02f * Noise(x * 9, y * 9, shape.Seed + 5))) : Step(0, -0.03f, side - (shape.Cheek * 1.16f));
        var edge = line + (0.05f * Noise(x * 22, y * 3, shape.Seed + 4));
        return new Vector4(Strands(x, y), inside * Step(edge + 0.04f, edge - 0.05f, y));
    }

    private Vector3 Strands(float x, float y)
    {
        var angle = shape.Hair == HairStyle.Parted ? x + (y * 0.6f) : x * (1 + (0.2f * y));
        var strand = Noise(angle * 34, y * 2.2f, shape.Seed + 2);
        var sheen = Bump(y + 1.25f - (0.25f * x * x), 0.16f);
        return (_colour * (0.75f + (0.3f * strand) - (0.12f * x))) + (new Vector3(0.16f) * sheen * (0.6f + (0.4f * strand)));
    }
}
