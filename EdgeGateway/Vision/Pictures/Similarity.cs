using System.Numerics;

namespace EdgeGateway.Vision.Pictures;

/// <summary>A turn, one scale for both axes and a shift: <c>x' = A x - B y + X</c>, <c>y' = B x + A y + Y</c>.</summary>
/// <param name="A">Scale times the cosine of the turn.</param>
/// <param name="B">Scale times its sine.</param>
/// <param name="X">Shift to the right.</param>
/// <param name="Y">Shift downwards.</param>
public readonly record struct Similarity(float A, float B, float X, float Y)
{
    /// <summary>Leaves everything where it is.</summary>
    public static Similarity Identity { get; } = new(1, 0, 0, 0);

    /// <summary>Its scale.</summary>
    public float Scale => MathF.Sqrt((A * A) + (B * B));

    /// <summary>Where a point comes to lie.</summary>
    public Vector2 Apply(Vector2 point) => new((A * point.X) - (B * point.Y) + X, (B * point.X) + (A * point.Y) + Y);

    /// <summary>The way back.</summary>
    /// <exception cref="InvalidOperationException">The scale is 0.</exception>
    public Similarity Inverse()
    {
        var squared = (A * A) + (B * B);
        if (squared == 0)
        {
            throw new InvalidOperationException("A similarity of scale 0 has no inverse.");
        }

        var (a, b) = (A / squared, -B / squared);
        return new Similarity(a, b, -((a * X) - (b * Y)), -((b * X) + (a * Y)));
    }

    /// <summary>The one that brings <paramref name="from"/> nearest to <paramref name="to"/> in the sum of squares, without mirroring.</summary>
    /// <remarks>
    /// In the plane the least-squares problem is linear, so that no decomposition is needed. Source: Umeyama, Least-squares estimation of
    /// transformation parameters between two point patterns, IEEE PAMI 13(4), 1991, for two dimensions.
    /// </remarks>
    /// <param name="from">At least two points that are not all the same.</param>
    /// <param name="to">As many.</param>
    /// <exception cref="ArgumentException">There are fewer than two, not as many, or they all coincide.</exception>
    public static Similarity Fit(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        if (from.Length < 2 || from.Length != to.Length)
        {
            throw new ArgumentException($"{from.Length} and {to.Length} points came; expected two or more, as many of each.", nameof(to));
        }

        var (fromMean, toMean) = (Mean(from), Mean(to));
        float dot = 0, cross = 0, spread = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (f, t) = (from[i] - fromMean, to[i] - toMean);
            dot += Vector2.Dot(f, t);
            cross += (f.X * t.Y) - (f.Y * t.X);
            spread += f.LengthSquared();
        }

        if (spread <= 0)
        {
            throw new ArgumentException("All points coincide.", nameof(from));
        }

        var (a, b) = (dot / spread, cross / spread);
        return new Similarity(a, b, toMean.X - ((a * fromMean.X) - (b * fromMean.Y)), toMean.Y - ((b * fromMean.X) + (a * fromMean.Y)));
    }

    private static Vector2 Mean(ReadOnlySpan<Vector2> points)
    {
        var sum = Vector2.Zero;
        foreach (var point in points)
        {
            sum += point;
        }

        return sum / points.Length;
    }
}
