using System.CommandLine;
using System.Globalization;
using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>The verbs <c>modbus-plate</c>, <c>modbus-tcp-plate</c> and <c>iio-plate</c>.</summary>
internal static class PlateVerbs
{
    /// <summary>One or more plates on a Modbus RTU bus.</summary>
    public static Command ModbusPlate()
    {
        var verb = new Command("modbus-plate", "Shelf plates on a Modbus RTU bus on a pty.");
        var device = new DeviceArguments();
        var units = new Option<string>("--units", "--unit") { Description = "Unit ids on the bus, such as 1 or 1,2,3.", DefaultValueFactory = _ => "1" };
        var maker = Maker();
        var capacity = new Option<decimal>("--capacity") { Description = "The most a plate weighs, in grams.", DefaultValueFactory = _ => 10_000m };
        var goods = new Option<string[]>("--goods")
        {
            Description = "An article on each plate, SKU:GRAMS:SPREAD:PIECES, such as 6901234567892:330.5:1.8:8; may be given several times. Without it, one by chance.",
        };
        goods.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => ShelfGoods.TryParse(token.Value) is null))
            {
                result.AddError($"--goods: expected SKU:GRAMS:SPREAD:PIECES such as 6901234567892:330.5:1.8:8, came '{token.Value}'");
            }
        });
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
        verb.Options.Add(maker);
        verb.Options.Add(goods);
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
            var articles = (arguments.GetValue(goods) ?? []).Select(text => ShelfGoods.TryParse(text)!).ToList();
            var shopper = device.Rhythm(arguments) is var (every, hold)
                ? new Shoppers(plates.ConvertAll<IShopper>(plate => new PlateShopper(plate, every, hold, articles, random, TimeProvider.System)))
                : null;
            return device.Run(arguments, new ModbusPlates(plates, TransmitterMap.Create(arguments.GetValue(maker)!)), shopper, truth, random);
        });
        return verb;
    }

    /// <summary>One or more plates behind Modbus TCP.</summary>
    public static Command ModbusTcpPlate()
    {
        var verb = new Command("modbus-tcp-plate", "Shelf plates behind Modbus TCP on 127.0.0.1; their unit ids are 1, 2 and so on in order of the names.");
        var device = new DeviceArguments(onPty: false);
        var plates = new PlateArguments();
        var maker = Maker();
        var port = new Option<int>("--port") { Description = "TCP port; 0 for a free one.", DefaultValueFactory = _ => 0 };
        device.AddTo(verb);
        plates.AddTo(verb);
        verb.Options.Add(maker);
        verb.Options.Add(port);
        verb.SetAction(arguments => Run(arguments, device, plates, (surfaces, _) =>
            new ModbusTcpPlates([.. surfaces.Select(one => one.Plate)], TransmitterMap.Create(arguments.GetValue(maker)!), arguments.GetValue(port))));
        return verb;
    }

    /// <summary>One or more plates as Linux IIO shows them.</summary>
    public static Command IioPlate()
    {
        var verb = new Command("iio-plate", "Shelf plates on converters as Linux IIO shows them, in a folder.");
        var device = new DeviceArguments(onPty: false);
        var plates = new PlateArguments();
        var folder = new Option<string>("--folder") { Description = "Gets sys/bus/iio/devices and dev.", Required = true };
        var chip = new Option<string>("--chip") { Description = string.Join(", ", IioChip.All.Select(one => one.Name)) + ".", DefaultValueFactory = _ => "hx711" };
        chip.AcceptOnlyFromAmong([.. IioChip.All.Select(one => one.Name)]);
        device.AddTo(verb);
        plates.AddTo(verb);
        verb.Options.Add(folder);
        verb.Options.Add(chip);
        verb.SetAction(arguments => Run(arguments, device, plates, (surfaces, every) =>
            new IioTree(arguments.GetValue(folder)!, IioChip.All.Single(one => one.Name == arguments.GetValue(chip)), surfaces, every, TimeProvider.System)));
        return verb;
    }

    private static Option<string> Maker()
    {
        var maker = new Option<string>("--transmitter") { Description = string.Join(", ", TransmitterMap.Names) + ".", DefaultValueFactory = _ => TransmitterMap.Names[0] };
        maker.AcceptOnlyFromAmong([.. TransmitterMap.Names]);
        return maker;
    }

    private static int Run(
        ParseResult arguments, DeviceArguments device, PlateArguments plates, Func<IReadOnlyList<(string Name, PlateSurface Plate)>, TimeSpan, IFreeDevice> create)
    {
        if ((device.Mistake(arguments) ?? plates.Mistake(arguments)) is { } mistake)
        {
            Console.Error.WriteLine(mistake);
            return 2;
        }

        var random = new Random(device.Seed(arguments));
        using var truth = device.OpenTruth(arguments);
        var surfaces = plates.Create(arguments, random, truth);
        using var simulated = create(surfaces, plates.SampleEvery(arguments));
        return DeviceArguments.Run(simulated, PlateArguments.Shopper(device.Rhythm(arguments), surfaces, random));
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
