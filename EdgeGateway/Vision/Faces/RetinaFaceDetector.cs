using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Finds faces with RetinaFace: over the whole picture, then over each face from near with the same net for a smaller square.</summary>
/// <remarks>One thread's own; the sessions are shared. Looking allocates nothing.</remarks>
public sealed class RetinaFaceDetector : IFaceDetector
{
    private readonly DetectorRecipe _recipe;
    private readonly Looking _far;
    private readonly Looking _near;

    /// <summary>Makes room for one picture at a time.</summary>
    /// <param name="far">The net for the whole picture; input planar red, green, blue, 0 to 255.</param>
    /// <param name="near">The net for one face.</param>
    /// <param name="recipe">How they are used.</param>
    public RetinaFaceDetector(OnnxSession far, OnnxSession near, DetectorRecipe recipe)
    {
        _recipe = recipe;
        _far = new Looking(far, recipe.Width, recipe.Height, recipe);
        _near = new Looking(near, recipe.NearSide, recipe.NearSide, recipe);
    }

    /// <inheritdoc/>
    public int Detect(RgbPicture picture, Span<DetectedFace> faces)
    {
        var place = PictureSampling.Letterbox(picture, _recipe.Width, _recipe.Height);
        var found = _far.Look(picture, place);
        var count = Math.Min(found.Length, faces.Length);
        for (var i = 0; i < count; i++)
        {
            faces[i] = found[i].Moved(place);
        }

        return count;
    }

    /// <inheritdoc/>
    public bool TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined)
    {
        var place = NearLook.PlaceOf(face, _recipe.NearSide, _recipe.NearSurroundings);
        return NearLook.TryChoose(_near.Look(picture, place), _recipe.NearSide, place, out refined);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _far.Clear();
        _near.Clear();
    }

    /// <inheritdoc/>
    public void Scrub()
    {
        _far.Scrub();
        _near.Scrub();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _far.Dispose();
        _near.Dispose();
    }

    /// <summary>The net for one size of input.</summary>
    private sealed class Looking : IDisposable
    {
        /// <summary>Finds before overlapping ones are joined; more than a crowd in a shop gives.</summary>
        private const int MostFinds = 1024;

        private static readonly ColourLevels s_levels = new(IsBlueFirst: false, Subtracted: 0, DividedBy: 1);

        private readonly DetectorRecipe _recipe;
        private readonly RgbPicture _input;
        private readonly OnnxRun _run;
        private readonly DetectedFace[] _found = new DetectedFace[MostFinds];

        internal Looking(OnnxSession session, int width, int height, DetectorRecipe recipe)
        {
            _recipe = recipe;
            _input = new RgbPicture(width, height);
            var outputs = new List<(string, long[])>();
            foreach (var stride in RetinaFaceOutput.Strides)
            {
                long[] cells = [height / stride, width / stride];
                outputs.Add(($"face_rpn_cls_prob_reshape_stride{stride}", [1, 4, .. cells]));
                outputs.Add(($"face_rpn_bbox_pred_stride{stride}", [1, 8, .. cells]));
                outputs.Add(($"face_rpn_landmark_pred_stride{stride}", [1, 20, .. cells]));
            }

            _run = new OnnxRun(session, [[1, 3, height, width]], outputs);
        }

        internal ReadOnlySpan<DetectedFace> Look(RgbPicture picture, Similarity place)
        {
            PictureSampling.Warp(picture, place, _input, beyond: 0);
            ColourPlanes.Planar(_input, _run.Input(), s_levels);
            _run.Execute();
            var count = 0;
            for (var i = 0; i < RetinaFaceOutput.Strides.Length; i++)
            {
                var stride = RetinaFaceOutput.Strides[i];
                count = RetinaFaceOutput.Read(
                    stride, _input.Width / stride, _run.Output(3 * i), _run.Output((3 * i) + 1), _run.Output((3 * i) + 2), _recipe.Least, _found, count);
            }

            return _found.AsSpan(0, FaceOverlap.Suppress(_found.AsSpan(0, count), _recipe.SameAbove));
        }

        internal void Clear()
        {
            _input.Clear();
            _run.Clear();
            Array.Clear(_found);
        }

        internal void Scrub()
        {
            Clear();
            _run.Scrub();
        }

        public void Dispose()
        {
            _input.Clear();
            Array.Clear(_found);
            _run.Dispose();
        }
    }
}
