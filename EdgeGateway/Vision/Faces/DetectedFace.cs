using System.Numerics;

namespace EdgeGateway.Vision.Faces;

/// <summary>A face as a detector sees it, in pixels of the picture.</summary>
/// <param name="Left">Left edge of its box.</param>
/// <param name="Top">Upper edge.</param>
/// <param name="Width">Above 0.</param>
/// <param name="Height">Above 0.</param>
/// <param name="Score">How sure the detector is, 0 to 1.</param>
/// <param name="Points">Its marks.</param>
public readonly record struct DetectedFace(float Left, float Top, float Width, float Height, float Score, FacePoints Points)
{
    /// <summary>The middle of the box.</summary>
    public Vector2 Center => new(Left + (Width / 2), Top + (Height / 2));

    /// <summary>How much of both boxes together they share, 0 to 1.</summary>
    public float Overlap(in DetectedFace other)
    {
        var width = Math.Min(Left + Width, other.Left + other.Width) - Math.Max(Left, other.Left);
        var height = Math.Min(Top + Height, other.Top + other.Height) - Math.Max(Top, other.Top);
        if (width <= 0 || height <= 0)
        {
            return 0;
        }

        var shared = width * height;
        return shared / ((Width * Height) + (other.Width * other.Height) - shared);
    }
}
