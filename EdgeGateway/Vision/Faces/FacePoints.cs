using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeGateway.Vision.Faces;

/// <summary>Marks of a face, in pixels of the picture: the eye on the left of the picture, the other eye, the nose; then what the detector's own order says.</summary>
[InlineArray(Most)]
public struct FacePoints : IEquatable<FacePoints>
{
    /// <summary>How many there may be.</summary>
    public const int Most = 6;

    private Vector2 _first;

    /// <summary>Whether all points are the same.</summary>
    public static bool operator ==(in FacePoints left, in FacePoints right) => left.Equals(right);

    /// <summary>Whether any point differs.</summary>
    public static bool operator !=(in FacePoints left, in FacePoints right) => !left.Equals(right);

    /// <summary>Takes up to <see cref="Most"/> points.</summary>
    public static FacePoints Of(params ReadOnlySpan<Vector2> points)
    {
        var made = default(FacePoints);
        points.CopyTo(made);
        return made;
    }

    /// <inheritdoc/>
    public readonly bool Equals(FacePoints other)
    {
        ReadOnlySpan<Vector2> own = this;
        return own.SequenceEqual(other);
    }

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FacePoints other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var point in this)
        {
            hash.Add(point);
        }

        return hash.ToHashCode();
    }
}
