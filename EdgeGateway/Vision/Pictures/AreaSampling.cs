using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EdgeGateway.Vision.Pictures;

/// <summary>Averages all that falls on a pixel, by the share of it that does; where the picture gets larger, that is interpolation. Rows first, then columns, so that each pixel of the source is read about once.</summary>
internal static class AreaSampling
{
    /// <summary>Columns are read four numbers at a time, of which three are a pixel's.</summary>
    private const int Spare = 4;

    internal static void Shrink(RgbPicture source, Stretching place, RgbPicture target, byte? beyond)
    {
        var width = source.Width * 3;
        var buffer = ArrayPool<float>.Shared.Rent(width + Spare);
        var row = buffer.AsSpan(0, width + Spare);
        try
        {
            row.Clear();
            for (var y = 0; y < target.Height; y++)
            {
                var rows = Part.Of((place.Down * y) + place.Y + 0.5f, place.Down, source.Height);
                if (rows.Share > 0 || beyond is null)
                {
                    Sum(source, rows, row[..width]);
                }

                Write(row, source.Width, place, rows.Share, beyond, target.Bytes.AsSpan(y * target.Width * 3, target.Width * 3));
            }
        }
        finally
        {
            // It shows the last row.
            row.Clear();
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    private static void Sum(RgbPicture source, Part rows, Span<float> row)
    {
        row.Clear();
        for (var y = rows.First; y <= rows.Last; y++)
        {
            Add(source.Bytes.AsSpan(y * row.Length, row.Length), rows.WeightOf(y), row);
        }
    }

    private static void Add(ReadOnlySpan<byte> levels, float weight, Span<float> sum)
    {
        unchecked
        {
            var (wide, part) = (Vector<byte>.Count, Vector<float>.Count);
            var at = 0;
            ref var from = ref MemoryMarshal.GetReference(levels);
            ref var to = ref MemoryMarshal.GetReference(sum);
            for (; at <= levels.Length - wide; at += wide)
            {
                Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)at), out var low, out var high);
                Vector.Widen(low, out var first, out var second);
                Vector.Widen(high, out var third, out var fourth);
                AddPart(first, weight, ref Unsafe.Add(ref to, at));
                AddPart(second, weight, ref Unsafe.Add(ref to, at + part));
                AddPart(third, weight, ref Unsafe.Add(ref to, at + (2 * part)));
                AddPart(fourth, weight, ref Unsafe.Add(ref to, at + (3 * part)));
            }

            for (; at < levels.Length; at++)
            {
                sum[at] += levels[at] * weight;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddPart(Vector<uint> levels, float weight, ref float sum) =>
        (Vector.LoadUnsafe(ref sum) + (Vector.ConvertToSingle(levels.As<uint, int>()) * weight)).StoreUnsafe(ref sum);

    private static void Write(ReadOnlySpan<float> row, int sourceWidth, Stretching place, float shareOfRows, byte? beyond, Span<byte> target)
    {
        unchecked
        {
            ref var from = ref MemoryMarshal.GetReference(row);
            for (var (x, at) = (0, 0); at < target.Length; x++, at += 3)
            {
                var columns = Part.Of((place.Across * x) + place.X + 0.5f, place.Across, sourceWidth);
                var sum = Vector128<float>.Zero;
                for (var column = columns.First; column <= columns.Last; column++)
                {
                    sum += Vector128.LoadUnsafe(ref from, (nuint)(column * 3)) * columns.WeightOf(column);
                }

                if (beyond is { } level)
                {
                    var inside = shareOfRows * columns.Share;
                    sum = inside > 0 ? (sum * inside) + Vector128.Create(level * (1 - inside)) : Vector128.Create((float)level);
                }

                var levels = Vector128.ConvertToInt32(sum + Vector128.Create(0.5f));
                target[at] = (byte)levels[0];
                target[at + 1] = (byte)levels[1];
                target[at + 2] = (byte)levels[2];
            }
        }
    }

    /// <summary>The pixels of a row or column that fall on one pixel of the target.</summary>
    /// <param name="From">Where they begin, 0 being the edge of the first pixel.</param>
    /// <param name="To">Where they end.</param>
    /// <param name="First">The first of them.</param>
    /// <param name="Last">The last.</param>
    /// <param name="Share">How much of the target's pixel lies within the source, 0 to 1.</param>
    private readonly record struct Part(float From, float To, int First, int Last, float Share)
    {
        internal static Part Of(float middle, float scale, int limit)
        {
            // At least a whole pixel wide: that interpolates where the picture gets larger.
            var length = Math.Max(1, scale);
            var from = middle - (length / 2);
            var (begin, end) = (Math.Clamp(from, 0, limit), Math.Clamp(from + length, 0, limit));
            if (end - begin > 1e-4f)
            {
                return new Part(begin, end, (int)begin, Math.Min((int)MathF.Ceiling(end), limit) - 1, Math.Min(1, (end - begin) / length));
            }

            // Wholly outside: the pixel at that edge stands in.
            var edge = from < 0 ? 0 : limit - 1;
            return new Part(edge, edge + 1, edge, edge, 0);
        }

        internal float WeightOf(int pixel) => (Math.Min(To, pixel + 1) - Math.Max(From, pixel)) / (To - From);
    }
}
