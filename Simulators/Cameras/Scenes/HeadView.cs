using System.Numerics;

namespace Simulators.Cameras.Scenes;

/// <summary>How a head is seen in one frame.</summary>
/// <param name="Middle">The point between the eyes, in pixels of the picture.</param>
/// <param name="Scale">Pixels a distance between the pupils.</param>
/// <param name="Roll">How far it is bent to the side, radians.</param>
/// <param name="Yaw">How far it is turned, radians; small.</param>
/// <param name="Pitch">How far it is bent down, radians; small.</param>
/// <param name="Light">1 as painted.</param>
internal readonly record struct HeadView(Vector2 Middle, float Scale, float Roll, float Yaw, float Pitch, float Light)
{
    /// <summary>Draws a head: each point is moved by the turn as far as it stands out.</summary>
    public void Draw(ScenePicture picture, Portrait portrait)
    {
        var (aside, above, below) = (2.1f * Scale, 2.4f * Scale, 2.9f * Scale);
        var (left, right) = (Math.Max(0, (int)(Middle.X - aside)), Math.Min(picture.Width - 1, (int)(Middle.X + aside)));
        var (top, bottom) = (Math.Max(0, (int)(Middle.Y - above)), Math.Min(picture.Height - 1, (int)(Middle.Y + below)));
        var points = Math.Clamp((int)MathF.Round(Portrait.Scale / Scale), 1, 3);
        var (sine, cosine) = MathF.SinCos(Roll);
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                var sum = Vector4.Zero;
                for (var i = 0; i < points * points; i++)
                {
                    var away = new Vector2(x - Middle.X + ((((i % points) + 0.5f) / points) - 0.5f), y - Middle.Y + ((((i / points) + 0.5f) / points) - 0.5f)) / Scale;
                    sum += Sample(portrait, new Vector2((cosine * away.X) + (sine * away.Y), (cosine * away.Y) - (sine * away.X)));
                }

                sum /= points * points;
                if (sum.W > 0.004f)
                {
                    picture.Over(x, y, sum with { X = sum.X * Light, Y = sum.Y * Light, Z = sum.Z * Light });
                }
            }
        }
    }

    private Vector4 Sample(Portrait portrait, Vector2 seen)
    {
        if (MathF.Abs(seen.X) > 1.75f || seen.Y is < -2.15f or > 2.75f)
        {
            return Vector4.Zero;
        }

        // Where a point of the face comes to lie depends on its depth, which is known only there: two steps come near enough.
        var place = seen;
        for (var step = 0; step < 2; step++)
        {
            var depth = portrait.DepthAt(Portrait.PointOf(place)) - 0.6f;
            place = new Vector2((seen.X - (depth * MathF.Sin(Yaw))) / MathF.Cos(Yaw), (seen.Y - (depth * MathF.Sin(Pitch))) / MathF.Cos(Pitch));
        }

        return portrait.Sample(Portrait.PointOf(place));
    }
}
