using EdgeGateway.Vision.Models;

namespace EdgeGateway.Vision.Packs;

/// <summary>A pack's nets as ONNX, made of the files that were checked.</summary>
/// <param name="Pack">The pack.</param>
/// <param name="Detector">Finds faces in a picture.</param>
/// <param name="Near">Looks at one face; null where the detector does both.</param>
/// <param name="Embedder">Turns a face into numbers.</param>
/// <param name="Liveness">Tells whether it is alive; null where the pack cannot.</param>
internal sealed record ModelBytes(ModelPack Pack, byte[] Detector, byte[]? Near, byte[] Embedder, byte[]? Liveness)
{
    /// <summary>Reads, checks and converts; null where anything is wrong, with a line for each.</summary>
    internal static ModelBytes? Read(ModelPack pack, ModelFolder folder, ICollection<string> mistakes)
    {
        var (detector, embedder, liveness) = (pack.Detector!, pack.Embedder!, pack.Liveness);
        var detectorBytes = folder.Read(detector.File, pack.Name, mistakes);
        var embedderBytes = embedder.Files.Select(file => folder.Read(file, pack.Name, mistakes)).ToArray();
        var livenessBytes = liveness is null ? null : folder.Read(liveness.File, pack.Name, mistakes);
        if (detectorBytes is null || embedderBytes.Contains(null) || (liveness is not null && livenessBytes is null))
        {
            return null;
        }

        try
        {
            var isResized = detector.Kind == DetectorKind.RetinaFace;
            return new ModelBytes(
                pack,
                isResized ? RetinaFaceNet.Resize(detectorBytes, detector.Width, detector.Height) : detectorBytes,
                isResized ? RetinaFaceNet.Resize(detectorBytes, detector.NearSide, detector.NearSide) : null,
                embedder.Kind == EmbedderKind.DlibWeights ? DlibFaceNet.Convert(QuantizedWeights.Read(embedderBytes[0], embedderBytes[1])) : embedderBytes[0]!,
                livenessBytes);
        }
        catch (FormatException e)
        {
            mistakes.Add($"pack \"{pack.Name}\": {e.Message}");
            return null;
        }
    }
}
