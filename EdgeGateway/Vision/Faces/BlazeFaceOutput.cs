using System.Numerics;

namespace EdgeGateway.Vision.Faces;

/// <summary>Reads what the net BlazeFace (long range, 256 x 256) puts out. Pure; allocates nothing.</summary>
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

    /// <summary>How many faces there can be before overlapping ones are joined.</summary>
    public const int MostFaces = FineAnchors + CoarseAnchors;

    /// <summary>Numbers an anchor gives.</summary>
    public const int NumbersAnAnchor = 16;

    /// <summary>Every face above a score, overlapping ones blended into one; in pixels of the net's input, most certain first.</summary>
    /// <param name="fineScores">Logits of the finer grid.</param>
    /// <param name="coarseScores">Logits of the coarser grid.</param>
    /// <param name="fineNumbers">The finer grid's numbers.</param>
    /// <param name="coarseNumbers">The coarser grid's numbers.</param>
    /// <param name="faces">Room for <see cref="MostFaces"/>; receives the faces.</param>
    /// <param name="least">The least score, 0 to 1; 0.5 is usual.</param>
    /// <param name="sameAbove">From which overlap on two are one face, 0 to 1; 0.3 is usual.</param>
    /// <returns>How many faces there are.</returns>
    public static int Read(
        ReadOnlySpan<float> fineScores,
        ReadOnlySpan<float> coarseScores,
        ReadOnlySpan<float> fineNumbers,
        ReadOnlySpan<float> coarseNumbers,
        Span<DetectedFace> faces,
        float least,
        float sameAbove)
    {
        var count = Read(fineScores, fineNumbers, 16, 2, least, faces, 0);
        count = Read(coarseScores, coarseNumbers, 8, 6, least, faces, count);
        return FaceOverlap.Blend(faces[..count], sameAbove);
    }

    private static int Read(ReadOnlySpan<float> scores, ReadOnlySpan<float> numbers, int cells, int each, float least, Span<DetectedFace> faces, int count)
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
            // The net counts from the edge of its first pixel; here whole numbers are the middles of pixels.
            var middle = new Vector2((((cell % cells) + 0.5f) * pixels) - 0.5f, (((cell / cells) + 0.5f) * pixels) - 0.5f);
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

            faces[count++] = new DetectedFace(center.X - (width / 2), center.Y - (height / 2), width, height, score, points);
        }

        return count;
    }
}
