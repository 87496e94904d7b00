using System.Numerics;
using EdgeGateway.Vision.Onnx;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Turns a face into numbers: aligned into a chip, by the net, where the pack says so averaged with its mirror image, of length 1.</summary>
/// <remarks>One thread's own; the session is shared. Embedding allocates nothing.</remarks>
public sealed class ChipEmbedder : IFaceEmbedder
{
    private readonly EmbedderRecipe _recipe;
    private readonly Vector2[] _template;
    private readonly OnnxRun _run;
    private readonly RgbPicture _chip;

    /// <summary>Makes room for one face at a time.</summary>
    /// <param name="session">The net; one input of planes of colour, one output.</param>
    /// <param name="recipe">How it is used.</param>
    public ChipEmbedder(OnnxSession session, EmbedderRecipe recipe)
    {
        _recipe = recipe;
        _template = [.. recipe.Template];
        _chip = new RgbPicture(recipe.Side, recipe.Side);
        _run = new OnnxRun(session, [[1, 3, recipe.Side, recipe.Side]], [(session.Outputs[0], [1, recipe.Numbers])]);
    }

    /// <inheritdoc/>
    public int Numbers => _recipe.Numbers;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There is no room, or the face's points coincide.</exception>
    public void Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding)
    {
        if (embedding.Length != Numbers)
        {
            throw new ArgumentException($"Room for {Numbers} numbers is needed; there is room for {embedding.Length}.", nameof(embedding));
        }

        var points = face.Points;
        PictureSampling.Warp(picture, Similarity.Fit(_template, points[.._template.Length]), _chip);
        ColourPlanes.Planar(_chip, _run.Input(), _recipe.Levels);
        _run.Execute();
        Normalise(_run.Output(), embedding);
        if (_recipe.Mirrored)
        {
            ColourPlanes.Mirror(_run.Input(), _recipe.Side);
            _run.Execute();
            AddNormalised(_run.Output(), embedding);
            Normalise(embedding, embedding);
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _chip.Clear();
        _run.Clear();
    }

    /// <inheritdoc/>
    public void Scrub()
    {
        _chip.Clear();
        _run.Scrub();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chip.Clear();
        _run.Dispose();
    }

    /// <summary>Brings numbers to length 1; all 0 stay 0.</summary>
    internal static void Normalise(ReadOnlySpan<float> numbers, Span<float> unit) 
    {
        var length = Length(numbers);
        for (var i = 0; i < numbers.Length; i++)
        {
            unit[i] = numbers[i] / length;
        }
    }

    private static void AddNormalised(ReadOnlySpan<float> numbers, Span<float> sum)
    {
        var length = Length(numbers);
        for (var i = 0; i < numbers.Length; i++)
        {
            sum[i] += numbers[i] / length;
        }
    }

    private static float Length(ReadOnlySpan<float> numbers)
    {
        var sum = 0f;
        foreach (var number in numbers)
        {
            sum += number * number;
        }

        return MathF.Max(MathF.Sqrt(sum), float.Epsilon);
    }
}
