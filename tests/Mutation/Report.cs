using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Mutation;

/// <summary>What was found, as a line for each area, as a document for programs and as a page.</summary>
internal sealed class Report(string root)
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() }, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly Explanations _explanations = Explanations.Read(Path.Combine(root, "tests/Mutation/explained.txt"));

    private string Folder => Directory.CreateDirectory(Path.Combine(root, "artifacts/mutation")).FullName;

    /// <summary>Keeps what came out of an area. What is not run anew (of files left out this time) stays as it was.</summary>
    internal void Keep(string area, IReadOnlyList<Mutant> mutants, bool whole)
    {
        var kept = whole ? [] : Of(area).Where(k => !mutants.Any(m => m.File == k.File));
        Explain(mutants);
        File.WriteAllText(FileOf(area), JsonSerializer.Serialize(kept.Concat(mutants), s_json));
    }

    /// <summary>What was kept of an area, explained as it is today.</summary>
    internal List<Mutant> Of(string area)
    {
        if (!File.Exists(FileOf(area)))
        {
            return [];
        }

        var mutants = JsonSerializer.Deserialize<List<Mutant>>(File.ReadAllText(FileOf(area)), s_json)!;
        Explain(mutants);
        return mutants;
    }

    /// <summary>One line: how many there are, what became of them, and the share that was noticed.</summary>
    internal static string Line(string name, IReadOnlyList<Mutant> mutants)
    {
        int Of(Fate fate) => mutants.Count(m => m.Fate == fate);
        var unexplained = Living(mutants).Count(m => m.Explanation is null);
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-10} {mutants.Count,5} mutants: {Of(Fate.Killed),5} killed, {Of(Fate.TimedOut),3} timed out, {Of(Fate.Survived),4} survived, {Of(Fate.NotReached),4} not reached; score {Score(mutants):0.0} %; {unexplained} not explained");
    }

    /// <summary>The mutants that no test noticed.</summary>
    internal static IEnumerable<Mutant> Living(IEnumerable<Mutant> mutants) => mutants.Where(m => m.Fate is Fate.Survived or Fate.NotReached);

    /// <summary>Noticed of all, in percent.</summary>
    internal static double Score(IReadOnlyCollection<Mutant> mutants) => mutants.Count == 0 ? 100 : 100.0 * (mutants.Count - Living(mutants).Count()) / mutants.Count;

    /// <summary>The day an area's result was written.</summary>
    internal string DayOf(string area) => File.GetLastWriteTimeUtc(FileOf(area)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string FileOf(string area) => Path.Combine(Folder, area + ".json");

    private void Explain(IEnumerable<Mutant> mutants)
    {
        foreach (var mutant in mutants)
        {
            mutant.Explanation = mutant.Fate is Fate.Survived or Fate.NotReached ? _explanations.Of(mutant) : null;
        }
    }
}
