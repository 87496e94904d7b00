using System.Numerics;
using System.Runtime.CompilerServices;

namespace EdgeGateway.Vision.Faces;

/// <summary>Marks of a face, in pixels of the picture: the eye on the left of the picture, the other eye, the nose; then what the detector's own order says.</summary>
[InlineArray(Most)]
public struct FacePoints
{
    /// <summary>How many there may be.</summary>
    public const int Most = 6;

    private Vector2 _first;

    /// <summary>Takes up to <see cref="Most"/> points.</summary>
    public static FacePoints Of(params ReadOnlySpan<Vector2> points)
    {
        var made = default(FacePoints);
        points.CopyTo(made);
        return made;
    }
}
