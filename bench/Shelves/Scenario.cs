using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>What sort of episode it is, for the tables.</summary>
internal static class Scenario
{
    private static readonly string[] s_weights = ["below 30", "30 to 100", "100 to 300", "300 to 1,000", "1,000 to 3,000", "3,000 and more", "no goods"];

    /// <summary>Where a word stands among its likes in a table; the others by letter.</summary>
    public static int Order(string word) => Array.IndexOf(s_weights, word);

    /// <summary>One word for what happened.</summary>
    public static string Of(Episode episode)
    {
        var acts = episode.Acts;
        if (acts.Count == 0)
        {
            return "nothing happened";
        }

        if (acts.Any(act => act.Kind == ActKind.Cut))
        {
            return acts.Count == 1 ? "power cut" : "power cut and acts";
        }

        if (acts.Any(act => act.Kind is ActKind.Lean))
        {
            return acts.Count == 1 ? "leaning" : "leaning and acts";
        }

        var foreign = acts.Any(act => act.Kind is ActKind.ForeignPut or ActKind.ForeignAway or ActKind.ForeignAwayWithTake or ActKind.MisplacedPut or ActKind.MisplacedAway);
        if (acts.Count > 1)
        {
            return foreign ? "several acts with a foreign object" : acts.Any(act => act.Kind == ActKind.Restock) ? "refill in handfuls" : "several acts";
        }

        var only = acts[0];
        return only.Kind switch
        {
            ActKind.Take when only.Moved.Count > 1 => "take, two SKUs in a hand",
            ActKind.Take when only.Moved[0].Count < -1 => "take, several of a SKU",
            ActKind.Take => "take, one piece",
            ActKind.Return => "put back",
            ActKind.Exchange => only.Net == 0 ? "exchange for the same SKU" : "exchange for another SKU",
            ActKind.Unasked => "pieces nobody took",
            ActKind.Restock => "refill at once",
            ActKind.ForeignPut => "foreign object comes",
            ActKind.ForeignAway => "foreign object goes",
            ActKind.ForeignAwayWithTake => "foreign object goes with a piece",
            ActKind.MisplacedPut => "wrong goods come",
            ActKind.MisplacedAway => "wrong goods go",
            ActKind.Cleaning => "cleaning",
            _ => "push, knock or touch",
        };
    }

    /// <summary>The lightest goods that moved, by the noise of a conversion with shaking.</summary>
    public static string WeightByNoise(Episode episode)
    {
        var moved = episode.Acts.SelectMany(act => act.Moved).ToList();
        if (moved.Count == 0)
        {
            return s_weights[^1];
        }

        var noise = Math.Sqrt((episode.Plate.NoiseGrams * episode.Plate.NoiseGrams) + (episode.Plate.Cell.HumGrams * episode.Plate.Cell.HumGrams / 2));
        return (moved.Min(one => episode.Plate.Items[one.Item].Article.Grams) / noise) switch
        {
            < 30 => s_weights[0],
            < 100 => s_weights[1],
            < 300 => s_weights[2],
            < 1000 => s_weights[3],
            < 3000 => s_weights[4],
            _ => s_weights[5],
        };
    }

    /// <summary>How many acts, and how close.</summary>
    public static string Simultaneous(Episode episode) => episode.Acts switch
    {
        [] => "nothing happened",
        [_] => "1 act",
        _ when episode.Acts.Any(act => act.Pace == "together") => "two people at once (hands less than 0.7 s apart)",
        { Count: 2 } => "2 acts",
        { Count: 3 } => "3 acts",
        _ => "4 acts and more",
    };
}
