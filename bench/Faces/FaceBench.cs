using EdgeGateway.Vision;
using EdgeGateway.Vision.Packs;

namespace Bench.Faces;

/// <summary><c>bench faces [FILE]</c>: both packs on the photos of EDGE_SHARED, as docs/face-accuracy.md.</summary>
internal static class FaceBench
{
    public const string Verb = "faces";

    public static int Run(string file, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("EDGE_SHARED") ?? "", "faces");
        var models = Environment.GetEnvironmentVariable("EDGE_MODELS") ?? Path.Combine("artifacts", "models");
        if (!File.Exists(Path.Combine(folder, "identities.csv")))
        {
            Console.Error.WriteLine($"faces: there is no {Path.Combine(folder, "identities.csv")}; name the folder that has faces/ in EDGE_SHARED");
            return 1;
        }

        var photos = FacePhotos.Read(folder, cancellationToken);
        var pairs = FacePhotos.Pairs(folder);
        var packs = new List<PackMeasurement>();
        foreach (var pack in ModelPacks.All)
        {
            Console.Error.WriteLine($"measuring {pack.Name}");
            try
            {
                // Measuring is not recognising anybody in a shop: the licence is not asked about.
                using var library = ModelLibrary.Open(new VisionOptions { ModelsFolder = models, Pack = pack.Name, ClearedLicences = [pack.Name] });
                packs.Add(PackMeasurement.Run(library, photos, pairs, cancellationToken));
            }
            catch (ModelPackException e)
            {
                Console.Error.WriteLine($"faces: {pack.Name} is left out: {e.Message}");
            }
        }

        if (packs.Count == 0)
        {
            return 1;
        }

        using var output = new StringWriter();
        FaceReport.Write(output, photos, pairs, packs);
        File.WriteAllText(file, output.ToString());
        return 0;
    }
}
