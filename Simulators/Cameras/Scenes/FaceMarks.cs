using System.Numerics;
using static Simulators.Cameras.Scenes.SceneDice;

namespace Simulators.Cameras.Scenes;

/// <summary>What is painted on a drawn face: skin, eyes, brows, nostrils, mouth, beard and glasses.</summary>
internal sealed class FaceMarks(FaceShape shape)
{
    private readonly Vector3 _hairColour = HeadHair.ColourOf(shape);

    /// <summary>The skin's colour where nothing is on it.</summary>
    public Vector3 Tone { get; } = Vector3.Lerp(
        Vector3.Lerp(new Vector3(0.93f, 0.72f, 0.62f), new Vector3(0.92f, 0.75f, 0.58f), shape.SkinWarmth),
        Vector3.Lerp(new Vector3(0.36f, 0.22f, 0.16f), new Vector3(0.42f, 0.27f, 0.17f), shape.SkinWarmth),
        shape.SkinTone);

    /// <summary>The skin with its redness, shadows under the eyes, spots and beard.</summary>
    public Vector3 Skin(float x, float y, Vector3 normal)
    {
        var side = MathF.Abs(x);
        var skin = Tone * (1 + (0.035f * Grain(x * 5, y * 5, shape.Seed)) + (0.03f * Noise(x * 40, y * 40, shape.Seed + 7)));
        var red = (0.5f * Bump(side - 0.62f, 0.24f) * Bump(y - 0.6f, 0.22f)) + (0.45f * Bump(x, 0.2f) * Bump(y - (shape.NoseLength * 0.85f), 0.15f)) + (0.25f * Bump(y - shape.Bottom + 0.15f, 0.15f));
        skin *= Vector3.Lerp(Vector3.One, new Vector3(1.02f, 0.86f, 0.84f), Math.Clamp(red, 0, 1));
        var tired = (0.35f + (0.5f * shape.Age)) * Bump(side - 0.46f, 0.2f) * Bump(y - 0.17f, 0.06f);
        skin *= Vector3.Lerp(Vector3.One, new Vector3(0.8f, 0.72f, 0.72f), Math.Clamp(tired, 0, 1));
        skin *= 1 - (shape.Age * 0.12f * MathF.Max(0, MathF.Sin((y + 0.03f * MathF.Sin(x * 4)) * 42)) * Bump(y + 0.8f, 0.18f) * Bump(x, 0.5f));
        return Vector3.Lerp(skin, (_hairColour * 0.8f) + (Tone * 0.12f), Stubble(x, y, side) * (0.86f + (0.14f * Noise(x * 55, y * 30, shape.Seed + 9)))) * (1 - (0.25f * (1 - normal.Z)));
    }

    /// <summary>Puts brows, eyes, nostrils and the mouth on lit skin.</summary>
    public Vector3 Over(Vector3 colour, float light, float x, float y)
    {
        var side = MathF.Abs(x);
        colour = Brow(colour, x, side, y, light);
        colour = Eye(colour, x, side, y);
        var nostril = new Vector2((side - (shape.NoseWidth * 0.45f)) / 0.085f, (y - shape.NoseLength - 0.005f + (0.12f * (side - 0.12f))) / 0.04f).Length();
        colour = Vector3.Lerp(colour, Tone * new Vector3(0.2f, 0.12f, 0.1f), 0.9f * Step(1.15f, 0.6f, nostril));
        var wing = Bump(side - shape.NoseWidth, 0.022f) * Bump(y - (shape.NoseLength * 0.92f), 0.07f);
        colour *= 1 - (0.4f * wing);
        colour *= 1 - (0.3f * Bump(x, shape.NoseWidth * 0.6f) * Bump(y - shape.NoseLength - 0.055f, 0.035f));
        return Mouth(colour, side, y, light);
    }

