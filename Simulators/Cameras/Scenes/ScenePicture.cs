using System.Numerics;

namespace Simulators.Cameras.Scenes;

/// <summary>A picture of 8-bit red, green and blue that people are drawn on.</summary>
internal sealed class ScenePicture(int width, int height)
{
    /// <summary>Pixels a row.</summary>
    public int Width => width;

    /// <summary>Rows.</summary>
    public int Height => height;

    /// <summary>Three bytes a pixel, row after row.</summary>
    public byte[] Bytes { get; } = new byte[width * height * 3];

    /// <summary>Paints a pixel wholly.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="colour">0 to 1.</param>
    public void Set(int x, int y, Vector3 colour) => Write(((y * width) + x) * 3, colour * 255);

    /// <summary>Paints over a pixel.</summary>
    /// <param name="x">Column.</param>
    /// <param name="y">Row.</param>
    /// <param name="colour">0 to 1, multiplied by its cover, which is W.</param>
    public void Over(int x, int y, Vector4 colour)
    {
        var at = ((y * width) + x) * 3;
        var below = new Vector3(Bytes[at], Bytes[at + 1], Bytes[at + 2]);
        Write(at, (new Vector3(colour.X, colour.Y, colour.Z) * 255) + (below * (1 - colour.W)));
    }

    /// <summary>Takes over another picture of the same size.</summary>
    public void CopyFrom(ScenePicture other) => other.Bytes.CopyTo(Bytes, 0);

    /// <summary>Adds the noise of a sensor, other for each frame.</summary>
    public void AddNoise(ReadOnlySpan<sbyte> grain, int start)
    {
        var at = start % grain.Length;
        for (var i = 0; i < Bytes.Length; i++)
        {
            Bytes[i] = (byte)Math.Clamp(Bytes[i] + grain[at], 0, 255);
            at = at + 1 == grain.Length ? 0 : at + 1;
        }
    }

    private void Write(int at, Vector3 colour)
    {
        var held = Vector3.Clamp(colour, Vector3.Zero, new Vector3(255)) + new Vector3(0.5f);
        (Bytes[at], Bytes[at + 1], Bytes[at + 2]) = ((byte)held.X, (byte)held.Y, (byte)held.Z);
    }
}
