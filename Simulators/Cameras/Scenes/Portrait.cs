using System.Numerics;

namespace Simulators.Cameras.Scenes;

/// <summary>A painted head: colour, cover and depth of each point.</summary>
internal sealed class Portrait
{
    /// <summary>Points a distance between the pupils.</summary>
    public const int Scale = 110;

    /// <summary>Points across.</summary>
    public const int Width = 374;

    /// <summary>Points down.</summary>
    public const int Height = 528;

    private const float MiddleX = Width / 2f;
    private const float EyesY = 231;

    /// <summary>Colour 0 to 1, multiplied by how much it covers, 0 to 1, which is W; row after row.</summary>
    public Vector4[] Colours { get; } = new Vector4[Width * Height];

    /// <summary>How far each point stands out, in distances between the pupils.</summary>
    public float[] Depths { get; } = new float[Width * Height];

    /// <summary>Where a point is on the face.</summary>
    public static (float X, float Y) Place(int column, int row) => ((column + 0.5f - MiddleX) / Scale, (row + 0.5f - EyesY) / Scale);

    /// <summary>The column and row of a place on the face.</summary>
    public static Vector2 PointOf(Vector2 place) => new((place.X * Scale) + MiddleX - 0.5f, (place.Y * Scale) + EyesY - 0.5f);

    /// <summary>Paints a point.</summary>
    /// <param name="at">Which.</param>
    /// <param name="colour">Its colour, and its cover as W, not multiplied.</param>
    /// <param name="depth">How far it stands out.</param>
    public void Set(int at, Vector4 colour, float depth) => (Colours[at], Depths[at]) = (new Vector4(colour.X * colour.W, colour.Y * colour.W, colour.Z * colour.W, colour.W), depth);

    /// <summary>The colour between points, multiplied by its cover.</summary>
    public Vector4 Sample(Vector2 point)
    {
        if (point.X < 0 || point.Y < 0 || point.X >= Width - 1 || point.Y >= Height - 1)
        {
            return Vector4.Zero;
        }

        var (column, row) = ((int)point.X, (int)point.Y);
        var at = (row * Width) + column;
        var (across, down) = (point.X - column, point.Y - row);
        return Vector4.Lerp(
            Vector4.Lerp(Colours[at], Colours[at + 1], across), Vector4.Lerp(Colours[at + Width], Colours[at + Width + 1], across), down);
    }

    /// <summary>How far the nearest point stands out; 0 outside.</summary>
    public float DepthAt(Vector2 point) =>
        point.X < 0 || point.Y < 0 || point.X >= Width || point.Y >= Height ? 0 : Depths[((int)point.Y * Width) + (int)point.X];
}
