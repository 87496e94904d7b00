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
        var recipe = pack.Detector!;
        var detector = folder.Read(recipe.File, pack.Name, mistakes);
        var embedder = ReadEmbedder(pack, folder, mistakes);
        var liveness = pack.Liveness is { } wanted ? folder.Read(wanted.File, pack.Name, mistakes) : null;
        if (detector is null || embedder is null || (pack.Liveness is not null && liveness is null))
        {
            return null;
        }

        if (recipe.Kind != DetectorKind.RetinaFace)
        {
            return new ModelBytes(pack, detector, null, embedder, liveness);
        }

        return Made(pack, mistakes, () => RetinaFaceNet.Resize(detector, recipe.NearSide, recipe.NearSide)) is { } near
            ? new ModelBytes(pack, RetinaFaceNet.Resize(detector, recipe.Width, recipe.Height), near, embedder, liveness)
            : null;
    }

    /// <summary>Reads, checks and converts the recognition net alone.</summary>
    internal static byte[]? ReadEmbedder(ModelPack pack, ModelFolder folder, ICollection<string> mistakes)
    {
        var recipe = pack.Embedder!;
        var files = recipe.Files.Select(file => folder.Read(file, pack.Name, mistakes)).ToArray();
        return files.Contains(null) ? null
            : recipe.Kind == EmbedderKind.DlibWeights ? Made(pack, mistakes, () => DlibFaceNet.Convert(QuantizedWeights.Read(files[0], files[1])))
            : files[0];
    }

    private static byte[]? Made(ModelPack pack, ICollection<string> mistakes, Func<byte[]> make)
    {
        try
        {
            return make();
        }
        catch (FormatException e)
        {
            mistakes.Add($"pack \"{pack.Name}\": {e.Message}");
            return null;
        }
    }
}
