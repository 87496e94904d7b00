using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>Paints a drawn person's head once; scenes show it in many sizes and turns.</summary>
internal sealed class FacePainter(FaceShape shape)
{
    private static readonly Vector3 s_light = Vector3.Normalize(new Vector3(-0.35f, -0.6f, 0.75f));
    private static readonly Vector3 s_fill = Vector3.Normalize(new Vector3(0.7f, 0.1f, 0.7f));

    private readonly FaceRelief _relief = new(shape);
    private readonly FaceMarks _marks = new(shape);
    private readonly HeadHair _hair = new(shape);

    /// <summary>Paints it.</summary>
    public Portrait Paint()
    {
        var portrait = new Portrait();
        var depth = new float[Portrait.Width * Portrait.Height];
        for (var row = 0; row < Portrait.Height; row++)
        {
            for (var column = 0; column < Portrait.Width; column++)
            {
                var (x, y) = Portrait.Place(column, row);
                depth[(row * Portrait.Width) + column] = _relief.Depth(x, y);
            }
        }

        var shade = Softened(depth, 9);
        for (var row = 1; row < Portrait.Height - 1; row++)
        {
            for (var column = 1; column < Portrait.Width - 1; column++)
            {
                var at = (row * Portrait.Width) + column;
                var (x, y) = Portrait.Place(column, row);
                var slope = new Vector2(depth[at + 1] - depth[at - 1], depth[at + Portrait.Width] - depth[at - Portrait.Width]) * (Portrait.Scale / 2f);
                portrait.Set(at, Paint(x, y, Vector3.Normalize(new Vector3(-slope, 1)), depth[at] - shade[at]), depth[at]);
            }
        }

        return portrait;
    }

    private Vector4 Paint(float x, float y, Vector3 normal, float height)
    {
        var light = 0.42f + (0.62f * MathF.Max(0, Vector3.Dot(normal, s_light))) + (0.16f * MathF.Max(0, Vector3.Dot(normal, s_fill)));
        light *= Math.Clamp(1 + (3.2f * height), 0.55f, 1.2f);
        var painted = Vector4.Zero;
        Over(ref painted, _hair.Behind(x, y));
        Over(ref painted, Neck(x, y));
        Over(ref painted, Ear(x, y));
        var half = _relief.HalfWidth(y);
        var inside = half > 0 ? Step(0, -0.03f, MathF.Abs(x) - half) : 0;
        if (inside > 0)
        {
            var skin = _marks.Skin(x, y, normal);
            var gloss = MathF.Pow(MathF.Max(0, Vector3.Dot(normal, Vector3.Normalize(s_light + Vector3.UnitZ))), 24) * 0.10f;
            var colour = (skin * light) + new Vector3(gloss);
            colour = _marks.Over(colour, light, x, y);
            Over(ref painted, new Vector4(colour, inside));
        }

        Over(ref painted, _hair.Front(x, y));
        Over(ref painted, _marks.Spectacles(x, y));
        return painted;
    }

    private Vector4 Neck(float x, float y)
    {
        var half = 0.62f + (0.05f * shape.Jaw) + (0.25f * Step(2.2f, 2.8f, y));
        var shadow = 0.45f + (0.4f * Step(shape.Bottom, shape.Bottom + 0.9f, y));
        var round = MathF.Sqrt(MathF.Max(0.2f, 1 - (x * x / (half * half))));
        return new Vector4(_marks.Tone * shadow * (0.6f + (0.4f * round)), Step(0.02f, -0.03f, MathF.Abs(x) - half) * Step(0.6f, 0.9f, y));
    }

    private Vector4 Ear(float x, float y)
    {
        var away = new Vector2((MathF.Abs(x) - (shape.Cheek * 1.03f)) / 0.13f, (y - 0.28f) / 0.42f).Length();
        var fold = 0.75f - (0.25f * Bump(away - 0.55f, 0.15f));
        return new Vector4(_marks.Tone * fold * (x < 0 ? 0.95f : 0.75f), Step(1.05f, 0.92f, away));
    }

    private static void Over(ref Vector4 below, Vector4 above)
    {
        if (above.W <= 0)
        {
            return;
        }

        var cover = above.W + (below.W * (1 - above.W));
        var colour = ((new Vector3(above.X, above.Y, above.Z) * above.W) + (new Vector3(below.X, below.Y, below.Z) * below.W * (1 - above.W))) / cover;
        below = new Vector4(colour, cover);
    }

    /// <summary>The mean of the surroundings: a point that lies deeper than they is in shade.</summary>
    private static float[] Softened(float[] depth, int reach)
    {
        var half = new float[depth.Length];
        var whole = new float[depth.Length];
        for (var at = 0; at < depth.Length; at++)
        {
            var (row, column) = (at / Portrait.Width, at % Portrait.Width);
            float sum = 0;
            for (var step = -reach; step <= reach; step++)
            {
                sum += depth[(row * Portrait.Width) + Math.Clamp(column + step, 0, Portrait.Width - 1)];
            }

            half[at] = sum / ((2 * reach) + 1);
        }

        for (var at = 0; at < depth.Length; at++)
        {
            var (row, column) = (at / Portrait.Width, at % Portrait.Width);
            float sum = 0;
            for (var step = -reach; step <= reach; step++)
            {
                sum += half[(Math.Clamp(row + step, 0, Portrait.Height - 1) * Portrait.Width) + column];
            }

            whole[at] = sum / ((2 * reach) + 1);
        }

        return whole;
    }
}
