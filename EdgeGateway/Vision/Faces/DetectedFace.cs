using System.Numerics;
using EdgeGateway.Vision.Pictures;

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

    /// <summary>The same face in the picture that this one's places were cut out of.</summary>
    /// <param name="place">From places here to places there; the box stays level.</param>
    public DetectedFace Moved(Similarity place)
    {
        var points = Points;
        for (var i = 0; i < FacePoints.Most; i++)
        {
            points[i] = place.Apply(points[i]);
        }

        var center = place.Apply(Center);
        var (width, height) = (Width * place.Scale, Height * place.Scale);
        return new DetectedFace(center.X - (width / 2), center.Y - (height / 2), width, height, Score, points);
    }

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
