using System.Numerics;

namespace EdgeGateway.Vision.Pictures;

/// <summary>Cuts pictures out of pictures.</summary>
public static class PictureSampling
{
    /// <summary>Fills <paramref name="target"/> with what <paramref name="place"/> says lies there, by bilinear interpolation; beyond the edge the edge goes on.</summary>
    /// <remarks>Where the picture is made smaller by two or more, as many points are averaged a pixel, so that nothing flickers.</remarks>
    /// <param name="source">Where from.</param>
    /// <param name="place">From places in <paramref name="target"/> to places in <paramref name="source"/>; whole numbers are the middles of pixels.</param>
    /// <param name="target">What is filled.</param>
    /// <param name="beyond">The level of pixels outside the source, or null for its edge.</param>
    public static void Warp(RgbPicture source, Similarity place, RgbPicture target, byte? beyond = null)
    {
        var points = Math.Clamp((int)MathF.Floor(place.Scale), 1, 8);
        var step = 1f / points;
        var first = (-0.5f) + (step / 2);
        var bytes = target.Bytes;
        var at = 0;
        for (var y = 0; y < target.Height; y++)
        {
            for (var x = 0; x < target.Width; x++, at += 3)
            {
                var sum = Vector3.Zero;
                for (var j = 0; j < points; j++)
                {
                    for (var i = 0; i < points; i++)
                    {
                        sum += Sample(source, place.Apply(new Vector2(x + first + (i * step), y + first + (j * step))), beyond);
                    }
                }

                sum /= points * points;
                bytes[at] = (byte)(sum.X + 0.5f);
                bytes[at + 1] = (byte)(sum.Y + 0.5f);
                bytes[at + 2] = (byte)(sum.Z + 0.5f);
            }
        }
    }

    /// <summary>From places in a square of <paramref name="side"/> pixels to places in the whole picture, which lies in its middle with bars where it is narrower.</summary>
    public static Similarity Letterbox(RgbPicture picture, int side)
    {
        var scale = Math.Max(picture.Width, picture.Height) / (float)side;
        return new Similarity(
            scale, 0, ((picture.Width - 1) / 2f) - (scale * (side - 1) / 2f), ((picture.Height - 1) / 2f) - (scale * (side - 1) / 2f));
    }

    private static Vector3 Sample(RgbPicture source, Vector2 place, byte? beyond)
    {
        if (beyond is { } level && (place.X < -0.5f || place.Y < -0.5f || place.X > source.Width - 0.5f || place.Y > source.Height - 0.5f))
        {
            return new Vector3(level);
        }

        var x = Math.Clamp(place.X, 0, source.Width - 1);
        var y = Math.Clamp(place.Y, 0, source.Height - 1);
        var (left, top) = ((int)x, (int)y);
        var (right, bottom) = (Math.Min(left + 1, source.Width - 1), Math.Min(top + 1, source.Height - 1));
        var (across, down) = (x - left, y - top);
        var upper = Vector3.Lerp(Pixel(source, left, top), Pixel(source, right, top), across);
        var lower = Vector3.Lerp(Pixel(source, left, bottom), Pixel(source, right, bottom), across);
        return Vector3.Lerp(upper, lower, down);
    }

    private static Vector3 Pixel(RgbPicture source, int x, int y)
    {
        var at = ((y * source.Width) + x) * 3;
        var bytes = source.Bytes;
        return new Vector3(bytes[at], bytes[at + 1], bytes[at + 2]);
    }
}
