using System.Globalization;

namespace Bench.Shelves;

/// <summary>
/// Shares with 95 % intervals that know that the episodes of one plate are alike: Wilson's with as many episodes as the scatter between plates is worth.
/// </summary>
internal static class Clustered
{
    /// <summary>The share of episodes that came out so, such as <c>95.2 % (94.1–96.1)</c>.</summary>
    public static string Share(SetResult of, Outcome outcome) =>
        Share(of.Judged.Select(one => (one.Plate, Counts: true, Hit: one.Outcome == outcome)));

    /// <summary>A share of those that count.</summary>
    public static string Share(IEnumerable<(string Plate, bool Counts, bool Hit)> episodes)
    {
        var plates = episodes.Where(one => one.Counts).GroupBy(one => one.Plate).Select(plate => (Episodes: plate.Count(), Hits: plate.Count(one => one.Hit))).ToList();
        int of = plates.Sum(plate => plate.Episodes), hits = plates.Sum(plate => plate.Hits);
        if (of == 0)
        {
            return "–";
        }

        var (low, high) = Tally.Wilson(hits, of, Worth(plates, hits, of));
        return string.Create(CultureInfo.InvariantCulture, $"{100.0 * hits / of:0.0} % ({100 * low:0.0}–{100 * high:0.0})");
    }

    private static double Worth(List<(int Episodes, int Hits)> plates, int hits, int of)
    {
        var share = (double)hits / of;
        var scatter = plates.Sum(plate => Math.Pow(plate.Hits - (plate.Episodes * share), 2));
        var independent = of * share * (1 - share);
        return scatter <= independent ? of : of * independent / scatter;
    }
}
