using EdgeGateway.Vision.Faces;

namespace EdgeGateway.Vision.Packs;

/// <summary>The nets of a pack with room to run them: one thread's own, over shared sessions.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Detector">Finds faces.</param>
/// <param name="Embedder">Turns them into numbers.</param>
/// <param name="Liveness">Says whether they are alive; null where the pack cannot.</param>
public sealed record FaceNets(ModelPack Pack, IFaceDetector Detector, IFaceEmbedder Embedder, ILivenessScorer? Liveness) : IDisposable
{
    /// <summary>Overwrites what is left of the last picture.</summary>
    public void Clear()
    {
        Detector.Clear();
        Embedder.Clear();
        Liveness?.Clear();
    }

    /// <summary>As <see cref="Clear"/>, and what the nets themselves keep of it; takes as long as looking once. For when nothing is to be looked at for a while.</summary>
    public void Scrub()
    {
        Detector.Scrub();
        Embedder.Scrub();
        Liveness?.Scrub();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Detector.Dispose();
        Embedder.Dispose();
        Liveness?.Dispose();
    }
}