    /// <summary>The frame of the glasses and the shine on them.</summary>
    public Vector4 Spectacles(float x, float y)
    {
        if (!shape.Glasses)
        {
            return Vector4.Zero;
        }

        var side = MathF.Abs(x);
        var (across, down) = ((side - 0.52f) / 0.41f, (y - 0.04f) / 0.31f);
        var edge = MathF.Pow(MathF.Pow(MathF.Abs(across), 3.2f) + MathF.Pow(MathF.Abs(down), 3.2f), 1 / 3.2f);
        var frame = Step(0.1f, 0.05f, MathF.Abs(edge - 1));
        frame = MathF.Max(frame, Step(0.035f, 0.015f, MathF.Abs(y + 0.04f - (0.06f * (1 - (side * 8 * side))))) * Step(0.14f, 0.11f, side));
        frame = MathF.Max(frame, Step(0.04f, 0.02f, MathF.Abs(y + 0.06f)) * Step(0.9f, 0.93f, side) * Step(shape.Cheek + 0.02f, shape.Cheek, side));
        var dark = new Vector3(0.06f, 0.055f, 0.06f) + new Vector3(shape.Clothes * 0.12f, 0, 0);
        return frame > 0 ? new Vector4(dark, frame * 0.96f) : edge < 1 ? new Vector4(1, 1, 1, 0.05f + (0.07f * Bump(across + down + 0.4f, 0.15f))) : Vector4.Zero;
    }

    private float Stubble(float x, float y, float side)
    {
        var jaw = Step(shape.Mouth - 0.35f, shape.Mouth + 0.1f, y + (0.55f * Step(0.55f, 0.95f, side)));
        var free = 1 - (Step(shape.MouthWidth * 1.1f, shape.MouthWidth * 0.85f, side) * Step(shape.Mouth - 0.3f, shape.Mouth - 0.2f, y) * Step(shape.Mouth + 0.27f, shape.Mouth + 0.17f, y));
        var moustache = Step(shape.MouthWidth * 1.15f, shape.MouthWidth * 0.85f, side) * Step(shape.NoseLength + 0.07f, shape.NoseLength + 0.14f, y) * Step(shape.Mouth - 0.01f, shape.Mouth - 0.06f, y - (0.12f * side));
        var shaven = shape.LipColour < 0.4f ? 0.12f * jaw : 0;
        return Math.Clamp(MathF.Max(shaven, MathF.Max(shape.Beard * jaw * free, shape.Moustache * moustache)), 0, 1) + (0 * x);
    }

    private Vector3 Brow(Vector3 colour, float x, float side, float y, float light)
    {
        var along = (side - 0.17f) / 0.58f;
        if (along is < -0.1f or > 1.1f)
        {
            return colour;
        }

        var middle = shape.BrowHeight - (shape.BrowArch * MathF.Sin(Math.Clamp(along, 0, 1) * 2.5f)) + (0.05f * along * along) - (shape.EyeSlant * along);
        var thick = shape.BrowThickness * (1 - (0.55f * Math.Clamp(along, 0, 1)));
        var hairs = 0.8f + (0.35f * Noise((x * 60) + (y * 30), y * 14, shape.Seed + 3));
        var cover = Step(1.25f, 0.55f, MathF.Abs(y - middle) / thick) * Step(-0.08f, 0.08f, along) * Step(1.1f, 0.8f, along) * hairs;
        return Vector3.Lerp(colour, _hairColour * (0.35f + (0.35f * light)), Math.Clamp(cover * 0.9f, 0, 1));
    }

