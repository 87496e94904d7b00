using EdgeGateway.Core.Cameras;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests.Recognition;

/// <summary>Frames of a made-up camera: photos of faces moved over a room, larger and smaller, blurred and dark. In memory only.</summary>
internal sealed class PaintedScene(int width, int height, int seed)
{
    private readonly Random _random = new(seed);
    private readonly byte[] _room = Room(width, height, seed);

    /// <summary>Where a photo is on a frame.</summary>
    /// <param name="Photo">The photo; what lies outside an ellipse in it is left out.</param>
    /// <param name="X">Its middle, in pixels.</param>
    /// <param name="Y">Its middle.</param>
    /// <param name="Height">How high it is painted, in pixels.</param>
    /// <param name="Turn">Radians.</param>
    /// <param name="Blur">By how many pixels it is smeared sideways.</param>
    /// <param name="Light">1 as it is; 0.3 is dusk.</param>
    public readonly record struct Sight(RgbPicture Photo, float X, float Y, float Height, float Turn = 0, int Blur = 0, float Light = 1);

    /// <summary>Paints a frame, the last one in front.</summary>
    public void Paint(CameraFrame frame, params ReadOnlySpan<Sight> sights)
    {
        _room.CopyTo(frame.Bytes, 0);
        foreach (var sight in sights)
        {
            Paint(frame, sight);
        }

        for (var i = 0; i < frame.Bytes.Length; i += 31)
        {
            frame.Bytes[i] = (byte)Math.Clamp(frame.Bytes[i] + _random.Next(-6, 7), 0, 255);
        }
    }

    private static void Paint(CameraFrame frame, in Sight sight)
    {
        var scale = sight.Photo.Height / sight.Height;
        var (tall, wide) = ((int)sight.Height, (int)(sight.Photo.Width / scale));
        if (tall < 2 || wide < 2)
        {
            return;
        }

        var (a, b) = (scale * MathF.Cos(sight.Turn), scale * MathF.Sin(sight.Turn));
        var (halfX, halfY) = ((wide - 1) / 2f, (tall - 1) / 2f);
        var place = new Similarity(
            a, b, ((sight.Photo.Width - 1) / 2f) - ((a * halfX) - (b * halfY)), ((sight.Photo.Height - 1) / 2f) - ((b * halfX) + (a * halfY)));
        var painted = new RgbPicture(wide, tall);
        PictureSampling.Warp(sight.Photo, place, painted);
        Smear(painted, sight.Blur);
        var (left, top) = ((int)(sight.X - halfX), (int)(sight.Y - halfY));
        for (var y = Math.Max(0, -top); y < Math.Min(tall, frame.Height - top); y++)
        {
            for (var x = Math.Max(0, -left); x < Math.Min(wide, frame.Width - left); x++)
            {
                var (across, down) = ((x - halfX) / halfX, (y - halfY) / halfY);
                var share = Math.Clamp((1.02f - MathF.Sqrt((across * across) + (down * down))) * 12, 0, 1);
                var (from, to) = (((y * wide) + x) * 3, (((y + top) * frame.Width) + x + left) * 3);
                for (var colour = 0; colour < 3; colour++)
                {
                    frame.Bytes[to + colour] = (byte)Math.Min(255, (share * sight.Light * painted.Bytes[from + colour]) + ((1 - share) * frame.Bytes[to + colour]));
                }
            }
        }
    }

    private static void Smear(RgbPicture picture, int by)
    {
        if (by <= 0)
        {
            return;
        }

        var row = new byte[picture.Width * 3];
        for (var y = 0; y < picture.Height; y++)
        {
            var line = picture.Bytes.AsSpan(y * row.Length, row.Length);
            line.CopyTo(row);
            for (var x = 0; x < picture.Width; x++)
            {
                for (var colour = 0; colour < 3; colour++)
                {
                    int sum = 0, count = 0;
                    for (var i = Math.Max(0, x - by); i <= Math.Min(picture.Width - 1, x + by); i++, count++)
                    {
                        sum += row[(3 * i) + colour];
                    }

                    line[(3 * x) + colour] = (byte)(sum / count);
                }
            }
        }
    }

    private static byte[] Room(int width, int height, int seed)
    {
        var random = new Random(seed);
        var bytes = new byte[width * height * 3];
        var shelves = random.Next(40, 90);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var level = 90 + (60 * y / height) + ((x / shelves) % 2 * 18) + ((y / (shelves + 13)) % 2 * 10);
                var at = ((y * width) + x) * 3;
                (bytes[at], bytes[at + 1], bytes[at + 2]) = ((byte)level, (byte)(level - 8), (byte)(level - 20));
            }
        }

        return bytes;
    }
}
