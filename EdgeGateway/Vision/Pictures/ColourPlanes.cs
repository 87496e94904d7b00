using System.Numerics;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Vision.Pictures;

/// <summary>Writes pictures as the numbers nets want. Pure; allocates nothing.</summary>
public static class ColourPlanes
{
    /// <summary>Colours of a pixel side by side, as in the picture: <c>level * scale + offset</c>.</summary>
    /// <param name="levels">The picture's bytes.</param>
    /// <param name="numbers">As many numbers.</param>
    /// <param name="scale">What a level is multiplied by.</param>
    /// <param name="offset">What is added then.</param>
    /// <exception cref="ArgumentException">There is not as much room as there are levels.</exception>
    public static void Interleaved(ReadOnlySpan<byte> levels, Span<float> numbers, float scale, float offset)
    {
        if (levels.Length != numbers.Length)
        {
            throw new ArgumentException($"{levels.Length} levels need as many numbers; there is room for {numbers.Length}.", nameof(numbers));
        }

        var wide = Vector<byte>.Count;
        var part = Vector<float>.Count;
        var (times, plus) = (new Vector<float>(scale), new Vector<float>(offset));
        var at = 0;
        for (; at <= levels.Length - wide; at += wide)
        {
            Vector.Widen(new Vector<byte>(levels[at..]), out var low, out var high);
            Vector.Widen(low, out var first, out var second);
            Vector.Widen(high, out var third, out var fourth);
            ((Vector.ConvertToSingle(first.As<uint, int>()) * times) + plus).CopyTo(numbers[at..]);
            ((Vector.ConvertToSingle(second.As<uint, int>()) * times) + plus).CopyTo(numbers[(at + part)..]);
            ((Vector.ConvertToSingle(third.As<uint, int>()) * times) + plus).CopyTo(numbers[(at + (2 * part))..]);
            ((Vector.ConvertToSingle(fourth.As<uint, int>()) * times) + plus).CopyTo(numbers[(at + (3 * part))..]);
        }

        for (; at < levels.Length; at++)
        {
            numbers[at] = (levels[at] * scale) + offset;
        }
    }

    /// <summary>A plane a colour, row after row.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="numbers">Three for each pixel.</param>
    /// <param name="levels">The order of the planes and what is done to a level.</param>
    /// <exception cref="ArgumentException">There is not as much room as the picture needs.</exception>
    public static void Planar(RgbPicture picture, Span<float> numbers, ColourLevels levels)
    {
        var bytes = picture.Bytes;
        if (bytes.Length != numbers.Length)
        {
            throw new ArgumentException($"{bytes.Length} levels need as many numbers; there is room for {numbers.Length}.", nameof(numbers));
        }

        var plane = numbers.Length / 3;
        var red = numbers.Slice(levels.IsBlueFirst ? 2 * plane : 0, plane);
        var green = numbers.Slice(plane, plane);
        var blue = numbers.Slice(levels.IsBlueFirst ? 0 : 2 * plane, plane);
        unchecked
        {
            var (scale, offset) = (1 / levels.DividedBy, -levels.Subtracted / levels.DividedBy);
            for (var i = 0; i < red.Length && i < green.Length && i < blue.Length; i++)
            {
                red[i] = (bytes[3 * i] * scale) + offset;
                green[i] = (bytes[(3 * i) + 1] * scale) + offset;
                blue[i] = (bytes[(3 * i) + 2] * scale) + offset;
            }
        }
    }

    /// <summary>Turns every row of square planes round.</summary>
    /// <param name="numbers">The planes.</param>
    /// <param name="side">The length of a row.</param>
    public static void Mirror(Span<float> numbers, int side)
    {
        for (var row = 0; row < numbers.Length; row += side)
        {
            numbers.Slice(row, side).Reverse();
        }
    }
}
