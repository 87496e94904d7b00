namespace EdgeGateway.Vision.Faces;

/// <summary>Makes one face of finds that overlap, in place. Pure; allocates nothing.</summary>
public static class FaceOverlap
{
    private static readonly Comparison<DetectedFace> s_bestFirst = static (a, b) => b.Score.CompareTo(a.Score);

    /// <summary>Joins what overlaps: places and points are means weighted by score, the score is the best one's. Source: MediaPipe, non_max_suppression_calculator, weighted.</summary>
    /// <param name="faces">All finds; the faces come to stand first, most certain first.</param>
    /// <param name="sameAbove">From which overlap on two are one, 0 to 1.</param>
    /// <returns>How many faces there are.</returns>
    public static int Blend(Span<DetectedFace> faces, float sameAbove)
    {
        faces.Sort(s_bestFirst);
        var (count, left) = (0, faces.Length);
        while (count < left)
        {
            var best = faces[count];
            var sum = default(DetectedFace);
            var weight = 0f;
            var kept = count + 1;
            for (var i = count; i < left; i++)
            {
                var face = faces[i];
                if (face.Overlap(best) > sameAbove)
                {
                    sum = Add(sum, face);
                    weight += face.Score;
                }
                else if (i > count)
                {
                    faces[kept++] = face;
                }
            }

            faces[count++] = weight > 0 ? Divide(sum, weight, best.Score) : best;
            left = kept;
        }

        return count;
    }

    /// <summary>Keeps the most certain of those that overlap, as it is.</summary>
    /// <param name="faces">All finds; the faces come to stand first, most certain first.</param>
    /// <param name="sameAbove">From which overlap on two are one, 0 to 1.</param>
    /// <returns>How many faces there are.</returns>
    public static int Suppress(Span<DetectedFace> faces, float sameAbove)
    {
        faces.Sort(s_bestFirst);
        var count = 0;
        for (var i = 0; i < faces.Length; i++)
        {
            var isNew = true;
            for (var j = 0; j < count && isNew; j++)
            {
                isNew = !(faces[i].Overlap(faces[j]) > sameAbove);
            }

            if (isNew)
            {
                faces[count++] = faces[i];
            }
        }

        return count;
    }

    private static DetectedFace Add(in DetectedFace sum, in DetectedFace face)
    {
        var points = sum.Points;
        for (var i = 0; i < FacePoints.Most; i++)
        {
            points[i] += face.Points[i] * face.Score;
        }

        return new DetectedFace(
            sum.Left + (face.Left * face.Score),
            sum.Top + (face.Top * face.Score),
            sum.Width + (face.Width * face.Score),
            sum.Height + (face.Height * face.Score),
            0,
            points);
    }

    private static DetectedFace Divide(in DetectedFace sum, float weight, float score)
    {
        var points = sum.Points;
        for (var i = 0; i < FacePoints.Most; i++)
        {
            points[i] /= weight;
        }

        return new DetectedFace(sum.Left / weight, sum.Top / weight, sum.Width / weight, sum.Height / weight, score, points);
    }
}
