using System.Numerics;
using EdgeGateway.Vision.Faces;

namespace EdgeGateway.Vision.Recognition;

/// <summary>A polygon on the picture, corners 0 to 1 of its width and height. Asking allocates nothing.</summary>
internal sealed class ZonePolygon(IReadOnlyList<Vector2> corners)
{
    private readonly Vector2[] _corners = [.. corners];

    /// <summary>Whether a point, in pixels of a picture of this size, lies inside; a crossing line is counted once (even-odd).</summary>
    public bool Contains(Vector2 point, int width, int height)
    {
        var at = point / new Vector2(width, height);
        var inside = false;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            var (a, b) = (_corners[i], _corners[j]);
            if (a.Y > at.Y != b.Y > at.Y && at.X < a.X + ((at.Y - a.Y) * (b.X - a.X) / (b.Y - a.Y)))
            {
                inside = !inside;
            }
        }

        return inside;
    }

    /// <summary>Whether the whole box of a face lies inside.</summary>
    public bool ContainsAll(in DetectedFace face, int width, int height)
    {
        if (!Contains(face.Center, width, height))
        {
            return false;
        }

        var size = new Vector2(width, height);
        var least = new Vector2(face.Left, face.Top) / size;
        var most = new Vector2(face.Left + face.Width, face.Top + face.Height) / size;
        for (int i = 0, j = _corners.Length - 1; i < _corners.Length; j = i++)
        {
            if (Crosses(_corners[j], _corners[i], least, most))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a line goes through the inside of a box. Source: Liang and Barsky, A new concept and method for line clipping, ACM TOG 3(1), 1984.</summary>
    private static bool Crosses(Vector2 from, Vector2 to, Vector2 least, Vector2 most)
    {
        var way = to - from;
        float enters = 0, leaves = 1;
        return Clip(way.X, least.X - from.X, most.X - from.X, ref enters, ref leaves)
            && Clip(way.Y, least.Y - from.Y, most.Y - from.Y, ref enters, ref leaves)
            && enters < leaves;
    }

    private static bool Clip(float way, float low, float high, ref float enters, ref float leaves)
    {
        if (way == 0)
        {
            return low < 0 && high > 0;
        }

        var (first, last) = way > 0 ? (low / way, high / way) : (high / way, low / way);
        enters = Math.Max(enters, first);
        leaves = Math.Min(leaves, last);
        return enters < leaves;
    }
}
