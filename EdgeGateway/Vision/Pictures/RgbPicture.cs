namespace EdgeGateway.Vision.Pictures;

/// <summary>A picture of 8-bit red, green and blue, row after row, three bytes a pixel.</summary>
/// <remarks>A frame of a camera may show people who never asked to be seen: whoever is done with one calls <see cref="Clear"/>.</remarks>
public sealed class RgbPicture
{
    /// <summary>The longest side there may be.</summary>
    public const int MostSide = 8192;

    /// <summary>Takes over the bytes, without a copy.</summary>
    /// <param name="width">1 to <see cref="MostSide"/>.</param>
    /// <param name="height">1 to <see cref="MostSide"/>.</param>
    /// <param name="bytes">Three for each pixel.</param>
    /// <exception cref="ArgumentException">The sizes are out of range or the bytes are not as many as they need.</exception>
    public RgbPicture(int width, int height, byte[] bytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MostSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MostSide);
        if (bytes.Length != width * height * 3)
        {
            throw new ArgumentException($"{width} x {height} pixels need {width * height * 3} bytes; {bytes.Length} came.", nameof(bytes));
        }

        (Width, Height, Bytes) = (width, height, bytes);
    }

    /// <summary>Makes a black one.</summary>
    public RgbPicture(int width, int height)
        : this(width, height, new byte[Math.Max(0, width) * Math.Max(0, height) * 3])
    {
    }

    /// <summary>Pixels a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>All pixels; the receiver may write them.</summary>
    public byte[] Bytes { get; }

    /// <summary>Overwrites every pixel with black.</summary>
    public void Clear() => Array.Clear(Bytes);
}
