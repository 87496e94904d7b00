using System.CommandLine;
using Simulators.Session;

namespace Simulators.Scales;

/// <summary>The options of a scale beyond those of every device.</summary>
internal sealed class ScaleArguments
{
    private readonly Option<int> _decimals = new("--decimals") { Description = "Digits behind the point, 0 to 4.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _division = new("--division") { Description = "Step of the last digit: 1, 2 or 5.", DefaultValueFactory = _ => 1 };
    private readonly Option<decimal> _capacity = new("--capacity") { Description = "The most it weighs.", DefaultValueFactory = _ => 15m };
    private readonly Option<string> _unit = new("--unit") { Description = "The unit it shows (in the ground truth only).", DefaultValueFactory = _ => "kg" };
    private readonly Option<int> _settleMs = new("--settle-ms") { Description = "How long a new load moves.", DefaultValueFactory = _ => 400 };
    private readonly DeviceArguments _device = new();

    /// <summary>Adds all options to a verb.</summary>
    public void AddTo(Command verb)
    {
        _device.AddTo(verb);
        foreach (var option in (Option[])[_decimals, _division, _capacity, _unit, _settleMs])
        {
            verb.Options.Add(option);
        }
    }

    /// <summary>Runs a scale whose protocol <paramref name="speak"/> makes.</summary>
    public int Run(ParseResult arguments, Func<ScalePan, ISimulatedDevice> speak)
    {
        if (Mistake(arguments) is { } mistake)
        {
            Console.Error.WriteLine(mistake);
            return 2;
        }

        var shape = new ScaleShape(
            arguments.GetValue(_capacity),
            arguments.GetValue(_decimals),
            arguments.GetValue(_division),
            arguments.GetValue(_unit)!,
            TimeSpan.FromMilliseconds(arguments.GetValue(_settleMs)));
        var random = new Random(_device.Seed(arguments));
        using var truth = _device.OpenTruth(arguments);
        var pan = new ScalePan(shape, TimeProvider.System, truth);
        var shopper = _device.Rhythm(arguments) is var (every, hold) ? new ScaleShopper(pan, every, hold, random, TimeProvider.System) : null;
        var code = _device.Run(arguments, speak(pan), shopper, truth, random);
        pan.Clear();
        return code;
    }

    private string? Mistake(ParseResult arguments)
    {
        var (decimals, capacity) = (arguments.GetValue(_decimals), arguments.GetValue(_capacity));
        if (decimals is < 0 or > 4 || arguments.GetValue(_division) is not (1 or 2 or 5))
        {
            return "--decimals: expected 0 to 4; --division: expected 1, 2 or 5";
        }

        if (capacity <= 0 || capacity * (decimal)Math.Pow(10, decimals) > 900_000m)
        {
            return "--capacity: expected above 0 and, with a tenth to spare, within six digits";
        }

        return arguments.GetValue(_settleMs) is < 0 or > 60_000 ? "--settle-ms: expected 0 to 60000" : _device.Mistake(arguments);
    }
}
