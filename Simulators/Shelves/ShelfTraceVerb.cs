using System.CommandLine;
using System.Globalization;
using Simulators.Shelves.Traces;

namespace Simulators.Shelves;

/// <summary>The verb <c>shelf-trace</c>.</summary>
internal static class ShelfTraceVerb
{
    /// <summary>Writes the trace, planogram and ground truth of simulated plates, and ends.</summary>
    public static Command Create()
    {
        var names = string.Join(", ", TraceSets.All.Select(set => set.Name));
        var verb = new Command("shelf-trace", "Writes planogram.json, trace.csv and truth.jsonl of simulated shelf plates, and ends.");
        var set = new Option<string>("--set") { Description = $"Which store: {names}.", DefaultValueFactory = _ => "easy" };
        var seed = new Option<ulong>("--seed") { Description = "The same seed gives the same files.", DefaultValueFactory = _ => 1 };
        var plates = new Option<int>("--plates") { Description = "Plates, 1 to 312.", DefaultValueFactory = _ => 12 };
        var minutes = new Option<double>("--minutes") { Description = "Length, 1 to 1440.", DefaultValueFactory = _ => 30 };
        var folder = new Option<string>("--out") { Description = "The folder; files of an earlier run are replaced.", Required = true };
        set.Validators.Add(result =>
        {
            if (TraceSets.Find(result.GetValueOrDefault<string>()) is null)
            {
                result.AddError($"--set: expected one of {names}, came '{result.GetValueOrDefault<string>()}'");
            }
        });
        plates.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 312)
            {
                result.AddError($"--plates: expected 1 to 312, came {result.GetValueOrDefault<int>()}");
            }
        });
        minutes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 1 and <= 1440))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--minutes: expected 1 to 1440, came {result.GetValueOrDefault<double>()}"));
            }
        });
        foreach (var option in new Option[] { set, seed, plates, minutes, folder })
        {
            verb.Options.Add(option);
        }

        verb.SetAction(arguments =>
        {
            var shelf = SimulatedShelf.Run(
                TraceSets.Find(arguments.GetValue(set)!)!, arguments.GetValue(plates), arguments.GetValue(minutes) * 60, arguments.GetValue(seed));
            var into = arguments.GetValue(folder)!;
            try
            {
                TraceFiles.Write(shelf, into);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Console.Error.WriteLine($"--out {into}: {e.Message}");
                return 1;
            }

            Console.Error.WriteLine($"{into}: {shelf.Rows.Sum(rows => rows.Count)} rows, {shelf.Plates.Sum(plate => plate.Acts.Count)} acts on {shelf.Plates.Count} plates");
            return 0;
        });
        return verb;
    }
}
