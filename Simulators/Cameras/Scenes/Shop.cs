using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>The shop that people walk through, seen from the counter: floor, shelves with goods, lamps.</summary>
internal static class Shop
{
    /// <summary>Draws it.</summary>
    public static void Draw(ScenePicture picture)
    {
        var unit = picture.Height / 720f;
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++)
            {
                picture.Set(x, y, ColourAt(x / unit, y / unit) * (0.92f + (0.05f * Grain(x / unit * 0.004f, y / unit * 0.004f, 3))));
            }
        }
    }

    private static Vector3 ColourAt(float x, float y)
    {
        if (y > 470)
        {
            var depth = (y - 430) / 290;
            var across = (x - 640) / (0.4f + depth) / 110;
            var joint = MathF.Min(MathF.Abs(across - MathF.Round(across)), MathF.Abs((1.6f / depth) - MathF.Round(1.6f / depth)));
            return new Vector3(0.5f, 0.47f, 0.43f) * (0.75f + (0.25f * depth)) * (joint < 0.025f ? 0.85f : 1);
        }

        if (y < 70)
        {
            return (int)(x / 320) % 2 == 0 && x % 320 is > 60 and < 260 && y is > 24 and < 46 ? new Vector3(0.98f) : new Vector3(0.66f, 0.66f, 0.64f);
        }

        var aisle = MathF.Abs(x - 640) < 150;
        if (aisle)
        {
            return y > 150 ? new Vector3(0.36f, 0.38f, 0.4f) * (1.2f - (0.001f * y)) : new Vector3(0.62f, 0.62f, 0.6f);
        }

        var board = (y - 70) % 80;
        if (board > 70)
        {
            return new Vector3(0.55f, 0.5f, 0.44f);
        }

        var cell = (int)(x / 34) + ((int)((y - 70) / 80) * 64);
        var height = 30 + (25 * (0.5f + (0.5f * Noise(cell * 3.7f, 0.5f, 11))));
        if (board < 70 - height || x % 34 < 3)
        {
            return new Vector3(0.24f, 0.22f, 0.2f);
        }

        var hue = 0.5f + (0.5f * Noise((cell / 3) * 5.1f, 2.5f, 12));
        var label = board > 70 - (height * 0.6f) && board < 70 - (height * 0.25f);
        return label ? new Vector3(0.8f, 0.78f, 0.7f) : Hue(hue) * (0.55f + (0.2f * MathF.Sin((x % 34) / 34 * MathF.PI)));
    }

    /// <summary>A muted colour of a hue from 0 to 1.</summary>
    public static Vector3 Hue(float hue) => new Vector3(0.55f) + (0.32f * new Vector3(
        MathF.Cos(hue * MathF.Tau), MathF.Cos((hue - 0.333f) * MathF.Tau), MathF.Cos((hue - 0.667f) * MathF.Tau)));
}
