using System.Numerics;

namespace EdgeGateway.Vision.Faces;

/// <summary>Reads what the net BlazeFace (long range, 256 x 256) puts out. Pure.</summary>
/// <remarks>
/// 512 anchors on 16 x 16 cells, two a cell, then 384 on 8 x 8 cells, six a cell; each gives a logit and sixteen numbers in pixels of the input: the
/// box's middle as an offset from the cell's, its sides, and six points as offsets. Source: MediaPipe, face_detection_full_range and ssd_anchors_calculator; measured
/// on the conversion named in docs/models.md.
/// </remarks>
public static class BlazeFaceOutput
{
    /// <summary>The side of the net's input in pixels.</summary>
    public const int Side = 256;

    /// <summary>Anchors of the finer grid.</summary>
    public const int FineAnchors = 512;

    /// <summary>Anchors of the coarser grid.</summary>
    public const int CoarseAnchors = 384;

    /// <summary>Numbers an anchor gives.</summary>
    public const int NumbersAnAnchor = 16;

    /// <summary>Every face above a score, overlapping ones blended into one; in pixels of the net's input, most certain first.</summary>
    /// <param name="fineScores">Logits of the finer grid.</param>
    /// <param name="coarseScores">Logits of the coarser grid.</param>
    /// <param name="fineNumbers">The finer grid's numbers.</param>
    /// <param name="coarseNumbers">The coarser grid's numbers.</param>
    /// <param name="least">The least score, 0 to 1; 0.5 is usual.</param>
    /// <param name="sameAbove">From which overlap on two are one face, 0 to 1; 0.3 is usual.</param>
    public static IReadOnlyList<DetectedFace> Read(
        ReadOnlySpan<float> fineScores,
        ReadOnlySpan<float> coarseScores,
        ReadOnlySpan<float> fineNumbers,
        ReadOnlySpan<float> coarseNumbers,
        float least = 0.5f,
        float sameAbove = 0.3f)
    {
        var found = new List<DetectedFace>();
        Read(fineScores, fineNumbers, 16, 2, least, found);
        Read(coarseScores, coarseNumbers, 8, 6, least, found);
        found.Sort(static (a, b) => b.Score.CompareTo(a.Score));
        return Blend(found, sameAbove);
    }

    /// <summary>Joins what overlaps into one face each: places are means weighted by score, the score is the best one's.</summary>
    internal static List<DetectedFace> Blend(List<DetectedFace> sorted, float sameAbove)
    {
        var faces = new List<DetectedFace>();
        while (sorted.Count > 0)
        {
            var best = sorted[0];
            var same = sorted.FindAll(face => face.Overlap(best) > sameAbove);
            sorted.RemoveAll(face => face.Overlap(best) > sameAbove);
            var weight = same.Sum(face => face.Score);
            faces.Add(new DetectedFace(
                Mean(face => face.Left),
                Mean(face => face.Top),
                Mean(face => face.Width),
                Mean(face => face.Height),
                best.Score,
                FacePoints.Of([.. Enumerable.Range(0, FacePoints.Most).Select(i => new Vector2(Mean(face => face.Points[i].X), Mean(face => face.Points[i].Y)))])));

            float Mean(Func<DetectedFace, float> value) => same.Sum(face => value(face) * face.Score) / weight;
        }

        return faces;
    }

    private static void Read(ReadOnlySpan<float> scores, ReadOnlySpan<float> numbers, int cells, int each, float least, List<DetectedFace> found)
    {
        var pixels = (float)Side / cells;
        for (var anchor = 0; anchor < scores.Length; anchor++)
        {
            var score = 1 / (1 + MathF.Exp(-Math.Clamp(scores[anchor], -80, 80)));
            if (!(score >= least))
            {
                continue;
            }

            var cell = anchor / each;
            var middle = new Vector2(((cell % cells) + 0.5f) * pixels, ((cell / cells) + 0.5f) * pixels);
            var own = numbers.Slice(anchor * NumbersAnAnchor, NumbersAnAnchor);
            var (width, height) = (own[2], own[3]);
            if (!(width > 0 && height > 0) || !float.IsFinite(width * height))
            {
                continue;
            }

            var center = middle + new Vector2(own[0], own[1]);
            var points = default(FacePoints);
            for (var i = 0; i < FacePoints.Most; i++)
            {
                points[i] = middle + new Vector2(own[4 + (2 * i)], own[5 + (2 * i)]);
            }

            found.Add(new DetectedFace(center.X - (width / 2), center.Y - (height / 2), width, height, score, points));
        }
    }
}
