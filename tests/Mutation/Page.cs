using System.Globalization;
using System.Text;

namespace Mutation;

/// <summary>Puts what was found into docs/mutation.md, below the words that are there.</summary>
internal static class Page
{
    private const string Begin = "<!-- found: written by scripts/mutation.sh --page -->";

    /// <summary>Writes the tables and the list of what lives, of every area there is a result of; of the others what is there stays.</summary>
    internal static void Write(string root, Report report)
    {
        var path = Path.Combine(root, "docs/mutation.md");
        var text = File.ReadAllText(path);
        var words = text[..(text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length)];
        var page = new StringBuilder(words).Append("\n\n");
        var parts = text[words.Length..].Split("\n## ");
        page.Append("| area | day | mutants | killed | timed out | survived | not reached | score | not explained |\n|---|---|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var name in Area.All.Select(a => a.Name))
        {
            var (mutants, before) = (report.Of(name), parts[0].Split('\n').FirstOrDefault(l => l.StartsWith($"| {name} |", StringComparison.Ordinal)));
            if (mutants.Count > 0)
            {
                page.Append(CultureInfo.InvariantCulture, $"| {name} | {report.DayOf(name)} {Row(mutants)} | {Report.Living(mutants).Count(m => m.Explanation is null)} |\n");
            }
            else if (before is not null)
            {
                page.Append(before).Append('\n');
            }
        }

        foreach (var name in Area.All.Select(a => a.Name))
        {
            var mutants = report.Of(name);
            if (mutants.Count == 0)
            {
                page.Append(parts.FirstOrDefault(p => p.StartsWith($"{name}\n", StringComparison.Ordinal)) is { } before ? $"\n## {before.TrimEnd('\n')}\n" : "");
                continue;
            }

            page.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| file | mutants | killed | timed out | survived | not reached | score |\n|---|---:|---:|---:|---:|---:|---:|\n");
            foreach (var file in mutants.GroupBy(m => m.File))
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{file.Key}` {Row([.. file])} |\n");
            }

            foreach (var reason in Report.Living(mutants).GroupBy(m => m.Explanation ?? "Not explained yet"))
            {
                page.Append(CultureInfo.InvariantCulture, $"\n{reason.Key}:\n\n");
                foreach (var mutant in reason)
                {
                    page.Append(CultureInfo.InvariantCulture, $"- `{mutant.File}:{mutant.Line}` {mutant.Member}{(mutant.Fate == Fate.NotReached ? " (not reached)" : "")}: `{Short(mutant.From)}` became `{Short(mutant.To)}`\n");
                }
            }
        }

        File.WriteAllText(path, page.ToString());
    }

    private static string Row(List<Mutant> mutants)
    {
        int Of(Fate fate) => mutants.Count(m => m.Fate == fate);
        return string.Create(CultureInfo.InvariantCulture, $"| {mutants.Count} | {Of(Fate.Killed)} | {Of(Fate.TimedOut)} | {Of(Fate.Survived)} | {Of(Fate.NotReached)} | {Report.Score(mutants):0.0} %");
    }

    private static string Short(string text) => text == ";" ? "nothing" : text.Length <= 110 ? text : text[..107] + "...";
}
