using System.Numerics;
using EdgeGateway.Vision.Pictures;

namespace Vision.Tests;

/// <summary>A face drawn with a few ellipses, so that no photo of anybody is needed.</summary>
internal static class DrawnFace
{
    /// <summary>Draws one.</summary>
    /// <param name="picture">Where; it is made grey first.</param>
    /// <param name="x">Its middle.</param>
    /// <param name="y">Its middle.</param>
    /// <param name="height">From chin to hair.</param>
    internal static RgbPicture On(RgbPicture picture, float x, float y, float height)
    {
        for (var i = 0; i < picture.Bytes.Length; i++)
        {
            picture.Bytes[i] = (byte)(150 + (i / 3 % picture.Width / 16));
        }

        Ellipse(0, -0.06f, 0.42f, 0.56f, 60, 42, 30);
        Ellipse(0, 0, 0.36f, 0.48f, 224, 178, 150);
        foreach (var side in (float[])[-1, 1])
        {
            Ellipse(side * 0.36f, 0.02f, 0.05f, 0.1f, 210, 160, 134);
            Ellipse(side * 0.155f, -0.17f, 0.1f, 0.022f, 70, 48, 36);
            Ellipse(side * 0.155f, -0.08f, 0.075f, 0.042f, 245, 243, 240);
            Ellipse(side * 0.155f, -0.08f, 0.036f, 0.04f, 60, 40, 28);
            Ellipse(side * 0.045f, 0.12f, 0.03f, 0.018f, 150, 100, 84);
            Ellipse(side * 0.2f, 0.12f, 0.08f, 0.06f, 230, 160, 138);
        }

        Ellipse(0, 0.04f, 0.03f, 0.1f, 214, 164, 136);
        Ellipse(0, 0.26f, 0.14f, 0.045f, 176, 84, 80);
        Ellipse(0, 0.255f, 0.12f, 0.008f, 110, 44, 44);
        return picture;

        void Ellipse(float across, float down, float width, float high, byte red, byte green, byte blue)
        {
            var middle = new Vector2(x + (across * height), y + (down * height));
            var radius = new Vector2(width * height, high * height);
            for (var py = Math.Max(0, (int)(middle.Y - radius.Y) - 1); py < Math.Min(picture.Height, middle.Y + radius.Y + 2); py++)
            {
                for (var px = Math.Max(0, (int)(middle.X - radius.X) - 1); px < Math.Min(picture.Width, middle.X + radius.X + 2); px++)
                {
                    var edge = (1 - ((new Vector2(px, py) - middle) / radius).Length()) * Math.Min(radius.X, radius.Y);
                    var cover = Math.Clamp(edge + 0.5f, 0, 1);
                    var at = ((py * picture.Width) + px) * 3;
                    picture.Bytes[at] = Mixed(picture.Bytes[at], red, cover);
                    picture.Bytes[at + 1] = Mixed(picture.Bytes[at + 1], green, cover);
                    picture.Bytes[at + 2] = Mixed(picture.Bytes[at + 2], blue, cover);
                }
            }
        }
    }

    private static byte Mixed(byte under, byte over, float cover) => (byte)MathF.Round(under + ((over - under) * cover));
}
