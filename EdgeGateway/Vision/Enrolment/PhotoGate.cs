using EdgeGateway.Core.Enrolment;
using EdgeGateway.Vision.Faces;
using EdgeGateway.Vision.Packs;
using EdgeGateway.Vision.Pictures;
using EdgeGateway.Vision.Recognition;

namespace EdgeGateway.Vision.Enrolment;

/// <summary>Lets only photos through that somebody can be recognised by: one face, large, whole, straight, sharp and lit. One thread's own, as its nets are.</summary>
/// <param name="nets">What finds the face and turns it into numbers; they stay the caller's.</param>
public sealed class PhotoGate(FaceNets nets) : IDisposable
{
    /// <summary>Another face that is at least so wide as this part of the nearest one is one too many; smaller ones are people behind.</summary>
    public const float OtherFacePart = 0.5f;

    private const int MostFaces = 16;

    /// <summary>Less certain ones are often a part of the same face.</summary>
    private const float LeastScore = 0.6f;

    private readonly FaceGauge _gauge = new();

    /// <summary>What a photo must be: stricter than a camera's frame, for there is time for another one.</summary>
    /// <remarks>32 sharp photos had a sharpness of 0.34 and more; the same blurred with a deviation of a fortieth of the face had 0.13 and less.</remarks>
    public static FaceWatchOptions Limits { get; } = new() { LeastHeight = 64, MostYaw = 0.25f, LeastSharpness = 0.1f, LeastBrightness = 45, LeastContrast = 14 };

    /// <summary>Looks at a photo.</summary>
    /// <param name="picture">The photo; it stays the caller's.</param>
    /// <param name="embedding">The face's numbers, where the photo is good; the caller overwrites them.</param>
    /// <returns>Why it is not good, a word of <see cref="PhotoReasons"/>; null where it is.</returns>
    public string? Look(RgbPicture picture, out float[]? embedding)
    {
        ArgumentNullException.ThrowIfNull(picture);
        embedding = null;
        Span<DetectedFace> faces = stackalloc DetectedFace[MostFaces];
        try
        {
            var found = faces[..nets.Detector.Detect(picture, faces)];
            if (found.Length == 0)
            {
                return PhotoReasons.NoFace;
            }

            var nearest = Nearest(found);
            foreach (ref readonly var face in found)
            {
                if (IsAnother(nearest, face) && face.Width >= OtherFacePart * nearest.Width)
                {
                    return PhotoReasons.SeveralFaces;
                }
            }

            if (!nets.Detector.TryRefine(picture, nearest, out var refined))
            {
                return PhotoReasons.NoFace;
            }

            // The first look's box stands level; the second one's points are exact.
            if (_gauge.Measure(picture, nearest with { Points = refined.Points }).Refusal(Limits) is { } reason)
            {
                return reason;
            }

            embedding = GC.AllocateUninitializedArray<float>(nets.Embedder.Numbers, pinned: true);
            nets.Embedder.Embed(picture, refined, embedding);
            return null;
        }
        finally
        {
            faces.Clear();
            _gauge.Clear();
            nets.Clear();
        }
    }

    /// <summary>The faces of a picture, as boxes.</summary>
    public IReadOnlyList<DetectedFace> Find(RgbPicture picture)
    {
        Span<DetectedFace> faces = stackalloc DetectedFace[MostFaces];
        try
        {
            return [.. faces[..nets.Detector.Detect(picture, faces)]];
        }
        finally
        {
            faces.Clear();
            nets.Clear();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gauge.Dispose();

    /// <summary>The most certain face, or a larger one beside it.</summary>
    private static DetectedFace Nearest(ReadOnlySpan<DetectedFace> found)
    {
        var nearest = found[0];
        foreach (ref readonly var face in found)
        {
            nearest = IsAnother(nearest, face) && face.Width > nearest.Width ? face : nearest;
        }

        return nearest;
    }

    /// <summary>Whether a face is not the same one found twice, as happens where it fills the picture: then one's middle lies in the other's box.</summary>
    private static bool IsAnother(in DetectedFace one, in DetectedFace other) =>
        other.Score >= LeastScore && !HasMiddle(one, other) && !HasMiddle(other, one);

    private static bool HasMiddle(in DetectedFace box, in DetectedFace of) =>
        of.Center.X >= box.Left && of.Center.X <= box.Left + box.Width && of.Center.Y >= box.Top && of.Center.Y <= box.Top + box.Height;
}
