using System.Globalization;
using System.Text;
using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>Writes every episode that was not right, so that it can be looked at: which store, which plate, when, what happened, what was told.</summary>
internal static class ShelfMisses
{
    /// <summary>A line an episode.</summary>
    public static void Write(IEnumerable<SetResult> results, TextWriter output)
    {
        foreach (var one in results.SelectMany(result => result.Episodes).Where(SetResult.IsOurs))
        {
            var outcome = one.Ours.Judge();
            if (outcome != Outcome.Right)
            {
                output.WriteLine(Line(one, outcome));
            }
        }
    }

    private static string Line(JudgedEpisode one, Outcome outcome)
    {
        var plate = one.Ours.Plate;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{outcome} | {Scenario.Of(one.Ours)} | {one.Store} | {plate.Name} {one.Ours.On:0.0}-{one.Ours.Off:0.0} s");
        text.Append(CultureInfo.InvariantCulture, $" | limit {(one.Limit is { } limit ? limit.Probability : 0):0.000} {(one.Limit is { Right: true } ? "right" : "not right")}");
        text.Append(CultureInfo.InvariantCulture, $" | noise {plate.NoiseGrams:0.00} g hum {plate.Cell.HumGrams:0.00} g ring {plate.Cell.RingHz:0.0} Hz {plate.Cell.Damping:0.00} | ");
        text.AppendJoin(", ", plate.Items.Select((item, i) => string.Create(CultureInfo.InvariantCulture, $"{(char)('a' + i)}={item.Article.Grams:0.0}±{item.PlanogramSigma:0.00}")));
        text.Append(" | ");
        foreach (var act in one.Ours.Acts)
        {
            text.Append(CultureInfo.InvariantCulture, $"{act.On:0.0}/{act.At:0.0}/{act.Off:0.0} {TraceFiles.Name(act.Kind)}");
            text.Append(act.Thing is null ? "" : " " + act.Thing);
            foreach (var (item, count) in act.Moved)
            {
                text.Append(CultureInfo.InvariantCulture, $" {count:+0;-0}{(char)('a' + item)}");
            }

            text.Append(CultureInfo.InvariantCulture, $" {act.Grams:0.00}g; ");
        }

        text.Append("| told:");
        foreach (var line in one.Ours.Lines)
        {
            var item = plate.Items.ToList().FindIndex(item => item.Sku == line.Sku);
            text.Append(CultureInfo.InvariantCulture, $" {line.TimeMs / 1000.0:0.0} {(line.Ambiguous ? "ambiguous" : line.Sku is null ? "disturbed" : $"{line.Pieces:+0;-0}{(item < 0 ? '?' : (char)('a' + item))}")};");
        }

        return text.ToString();
    }
}
