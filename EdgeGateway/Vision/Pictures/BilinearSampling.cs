using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeGateway.Vision.Pictures;

/// <summary>Interpolates between the four pixels around a place; where the picture gets smaller by two or more, as many such places a pixel are averaged.</summary>
internal static class BilinearSampling
{
    private const int MostPoints = 8;

    internal static void Sample(RgbPicture source, Similarity place, RgbPicture target, byte? beyond)
    {
        var points = Math.Clamp((int)MathF.Floor(place.Scale), 1, MostPoints);
        var step = 1f / points;
        var first = (step - 1) / 2;
        var share = Vector128.Create(1f / (points * points));
        var half = Vector128.Create(0.5f);
        var from = new Pixels(source, beyond);
        var bytes = target.Bytes;
        unchecked
        {
            var at = 0;
            for (var y = 0; y < target.Height; y++)
            {
                for (var x = 0; x < target.Width; x++, at += 3)
                {
                    var sum = Vector128<float>.Zero;
                    for (var j = 0; j < points; j++)
                    {
                        var down = y + first + (j * step);
                        for (var i = 0; i < points; i++)
                        {
                            var across = x + first + (i * step);
                            sum += from.At((place.A * across) - (place.B * down) + place.X, (place.B * across) + (place.A * down) + place.Y);
                        }
                    }

                    var level = Vector128.ConvertToInt32((sum * share) + half);
                    bytes[at] = (byte)level[0];
                    bytes[at + 1] = (byte)level[1];
                    bytes[at + 2] = (byte)level[2];
                }
            }
        }
    }

    /// <summary>The source, with the three colours of a place in the first three lanes.</summary>
    private readonly ref struct Pixels(RgbPicture source, byte? beyond)
    {
        private readonly ref byte _first = ref source.Bytes[0];
        private readonly int _right = source.Width - 1;
        private readonly int _bottom = source.Height - 1;
        private readonly int _row = source.Width * 3;
        private readonly bool _isBounded = beyond is not null;
        private readonly Vector128<float> _beyond = Vector128.Create((float)(beyond ?? 0));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Vector128<float> At(float x, float y)
        {
            unchecked
            {
                // Four bytes are read for three: not at the last row, where they would reach beyond the picture.
                if (!(x >= 0 && y >= 0 && x < _right && y < _bottom - 1))
                {
                    return AtEdge(x, y);
                }

                var (left, top) = ((int)x, (int)y);
                ref var pixel = ref Unsafe.Add(ref _first, (top * _row) + (left * 3));
                return Between(
                    Four(ref pixel), Four(ref Unsafe.Add(ref pixel, 3)), Four(ref Unsafe.Add(ref pixel, _row)), Four(ref Unsafe.Add(ref pixel, _row + 3)), x - left, y - top);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private Vector128<float> AtEdge(float x, float y)
        {
            if (_isBounded && !(x >= -0.5f && y >= -0.5f && x <= _right + 0.5f && y <= _bottom + 0.5f))
            {
                return _beyond;
            }

            var (inX, inY) = (float.IsFinite(x) ? Math.Clamp(x, 0, _right) : 0, float.IsFinite(y) ? Math.Clamp(y, 0, _bottom) : 0);
            var (left, top) = ((int)inX, (int)inY);
            var (right, bottom) = (Math.Min(left + 1, _right), Math.Min(top + 1, _bottom));
            return Between(Pixel(left, top), Pixel(right, top), Pixel(left, bottom), Pixel(right, bottom), inX - left, inY - top);
        }

        private Vector128<float> Pixel(int x, int y)
        {
            ref var pixel = ref Unsafe.Add(ref _first, (y * _row) + (x * 3));
            return Vector128.Create(pixel, Unsafe.Add(ref pixel, 1), Unsafe.Add(ref pixel, 2), 0f);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Four(ref byte pixel) => Vector128.ConvertToSingle(
            Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte())).AsInt32());

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector128<float> Between(
            Vector128<float> upperLeft, Vector128<float> upperRight, Vector128<float> lowerLeft, Vector128<float> lowerRight, float across, float down)
        {
            var upper = upperLeft + ((upperRight - upperLeft) * across);
            var lower = lowerLeft + ((lowerRight - lowerLeft) * across);
            return upper + ((lower - upper) * down);
        }
    }
}
