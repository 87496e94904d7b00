namespace EdgeGateway.Vision.Models;

/// <summary>Gives the net RetinaFace (mnet.25_v2) another input size: all its layers are convolutions, so only what the file says of its input stands in the way.</summary>
public static class RetinaFaceNet
{
    /// <summary>Sides are multiples of this, so that every stride fits.</summary>
    public const int Step = 32;

    private const int LeastSide = 128;
    private const int MostSide = 16383;

    /// <summary>The input's height and width as the file has them: two dimensions of 640. Source: onnx.proto, TensorShapeProto.Dimension, dim_value.</summary>
    private static ReadOnlySpan<byte> Sides => [0x0A, 0x03, 0x08, 0x80, 0x05, 0x0A, 0x03, 0x08, 0x80, 0x05];

    /// <summary>A copy for another size; as long as the file, for a side takes two bytes either way.</summary>
    /// <param name="model">The model as published, for 640 x 640.</param>
    /// <param name="width">A multiple of <see cref="Step"/>, 128 to 16383.</param>
    /// <param name="height">As <paramref name="width"/>.</param>
    /// <exception cref="FormatException">The model does not say 640 x 640 exactly once.</exception>
    public static byte[] Resize(ReadOnlySpan<byte> model, int width, int height)
    {
        Check(width, nameof(width));
        Check(height, nameof(height));
        var at = model.IndexOf(Sides);
        if (at < 0 || model[(at + 1)..].IndexOf(Sides) >= 0)
        {
            throw new FormatException("This is not RetinaFace for 640 x 640 pixels: its input's size was not found once.");
        }

        var resized = model.ToArray();
        Write(resized.AsSpan(at + 3), height);
        Write(resized.AsSpan(at + 8), width);
        return resized;
    }

    private static void Check(int side, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, LeastSide, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(side, MostSide, name);
        ArgumentOutOfRangeException.ThrowIfNotEqual(side % Step, 0, name);
    }

    private static void Write(Span<byte> varint, int side) => (varint[0], varint[1]) = ((byte)((side & 0x7F) | 0x80), (byte)(side >> 7));
}
