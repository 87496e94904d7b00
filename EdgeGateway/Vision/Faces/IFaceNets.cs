using EdgeGateway.Vision.Pictures;

namespace EdgeGateway.Vision.Faces;

/// <summary>Finds faces. One thread's own.</summary>
public interface IFaceDetector : IDisposable
{
    /// <summary>Finds the faces of a picture, most certain first; their points are good for tracking.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="faces">Receives them, as many as there is room for.</param>
    /// <returns>How many were put there.</returns>
    int Detect(RgbPicture picture, Span<DetectedFace> faces);

    /// <summary>Looks again at a face found before, for points that are exact enough to align by.</summary>
    /// <returns>False where it is no face from near.</returns>
    bool TryRefine(RgbPicture picture, in DetectedFace face, out DetectedFace refined);

    /// <summary>Overwrites what is left of the last picture.</summary>
    void Clear();

    /// <summary>As <see cref="Clear"/>, and what the nets themselves keep of it; takes as long as looking once. For when nothing is to be looked at for a while.</summary>
    void Scrub() => Clear();
}

/// <summary>Turns an aligned face into numbers. One thread's own.</summary>
public interface IFaceEmbedder : IDisposable
{
    /// <summary>How many numbers.</summary>
    int Numbers { get; }

    /// <summary>The numbers of a face, of length 1; similarity is their dot product.</summary>
    /// <param name="picture">The picture it is in.</param>
    /// <param name="face">A refined face.</param>
    /// <param name="embedding">Receives <see cref="Numbers"/> numbers.</param>
    void Embed(RgbPicture picture, in DetectedFace face, Span<float> embedding);

    /// <summary>Overwrites what is left of the last face.</summary>
    void Clear();

    /// <summary>As <see cref="Clear"/>, and what the nets themselves keep of it; takes as long as looking once. For when nothing is to be looked at for a while.</summary>
    void Scrub() => Clear();
}

/// <summary>Says whether a face is a living one rather than a picture of one. A soft sign, never proof. One thread's own.</summary>
public interface ILivenessScorer : IDisposable
{
    /// <summary>0 (a picture) to 1 (alive).</summary>
    float Score(RgbPicture picture, in DetectedFace face);

    /// <summary>Overwrites what is left of the last face.</summary>
    void Clear();

    /// <summary>As <see cref="Clear"/>, and what the nets themselves keep of it; takes as long as looking once. For when nothing is to be looked at for a while.</summary>
    void Scrub() => Clear();
}
