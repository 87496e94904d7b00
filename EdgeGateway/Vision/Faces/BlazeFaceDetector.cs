using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Finds faces with BlazeFace in two passes: over the whole picture, then once more over each face, upright and near, for points that are exact enough to align by.</summary>
/// <remarks>One thread's own; the session is shared. Looking allocates nothing.</remarks>
public sealed class BlazeFaceDetector : IFaceDetector
{
    private readonly DetectorRecipe _recipe;
    private readonly OnnxRun _run;
    private readonly RgbPicture _input = new(BlazeFaceOutput.Side, BlazeFaceOutput.Side);
    private readonly DetectedFace[] _found = new DetectedFace[BlazeFaceOutput.MostFaces];

    /// <summary>Makes room for one picture at a time.</summary>
    /// <param name="session">The net; input NHWC, -1 to 1.</param>
    /// <param name="recipe">How it is used.</param>
    public BlazeFaceDetector(OnnxSession session, DetectorRecipe recipe)
    {
        _recipe = recipe;
        _run = new OnnxRun(
            session,
            [[1, BlazeFaceOutput.Side, BlazeFaceOutput.Side, 3]],
            [
                ("Identity:0", [1, BlazeFaceOutput.FineAnchors, 1]),
                ("Identity_1:0", [1, BlazeFaceOutput.CoarseAnchors, 1]),
                ("Identity_2:0", [1, BlazeFaceOutput.FineAnchors, BlazeFaceOutput.NumbersAnAnchor]),
                ("Identity_3:0", [1, BlazeFaceOutput.CoarseAnchors, BlazeFaceOutput.NumbersAnAnchor]),
            ]);
    }

    /// <inheritdoc/>
    public int Detect(RgbPicture picture, Span<DetectedFace> faces)
    {
        var place = PictureSampling.Letterbox(picture, BlazeFaceOutput.Side, BlazeFaceOutput.Side);
        var count = Math.Min(Look(picture, place), faces.Length);
        for (var i = 0; i < count; i++)
        {
            faces[i] = _found[i].Moved(place);
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
    {
        var place = NearLook.PlaceOf(face, BlazeFaceOutput.Side, _recipe.NearSurroundings);
        return NearLook.TryChoose(_found.AsSpan(0, Look(picture, place)), BlazeFaceOutput.Side, place, out refined);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _input.Clear();
        _run.Clear();
        Array.Clear(_found);
    }

    /// <inheritdoc/>
    public void Scrub()
    {
        _input.Clear();
        _run.Scrub();
        Array.Clear(_found);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Clear();
        Array.Clear(_found);
        _run.Dispose();
    }

    private int Look(RgbPicture picture, Similarity place)
    {
        PictureSampling.Warp(picture, place, _input, beyond: 0);
        ColourPlanes.Interleaved(_input.Bytes, _run.Input(), 1 / 127.5f, -1);
        _run.Execute();
        return BlazeFaceOutput.Read(_run.Output(0), _run.Output(1), _run.Output(2), _run.Output(3), _found, _recipe.Least, _recipe.SameAbove);
    }
}
