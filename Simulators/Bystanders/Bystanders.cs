using System.CommandLine;
using Simulators.Session;

namespace Simulators.Bystanders;

/// <summary>One kind of device that is no scale.</summary>
/// <param name="Verb">The verb of the command line.</param>
/// <param name="About">What it is, in words.</param>
/// <param name="Line">Its usual line setting.</param>
/// <param name="Create">Makes it.</param>
internal sealed record BystanderKind(string Verb, string About, string Line, Func<GroundTruth, Random, Bystander> Create);

/// <summary>Every simulated device that is no scale, and a verb for each.</summary>
internal static class Bystanders
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BystanderKind> All { get; } =
    [
        new("escpos-printer", "A receipt printer with ESC/POS that answers its status.", "9600-8N1", (truth, _) => new EscPosPrinter(truth, mute: false)),
        new("mute-printer", "A clone of a receipt printer that never answers.", "9600-8N1", (truth, _) => new EscPosPrinter(truth, mute: true)),
        new("zpl-printer", "A label printer with ZPL.", "9600-8N1", (truth, _) => new ZplPrinter(truth)),
        new("tspl-printer", "A label printer with TSPL.", "9600-8N1", (truth, _) => new TsplPrinter(truth)),
        new("escpos-display", "A customer display with ESC/POS (DM-D).", "9600-8N1", (truth, _) => new CustomerDisplay(truth, DisplayKind.EscPos)),
        new("cd5220-display", "A customer display with CD5220.", "9600-8N1", (truth, _) => new CustomerDisplay(truth, DisplayKind.Cd5220)),
        new("plain-display", "A display that shows whatever it is sent.", "9600-8N1", (truth, _) => new CustomerDisplay(truth, DisplayKind.Plain)),
        new("modem", "A modem with echo.", "9600-8N1", (truth, _) => new Modem(truth)),
        new("gps", "A GPS receiver.", "4800-8N1", (truth, random) => new GpsReceiver(truth, random)),
        new("serial-scanner", "A barcode scanner that the host can trigger.", "9600-8N1", (truth, random) => new SerialScanner(truth, random)),
        new("sketch", "A microcontroller that prints text and numbers.", "9600-8N1", (truth, random) => new Sketch(truth, random)),
        new("ups", "A power supply with the Megatec protocol.", "2400-8N1", (truth, _) => new Ups(truth)),
        new("noise", "Noise on an open line.", "9600-8N1", (truth, random) => new Noise(truth, random)),
        new("babbler", "Something that answers with random bytes.", "9600-8N1", (truth, random) => new Babbler(truth, random)),
        new("loopback", "A plug that gives back everything.", "9600-8N1", (truth, _) => new LoopbackPlug(truth)),
        new("silent", "A port with nothing at its end.", "9600-8N1", (truth, _) => new SilentPort(truth)),
    ];

    /// <summary>A verb for each.</summary>
    public static IEnumerable<Command> Verbs() => All.Select(kind =>
    {
        var verb = new Command(kind.Verb, kind.About);
        var device = new DeviceArguments();
        device.AddTo(verb);
        verb.SetAction(arguments =>
        {
            if (device.Mistake(arguments) is { } mistake)
            {
                Console.Error.WriteLine(mistake);
                return 2;
            }

            using var truth = device.OpenTruth(arguments);
            var random = new Random(device.Seed(arguments));
            return device.Run(arguments, kind.Create(truth, random), shopper: null, truth, random);
        });
        return verb;
    });
}
