using System.CommandLine;
using System.Globalization;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>The verb <c>modbus-plate</c>.</summary>
internal static class PlateVerbs
{
    /// <summary>One or more plates on a Modbus RTU bus.</summary>
    public static Command ModbusPlate()
    {
        var verb = new Command("modbus-plate", "Shelf plates on a Modbus RTU bus on a pty.");
        var device = new DeviceArguments();
        var units = new Option<string>("--units", "--unit") { Description = "Unit ids on the bus, such as 1 or 1,2,3.", DefaultValueFactory = _ => "1" };
        var capacity = new Option<decimal>("--capacity") { Description = "The most a plate weighs, in grams.", DefaultValueFactory = _ => 10_000m };
        units.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && ParseUnits(text) is null)
            {
                result.AddError($"--units: expected different numbers from 1 to 247 with commas between, came '{text}'");
            }
        });
        device.AddTo(verb);
        verb.Options.Add(units);
        verb.Options.Add(capacity);
        verb.SetAction(arguments =>
        {
            if (device.Mistake(arguments) is { } mistake)
            {
                Console.Error.WriteLine(mistake);
                return 2;
            }

            var random = new Random(device.Seed(arguments));
            using var truth = device.OpenTruth(arguments);
            var plates = ParseUnits(arguments.GetValue(units)!)!
                .ConvertAll(unit => new PlateSurface(unit, arguments.GetValue(capacity), random, TimeProvider.System, truth));
            var shopper = device.Rhythm(arguments) is var (every, hold)
                ? new Shoppers(plates.ConvertAll<IShopper>(plate => new PlateShopper(plate, every, hold, random, TimeProvider.System)))
                : null;
            return device.Run(arguments, new ModbusPlates(plates), shopper, truth, random);
        });
        return verb;
    }

    private static List<int>? ParseUnits(string text)
    {
        var units = new List<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var unit) || unit is < 1 or > 247 || units.Contains(unit))
            {
                return null;
            }

            units.Add(unit);
        }

        return units;
    }
}
