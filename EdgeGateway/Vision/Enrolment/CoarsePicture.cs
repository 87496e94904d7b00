using System.Numerics;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Enrolment;

/// <summary>Makes of a camera's frame a picture that a zone can be drawn on and that shows nobody: small, with coarse faces, and coarse outside the zone.</summary>
public static class CoarsePicture
{
    /// <summary>The longest side of what is shown: a face that is too small to be found on the whole frame is a dozen pixels wide on it.</summary>
    public const int MostSide = 480;

    /// <summary>How many blocks the picture is wide where it is coarse.</summary>
    public const int BlocksAcross = 64;

    /// <summary>How many blocks a face is wide.</summary>
    public const int BlocksAFace = 5;

    /// <summary>How much larger than its box what is made coarse of a face is.</summary>
    private const float Around = 1.6f;

    /// <summary>Makes the picture.</summary>
    /// <param name="frame">The frame; it stays as it is.</param>
    /// <param name="faces">The faces on it; null where nobody could look for them, and then all of it is coarse.</param>
    /// <param name="zone">The zone's corners as parts of the picture; fewer than three for none.</param>
    public static RgbPicture Of(RgbPicture frame, IReadOnlyList<DetectedFace>? faces, IReadOnlyList<Vector2> zone)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(zone);
        var scale = Math.Max(1, Math.Max(frame.Width, frame.Height) / (float)MostSide);
        var picture = new RgbPicture(Math.Max(1, (int)(frame.Width / scale)), Math.Max(1, (int)(frame.Height / scale)));
        var shift = (scale - 1) / 2;
        PictureSampling.Warp(frame, new Similarity(scale, 0, shift, shift), picture);
        var block = Math.Max(2, Math.Max(picture.Width, picture.Height) / BlocksAcross);
        if (faces is null)
        {
            Coarsen(picture, 0, 0, picture.Width, picture.Height, block, null);
            return picture;
        }

        foreach (var face in faces)
        {
            var side = Math.Max(face.Width, face.Height) * Around / scale;
            var corner = (face.Center / scale) - new Vector2(side / 2);
            Coarsen(picture, (int)corner.X, (int)corner.Y, (int)(corner.X + side) + 1, (int)(corner.Y + side) + 1, Math.Max(block, (int)(side / BlocksAFace)), null);
        }

        if (zone.Count >= 3)
        {
            Coarsen(picture, 0, 0, picture.Width, picture.Height, block, zone);
        }

        return picture;
    }

    /// <summary>Whether a point lies in a polygon, by the even-odd rule.</summary>
    private static bool Contains(IReadOnlyList<Vector2> corners, Vector2 point)
    {
        var inside = false;
        for (int i = 0, j = corners.Count - 1; i < corners.Count; j = i++)
        {
            var (a, b) = (corners[i], corners[j]);
            if (a.Y > point.Y != b.Y > point.Y && point.X < (((b.X - a.X) * (point.Y - a.Y)) / (b.Y - a.Y)) + a.X)
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Puts the mean of each block in its place; blocks whose middle is in <paramref name="except"/> stay.</summary>
    private static void Coarsen(RgbPicture picture, int left, int top, int right, int bottom, int block, IReadOnlyList<Vector2>? except)
    {
        (left, top) = (Math.Max(left, 0), Math.Max(top, 0));
        (right, bottom) = (Math.Min(right, picture.Width), Math.Min(bottom, picture.Height));
        for (var y = top; y < bottom; y += block)
        {
            for (var x = left; x < right; x += block)
            {
                var (endX, endY) = (Math.Min(x + block, right), Math.Min(y + block, bottom));
                if (except is null || !Contains(except, new Vector2((x + endX) / 2f / picture.Width, (y + endY) / 2f / picture.Height)))
                {
                    Even(picture, x, y, endX, endY);
                }
            }
        }
    }

    private static void Even(RgbPicture picture, int left, int top, int right, int bottom)
    {
        var bytes = picture.Bytes;
        int red = 0, green = 0, blue = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = ((y * picture.Width) + x) * 3;
                (red, green, blue) = (red + bytes[at], green + bytes[at + 1], blue + bytes[at + 2]);
            }
        }

        var count = (right - left) * (bottom - top);
        for (var y = top; y < bottom; y++)
        {
            for (var x = left; x < right; x++)
            {
                var at = ((y * picture.Width) + x) * 3;
                (bytes[at], bytes[at + 1], bytes[at + 2]) = ((byte)(red / count), (byte)(green / count), (byte)(blue / count));
            }
        }
    }
}
