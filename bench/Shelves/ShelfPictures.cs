using System.Globalization;

namespace Bench.Shelves;

/// <summary>Draws <c>docs/shelf-accuracy-*.svg</c>.</summary>
internal static class ShelfPictures
{
    private const double Left = 250;
    private const double Wide = 400;

    /// <summary>Draws all of them into a folder.</summary>
    public static void Write(IReadOnlyList<SetResult> results, string folder)
    {
        Sets(results, Path.Combine(folder, "shelf-accuracy-sets.svg"));
        var hard = results.FirstOrDefault(result => result.Set.Name == "hard") ?? results[0];
        Kinds(hard, Path.Combine(folder, "shelf-accuracy-hard.svg"));
        Latency(results, Path.Combine(folder, "shelf-accuracy-latency.svg"));
    }

    private static void Sets(IReadOnlyList<SetResult> results, string path)
    {
        const int Row = 44;
        var height = 96 + (results.Count * Row);
        var svg = new Svg(840, height, "Episodes right, ambiguous and wrong, by set: inference above, plain baseline below");
        svg.Words(16, 24, "Episodes by set: the inference above, the plain baseline below, a stroke where the limit is", of: "head");
        Legend(svg, 44);
        Grid(svg, 60, height - 30);
        for (var i = 0; i < results.Count; i++)
        {
            var y = 66.0 + (i * Row);
            svg.Words(Left - 10, y + 17, results[i].Set.Name, "end");
            Stack(svg, y, 17, results[i].Ours);
            Stack(svg, y + 19, 10, results[i].Plain);
            Limit(svg, y, 29, results[i]);
        }

        svg.Save(path);
    }

    private static void Kinds(SetResult hard, string path)
    {
        const int Row = 26;
        var kinds = hard.By(Scenario.Of).Where(kind => kind.Limits.Count > 0).OrderByDescending(kind => kind.Ours.Episodes).ToList();
        var height = 96 + (kinds.Count * Row);
        var svg = new Svg(840, height, $"The {hard.Set.Name} set by kind of episode");
        svg.Words(16, 24, $"The {hard.Set.Name} set by kind of episode, most frequent first, a stroke where the limit is", of: "head");
        Legend(svg, 44);
        Grid(svg, 60, height - 30);
        for (var i = 0; i < kinds.Count; i++)
        {
            var y = 66.0 + (i * Row);
            svg.Words(Left - 10, y + 13, string.Create(CultureInfo.InvariantCulture, $"{kinds[i].Set.What} ({kinds[i].Ours.Episodes:#,0})"), "end");
            Stack(svg, y, 18, kinds[i].Ours);
            Limit(svg, y, 18, kinds[i]);
        }

        svg.Save(path);
    }

    private static void Latency(IReadOnlyList<SetResult> results, string path)
    {
        const double Top = 66, High = 240, Longest = 2.5, From = 60, Across = 640;
        var svg = new Svg(840, 360, "Share of episodes told within a time after hand off");
        svg.Words(16, 24, "Told within so many seconds after hand off", of: "head");
        for (var share = 0; share <= 100; share += 20)
        {
            var y = Top + (High * (1 - (share / 100.0)));
            svg.Line(From, y, From + Across, y, "grid");
            svg.Words(From - 8, y + 4, $"{share} %", "end", "small");
        }

        for (var second = 0.0; second <= Longest; second += 0.5)
        {
            svg.Words(From + (Across * second / Longest), Top + High + 18, string.Create(CultureInfo.InvariantCulture, $"{second:0.0} s"), "middle", "small");
        }

        svg.Line(From + (Across * 1.5 / Longest), Top, From + (Across * 1.5 / Longest), Top + High, "bar");
        svg.Line(From, Top + (High * 0.05), From + Across, Top + (High * 0.05), "bar");
        svg.Words(From + (Across * 1.5 / Longest) + 6, Top + High - 8, "bar: 95 % within 1.5 s", of: "small");
        var shown = results.Where(result => result.Set.Name is "easy" or "hard" or "foreign" or "fast").ToList();
        shown = shown.Count == 0 ? [results[0]] : shown;
        for (var i = 0; i < shown.Count; i++)
        {
            var all = shown[i].Latencies;
            var curve = Enumerable.Range(0, 101).Where(_ => all.Count > 0)
                .Select(k => (Seconds: all[Math.Min(all.Count - 1, all.Count * k / 100)] / 1000, Share: k / 100.0))
                .Where(point => point.Seconds is >= 0 and <= Longest)
                .Select(point => (From + (Across * point.Seconds / Longest), Top + (High * (1 - point.Share))));
            var of = "abcd"[i].ToString();
            svg.Curve(curve, of);
            svg.Line(From + (i * 120), 46, From + (i * 120) + 24, 46, "grid");
            svg.Curve([(From + (i * 120), 46), (From + (i * 120) + 24, 46)], of);
            svg.Words(From + (i * 120) + 30, 50, shown[i].Set.Name);
        }

        svg.Save(path);
    }

    private static void Stack(Svg svg, double y, double high, Tally tally)
    {
        var x = Left;
        foreach (var (count, of) in new[] { (tally.Right, "right"), (tally.Ambiguous, "ambiguous"), (tally.Wrong, "wrong") })
        {
            var wide = Wide * count / Math.Max(1, tally.Episodes);
            svg.Bar(x, y, wide, high, of);
            x += wide;
        }

        double of100 = 100.0 / Math.Max(1, tally.Episodes);
        svg.Words(Left + Wide + 10, y + (high / 2) + 4, string.Create(CultureInfo.InvariantCulture, $"{of100 * tally.Right:0.0} / {of100 * tally.Ambiguous:0.0} / {of100 * tally.Wrong:0.0} %"), of: high < 15 ? "small" : "words");
    }

    private static void Limit(Svg svg, double y, double high, SetResult of)
    {
        var limit = Knowable.Committing(of.Limits, SetResult.Sure);
        var x = Left + (Wide * limit.Right / Math.Max(1, limit.Episodes));
        svg.Line(x, y - 3, x, y + high + 3, "limit");
    }

    private static void Legend(Svg svg, double y)
    {
        var x = Left;
        foreach (var word in new[] { "right", "ambiguous", "wrong" })
        {
            svg.Bar(x, y - 10, 12, 12, word);
            svg.Words(x + 18, y, word);
            x += 110;
        }
    }

    private static void Grid(Svg svg, double top, double bottom)
    {
        for (var share = 0; share <= 100; share += 20)
        {
            var x = Left + (Wide * share / 100.0);
            svg.Line(x, top, x, bottom, "grid");
            svg.Words(x, bottom + 16, $"{share} %", "middle", "small");
        }
    }
}
