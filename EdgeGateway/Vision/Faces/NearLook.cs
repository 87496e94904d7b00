using System.Numerics;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>A second look at a face: upright and near, in a square of its own. Pure; allocates nothing.</summary>
internal static class NearLook
{
    /// <summary>From places in the square to places in the picture: the eyes level, the face in the middle.</summary>
    /// <param name="face">The face as it was found.</param>
    /// <param name="side">The square's side in pixels.</param>
    /// <param name="surroundings">How much more than the face's box it shows.</param>
    internal static Similarity PlaceOf(in DetectedFace face, int side, float surroundings)
    {
        var eyes = face.Points[1] - face.Points[0];
        var turn = eyes.LengthSquared() > 0 ? Vector2.Normalize(eyes) : Vector2.UnitX;
        var scale = surroundings * Math.Max(face.Width, face.Height) / side;
        var middle = (side - 1) / 2f;
        var (a, b) = (turn.X * scale, turn.Y * scale);
        return new Similarity(a, b, face.Center.X - ((a * middle) - (b * middle)), face.Center.Y - ((b * middle) + (a * middle)));
    }

    /// <summary>The face in the middle of the square, in the picture's pixels.</summary>
    /// <returns>False where none is near the middle.</returns>
    internal static bool TryChoose(ReadOnlySpan<DetectedFace> found, int side, Similarity place, out DetectedFace chosen)
    {
        var middle = new Vector2((side - 1) / 2f);
        var (best, least) = (-1, float.MaxValue);
        for (var i = 0; i < found.Length; i++)
        {
            var distance = Vector2.Distance(found[i].Center, middle);
            var cost = distance - (found[i].Width * found[i].Score);
            if (distance < side / 4f && cost < least)
            {
                (best, least) = (i, cost);
            }
        }

        chosen = best >= 0 ? found[best].Moved(place) : default;
        return best >= 0;
    }
}
