using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>Gives the lines of a method to the episodes they speak of.</summary>
internal static class EpisodeScorer
{
    /// <summary>How far the time of a line may be from its episode, in seconds.</summary>
    private const double Reach = 6;

    /// <summary>The episodes of a plate with the lines told of them; goods or doubts told of nothing are an episode without acts.</summary>
    public static List<Episode> Score(SimulatedPlate plate, IReadOnlyList<Episode> truth, IEnumerable<Told> lines)
    {
        var episodes = truth.Select(episode => episode.Untold()).ToList();
        var found = episodes.Count;
        foreach (var line in lines)
        {
            var at = line.AtMs / 1000.0;
            var nearest = episodes.Take(found).MinBy(episode => Distance(episode, at));
            if (nearest is not null && Distance(nearest, at) <= Reach)
            {
                nearest.Lines.Add(line);
            }
            else if (line.Sku is not null || line.Ambiguous)
            {
                episodes.Add(new Episode(plate, []) { Lines = { line } });
            }
        }

        return episodes;
    }

    private static double Distance(Episode episode, double at) => at < episode.On ? episode.On - at : at > episode.Off ? at - episode.Off : 0;
}