    private Vector3 Eye(Vector3 colour, float x, float side, float y)
    {
        var across = (side - 0.5f) / shape.EyeWidth;
        var level = y + (shape.EyeSlant * across);
        var open = 1 - (across * across);
        var crease = Bump(level + (shape.EyeHeight * 1.05f * MathF.Sqrt(MathF.Max(0, 1.25f - (across * across)))) + 0.05f, 0.018f) * Step(1.15f, 0.8f, MathF.Abs(across));
        colour *= 1 - (0.42f * crease);
        if (open <= -0.25f)
        {
            return colour;
        }

        var upper = -shape.EyeHeight * 1.05f * MathF.Pow(MathF.Max(0, open), 0.62f);
        var lower = shape.EyeHeight * 0.8f * MathF.Pow(MathF.Max(0, open), 0.8f);
        var inside = Step(upper - 0.012f, upper + 0.012f, level) * Step(lower + 0.012f, lower - 0.012f, level) * Step(0, 0.08f, open);
        var ball = new Vector3(0.82f, 0.8f, 0.78f) * (0.72f + (0.35f * Step(upper, upper + 0.12f, level))) * (1 - (0.35f * across * across));
        var radius = 0.118f;
        var centre = new Vector2(side - 0.5f, y - 0.005f).Length() / radius;
        var iris = Vector3.Lerp(new Vector3(0.16f, 0.085f, 0.045f), new Vector3(0.3f, 0.42f, 0.5f), shape.Iris) * (0.75f + (0.5f * centre));
        ball = Vector3.Lerp(ball, iris, Step(1.05f, 0.92f, centre));
        ball = Vector3.Lerp(ball, new Vector3(0.05f), Step(1.08f, 1.0f, centre) * Step(0.85f, 0.95f, centre) * 0.7f);
        ball = Vector3.Lerp(ball, new Vector3(0.015f), Step(0.5f, 0.38f, centre));
        ball += new Vector3(0.85f) * Step(0.035f, 0.015f, new Vector2(x - (x < 0 ? -0.5f : 0.5f) + 0.035f, y + 0.04f).Length());
        colour = Vector3.Lerp(colour, ball, inside);
        var lash = Bump(level - upper, 0.017f) * Step(-0.1f, 0.1f, open);
        colour = Vector3.Lerp(colour, new Vector3(0.07f, 0.05f, 0.045f), Math.Clamp(lash * (0.75f + (0.25f * shape.LipColour)), 0, 1));
        var rim = Bump(level - lower, 0.012f) * Step(0, 0.15f, open);
        return Vector3.Lerp(colour, Tone * new Vector3(0.5f, 0.36f, 0.33f), rim * 0.55f);
    }

    private Vector3 Mouth(Vector3 colour, float side, float y, float light)
    {
        var part = side / shape.MouthWidth;
        if (part > 1.15f)
        {
            return colour;
        }

        var line = shape.Mouth - (0.03f * part * part) + (0.015f * Bump(side, 0.07f));
        var full = MathF.Max(0, 1 - (part * part));
        var bow = 1 - (0.25f * Bump(side, 0.045f)) + (0.1f * Bump(side - 0.1f, 0.05f));
        var upper = line - (shape.Lips * 0.85f * MathF.Pow(full, 0.8f) * bow);
        var lower = line + (shape.Lips * 1.15f * MathF.Pow(full, 0.6f));
        var red = Vector3.Lerp(Tone * new Vector3(0.86f, 0.62f, 0.6f), new Vector3(0.66f, 0.17f, 0.2f), shape.LipColour);
        var inUpper = Step(upper - 0.015f, upper + 0.02f, y) * Step(line + 0.01f, line - 0.01f, y);
        var inLower = Step(line - 0.01f, line + 0.01f, y) * Step(lower + 0.025f, lower - 0.015f, y);
        colour = Vector3.Lerp(colour, red * light * 0.8f, inUpper * 0.9f);
        colour = Vector3.Lerp(colour, red * light * (1 + (0.25f * Bump(y - line - (shape.Lips * 0.55f), 0.03f) * Bump(side, 0.15f))), inLower * 0.85f);
        var between = Bump(y - line, 0.014f) * Step(1.08f, 0.95f, part);
        return Vector3.Lerp(colour, Tone * new Vector3(0.22f, 0.1f, 0.1f), between * 0.85f);
    }
}
