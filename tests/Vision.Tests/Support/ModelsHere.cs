using System.Collections.Concurrent;
using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;

namespace Vision.Tests;

/// <summary>The models, where EDGE_MODELS names a folder with them: tests that need one are skipped without.</summary>
internal static class ModelsHere
{
    private static readonly ConcurrentDictionary<string, Lazy<ModelLibrary>> s_libraries = new(StringComparer.Ordinal);

    /// <summary>The folder; ends the test as skipped where there is none.</summary>
    internal static string Folder()
    {
        var folder = Environment.GetEnvironmentVariable("EDGE_MODELS");
        Assert.SkipUnless(folder is { Length: > 0 } && Directory.Exists(folder), "no models here (scripts/models.sh, then EDGE_MODELS=artifacts/models)");
        return folder!;
    }

    /// <summary>A pack's library, loaded once for all tests; ends the test as skipped where its files are not there. Files that are there and wrong fail it.</summary>
    internal static ModelLibrary Library(string pack)
    {
        var folder = Folder();
        Assert.SkipUnless(Directory.Exists(Path.Combine(folder, pack)), $"the pack {pack} is not here (scripts/models.sh {pack})");
        return s_libraries.GetOrAdd(
            pack, _ => new Lazy<ModelLibrary>(() => ModelLibrary.Open(new VisionOptions { ModelsFolder = folder, Pack = pack, ClearedLicences = ["accurate"] }))).Value;
    }
}
