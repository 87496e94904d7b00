using System.Numerics;

namespace EdgeGateway.Vision.Packs;

/// <summary>How a pack turns a face into numbers.</summary>
/// <param name="Kind">What its files are.</param>
/// <param name="Files">The net's files, in the order <paramref name="Kind"/> wants them.</param>
/// <param name="Numbers">How many numbers a face gives; they are brought to length 1, so that similarity is the cosine.</param>
/// <param name="Side">The side of the aligned face in pixels.</param>
/// <param name="Template">Where the face's first points come to lie in it, by a least-squares similarity.</param>
/// <param name="Mirrored">Whether the mean with the mirror image's numbers is taken.</param>
/// <param name="Levels">How the net wants its colours.</param>
public sealed record EmbedderRecipe(
    EmbedderKind Kind, IReadOnlyList<ModelFile> Files, int Numbers, int Side, IReadOnlyList<Vector2> Template, bool Mirrored, ColourLevels Levels);

/// <summary>What an embedder's files are.</summary>
public enum EmbedderKind
{
    /// <summary>One file of ONNX; input <c>input</c>, output <c>output</c>.</summary>
    Onnx,

    /// <summary>dlib's net as TensorFlow.js weights: the manifest, then the bytes. It is made into ONNX when it is loaded.</summary>
    DlibWeights,
}

/// <summary>How a net wants its colours: <c>(level - Subtracted) / DividedBy</c>, a plane a colour.</summary>
/// <param name="IsBlueFirst">Blue, green, red rather than red, green, blue.</param>
/// <param name="Subtracted">What is taken away of 0 to 255.</param>
/// <param name="DividedBy">What the rest is divided by.</param>
public readonly record struct ColourLevels(bool IsBlueFirst, float Subtracted, float DividedBy);
