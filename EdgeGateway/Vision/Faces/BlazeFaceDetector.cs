using System.Numerics;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Finds faces with BlazeFace in two passes: over the whole picture, then once more over each face, upright and near, for points that are exact enough to align by.</summary>
/// <remarks>One thread's own; the session is shared.</remarks>
public sealed class BlazeFaceDetector : IFaceDetector
{
    /// <summary>How much more than the box the second pass looks at.</summary>
    private const float Surroundings = 3;

    private readonly OnnxRun _run;
    private readonly RgbPicture _input = new(BlazeFaceOutput.Side, BlazeFaceOutput.Side);

    /// <summary>Makes room for one picture at a time.</summary>
    /// <param name="session">The net; input NHWC, -1 to 1.</param>
    public BlazeFaceDetector(OnnxSession session) => _run = new OnnxRun(
        session,
        [[1, BlazeFaceOutput.Side, BlazeFaceOutput.Side, 3]],
        [
            ("Identity:0", [1, BlazeFaceOutput.FineAnchors, 1]),
            ("Identity_1:0", [1, BlazeFaceOutput.CoarseAnchors, 1]),
            ("Identity_2:0", [1, BlazeFaceOutput.FineAnchors, BlazeFaceOutput.NumbersAnAnchor]),
            ("Identity_3:0", [1, BlazeFaceOutput.CoarseAnchors, BlazeFaceOutput.NumbersAnAnchor]),
        ]);

    /// <inheritdoc/>
    public int Detect(RgbPicture picture, Span<DetectedFace> faces)
    {
        var place = PictureSampling.Letterbox(picture, BlazeFaceOutput.Side);
        var found = Look(picture, place);
        var count = Math.Min(found.Count, faces.Length);
        for (var i = 0; i < count; i++)
        {
            faces[i] = Moved(found[i], place);
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
    {
        var eyes = face.Points[1] - face.Points[0];
        var turn = eyes.LengthSquared() > 0 ? Vector2.Normalize(eyes) : Vector2.UnitX;
        var scale = Surroundings * Math.Max(face.Width, face.Height) / BlazeFaceOutput.Side;
        var middle = (BlazeFaceOutput.Side - 1) / 2f;
        var (a, b) = (turn.X * scale, turn.Y * scale);
        var place = new Similarity(a, b, face.Center.X - ((a * middle) - (b * middle)), face.Center.Y - ((b * middle) + (a * middle)));
        var near = Look(picture, place)
            .Where(found => Vector2.Distance(found.Center, new Vector2(middle)) < BlazeFaceOutput.Side / 4f)
            .OrderBy(found => Vector2.Distance(found.Center, new Vector2(middle)) - (found.Width * found.Score))
            .ToList();
        refined = near.Count > 0 ? Moved(near[0], place) : default;
        return near.Count > 0;
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _input.Clear();
        _run.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Clear();
        _run.Dispose();
    }

    private IReadOnlyList<DetectedFace> Look(RgbPicture picture, Similarity place)
    {
        PictureSampling.Warp(picture, place, _input, beyond: 0);
        var numbers = _run.Input();
        var bytes = _input.Bytes;
        for (var i = 0; i < bytes.Length; i++)
        {
            numbers[i] = (bytes[i] / 127.5f) - 1;
        }

        _run.Execute();
        return BlazeFaceOutput.Read(_run.Output(0), _run.Output(1), _run.Output(2), _run.Output(3));
    }

    private static DetectedFace Moved(in DetectedFace face, Similarity place)
    {
        var points = face.Points;
        for (var i = 0; i < FacePoints.Most; i++)
        {
            points[i] = place.Apply(points[i]);
        }

        var center = place.Apply(face.Center);
        var (width, height) = (face.Width * place.Scale, face.Height * place.Scale);
        return face with
        {
            Left = center.X - (width / 2), Top = center.Y - (height / 2), Width = width, Height = height, Points = points,
        };
    }
}
