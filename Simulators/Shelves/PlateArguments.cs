using System.CommandLine;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>The options of verbs whose plates have names: which plates, how much they weigh, how often they are sampled.</summary>
internal sealed class PlateArguments
{
    private readonly Option<string> _plates = new("--plates") { Description = "Names of the plates, such as a1,a2.", DefaultValueFactory = _ => "a1" };
    private readonly Option<decimal> _capacity = new("--capacity") { Description = "The most a plate weighs, in grams.", DefaultValueFactory = _ => 10_000m };
    private readonly Option<double> _rate = new("--rate") { Description = "Samples a second, 1 to 80.", DefaultValueFactory = _ => 10 };

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command verb)
    {
        verb.Options.Add(_plates);
        verb.Options.Add(_capacity);
        verb.Options.Add(_rate);
    }

    /// <summary>What is wrong with the values given, or null.</summary>
    public string? Mistake(ParseResult arguments)
    {
        var names = Names(arguments);
        return names.Length > 100 || names.Distinct().Count() != names.Length || names.Any(name => name.Length is 0 or > 64 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            ? $"--plates: expected different names of letters, digits, - and _ with commas between, came '{arguments.GetValue(_plates)}'"
            : arguments.GetValue(_rate) is < 1 or > 80 ? "--rate: expected 1 to 80 samples a second" : null;
    }

    /// <summary>Time from one sample to the next.</summary>
    public TimeSpan SampleEvery(ParseResult arguments) => TimeSpan.FromSeconds(1 / arguments.GetValue(_rate));

    /// <summary>Makes the plates; script lines know them by <c>unit 1</c>, <c>unit 2</c> and so on.</summary>
    public IReadOnlyList<(string Name, PlateSurface Plate)> Create(ParseResult arguments, Random random, GroundTruth truth) =>
        [.. Names(arguments).Select((name, i) => (name, new PlateSurface(i + 1, arguments.GetValue(_capacity), random, TimeProvider.System, truth, SampleEvery(arguments))))];

    /// <summary>Shoppers for the plates, or null.</summary>
    public static IShopper? Shopper((TimeSpan Every, TimeSpan Hold)? rhythm, IReadOnlyList<(string Name, PlateSurface Plate)> plates, Random random) =>
        rhythm is var (every, hold)
            ? new Shoppers([.. plates.Select(plate => new PlateShopper(plate.Plate, every, hold, [], random, TimeProvider.System))])
            : null;

    private string[] Names(ParseResult arguments) => arguments.GetValue(_plates)!.Split(',', StringSplitOptions.TrimEntries);
}
