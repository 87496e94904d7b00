using System.Numerics;

namespace EdgeGateway.Vision.Faces;

/// <summary>Reads what the net RetinaFace (mnet.25_v2) puts out for one stride. Pure; allocates nothing.</summary>
/// <remarks>
/// Two square anchors a cell; each gives a score between 0 and 1, the box's middle as an offset in anchor sides, the logarithm of its sides over the
/// anchor's, and five points as offsets in fifths of its side. Planes first, then rows. Source: InsightFace, RetinaFace, generate_anchors and
/// bbox_pred with landmark_std 0.2; measured on the file named in docs/models.md.
/// </remarks>
public static class RetinaFaceOutput
{
    /// <summary>The strides of the net's outputs in pixels.</summary>
    public static ReadOnlySpan<int> Strides => [32, 16, 8];

    /// <summary>Anchors a cell.</summary>
    public const int AnchorsACell = 2;

    /// <summary>Points a face has.</summary>
    public const int Points = 5;

    private const float LandmarkDeviation = 0.2f;

    /// <summary>Adds every face of one stride above a score; in pixels of the net's input.</summary>
    /// <param name="stride">The stride.</param>
    /// <param name="across">Cells a row.</param>
    /// <param name="scores">Planes of scores: first that there is none, then that there is one, for each anchor.</param>
    /// <param name="boxes">Four planes an anchor.</param>
    /// <param name="marks">Ten planes an anchor.</param>
    /// <param name="least">The least score, 0 to 1.</param>
    /// <param name="faces">Receives them from <paramref name="count"/> on, as many as there is room for.</param>
    /// <param name="count">How many there were before.</param>
    /// <returns>How many there are now.</returns>
    public static int Read(
        int stride,
        int across,
        ReadOnlySpan<float> scores,
        ReadOnlySpan<float> boxes,
        ReadOnlySpan<float> marks,
        float least,
        Span<DetectedFace> faces,
        int count)
    {
        var plane = scores.Length / (2 * AnchorsACell);
        for (var anchor = 0; anchor < AnchorsACell; anchor++)
        {
            var side = (float)(anchor == 0 ? stride * stride / 2 : stride * stride / 4);
            for (var cell = 0; cell < plane; cell++)
            {
                var score = scores[((AnchorsACell + anchor) * plane) + cell];
                if (!(score >= least) || count == faces.Length)
                {
                    continue;
                }

                // The middle of an anchor of 16 pixels whose first pixel is 0.
                var middle = new Vector2((cell % across * stride) + 7.5f, (cell / across * stride) + 7.5f);
                var box = boxes[(anchor * 4 * plane)..];
                var center = middle + (side * new Vector2(box[cell], box[plane + cell]));
                var (width, height) = (side * MathF.Exp(box[(2 * plane) + cell]), side * MathF.Exp(box[(3 * plane) + cell]));
                if (!(width > 0 && height > 0) || !float.IsFinite(width * height))
                {
                    continue;
                }

                var points = default(FacePoints);
                var own = marks[(anchor * 2 * Points * plane)..];
                for (var i = 0; i < Points; i++)
                {
                    points[i] = middle + (side * LandmarkDeviation * new Vector2(own[(2 * i * plane) + cell], own[(((2 * i) + 1) * plane) + cell]));
                }

                faces[count++] = new DetectedFace(center.X - (width / 2), center.Y - (height / 2), width, height, score, points);
            }
        }

        return count;
    }
}
