using EdgeGateway.Vision.Faces;

namespace Vision.Tests.Faces;

/// <summary>The clean pack on a few real photos, where EDGE_SHARED names a folder with them; all of them: <c>bench faces</c>.</summary>
public sealed class PhotographedFacesTests
{
    private const int PairsOfEach = 6;

    [Fact]
    public async Task Pairs_OfOneAndOfTwoPeople_AreToldApart()
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("EDGE_SHARED") ?? "", "faces");
        Assert.SkipUnless(File.Exists(Path.Combine(folder, "pairs.csv")), "no photos here (EDGE_SHARED)");
        using var nets = ModelsHere.Library("clean").CreateNets();
        var pairs = File.ReadLines(Path.Combine(folder, "pairs.csv")).Skip(1).Select(line => line.Trim().Split(',')).ToLookup(pair => pair[2] == "1");

        foreach (var pair in pairs[true].Take(PairsOfEach))
        {
            Assert.InRange(await SimilarityAsync(pair), 0.915f, 1);
        }

        foreach (var pair in pairs[false].Take(PairsOfEach))
        {
            Assert.InRange(await SimilarityAsync(pair), -1, 0.93f);
        }

        async Task<float> SimilarityAsync(string[] pair)
        {
            var embeddings = new[] { new float[nets.Embedder.Numbers], new float[nets.Embedder.Numbers] };
            for (var i = 0; i < 2; i++)
            {
                Assert.True(Portrait.TryEmbed(nets, await PhotoFile.ReadAsync(Path.Combine(folder, pair[i])), embeddings[i], out _));
            }

            return embeddings[0].Zip(embeddings[1], (a, b) => a * b).Sum();
        }
    }
}
