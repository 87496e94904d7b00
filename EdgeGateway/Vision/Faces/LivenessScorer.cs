using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Tells a living face from a picture of one by what is around it, with a net of the MiniFASNet family.</summary>
/// <remarks>One thread's own; the session is shared. Scoring allocates nothing. A soft sign: where the face fills the picture there is nothing around it.</remarks>
public sealed class LivenessScorer : ILivenessScorer
{
    private const int Classes = 3;

    private readonly LivenessRecipe _recipe;
    private readonly OnnxRun _run;
    private readonly RgbPicture _input;

    /// <summary>Makes room for one face at a time.</summary>
    /// <param name="session">The net.</param>
    /// <param name="recipe">How it is used.</param>
    public LivenessScorer(OnnxSession session, LivenessRecipe recipe)
    {
        _recipe = recipe;
        _input = new RgbPicture(recipe.Side, recipe.Side);
        _run = new OnnxRun(session, [[1, 3, recipe.Side, recipe.Side]], [(session.Outputs[0], [1, Classes])]);
    }

    /// <inheritdoc/>
    public float Score(RgbPicture picture, in DetectedFace face)
    {
        var (left, top, width, height) = Around(picture.Width, picture.Height, face, _recipe.Surroundings);
        PictureSampling.Stretch(picture, left, top, width, height, _input);
        ColourPlanes.Planar(_input, _run.Input(), _recipe.Levels);
        _run.Execute();
        return First(_run.Output());
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _input.Clear();
        _run.Clear();
    }

    /// <inheritdoc/>
    public void Scrub()
    {
        _input.Clear();
        _run.Scrub();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _input.Clear();
        _run.Dispose();
    }

    /// <summary>The box with what is around it, of the same shape, smaller where the picture is, moved until it lies within.</summary>
    internal static (float Left, float Top, float Width, float Height) Around(int pictureWidth, int pictureHeight, in DetectedFace face, float surroundings)
    {
        var scale = Math.Min(surroundings, Math.Min((pictureWidth - 1) / face.Width, (pictureHeight - 1) / face.Height));
        var (width, height) = (face.Width * scale, face.Height * scale);
        return (
            Math.Clamp(face.Center.X - (width / 2), 0, Math.Max(0, pictureWidth - 1 - width)),
            Math.Clamp(face.Center.Y - (height / 2), 0, Math.Max(0, pictureHeight - 1 - height)),
            width,
            height);
    }

    /// <summary>The softmax of the first class: alive.</summary>
    internal static float First(ReadOnlySpan<float> logits)
    {
        var most = logits[0];
        foreach (var logit in logits)
        {
            most = Math.Max(most, logit);
        }

        var sum = 0f;
        foreach (var logit in logits)
        {
            sum += MathF.Exp(logit - most);
        }

        return MathF.Exp(logits[0] - most) / sum;
    }
}
