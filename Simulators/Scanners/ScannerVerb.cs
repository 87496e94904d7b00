using System.CommandLine;
using Simulators.Session;

namespace Simulators.Scanners;

/// <summary>The verb <c>scanner</c>.</summary>
internal static class ScannerVerb
{
    /// <summary>A barcode scanner on a pty. Script: <c>scan CODE</c>; in CODE an AIM identifier may stand in front, and <c>&lt;GS&gt;</c> is the separator.</summary>
    public static Command Create()
    {
        var verb = new Command("scanner", "A barcode scanner on a pty. Script lines: scan CODE, with <GS> for the separator and, if wanted, an AIM identifier in front.");
        var suffix = new Option<string>("--suffix") { Description = "cr, lf, crlf, tab or none.", DefaultValueFactory = _ => "cr" };
        var aim = new Option<string>("--aim") { Description = "on or off: whether AIM identifiers are sent.", DefaultValueFactory = _ => "on" };
        var gap = new Option<int>("--gap-ms") { Description = "Milliseconds between two codes, 1 to 10000.", DefaultValueFactory = _ => 150 };
        suffix.AcceptOnlyFromAmong("cr", "lf", "crlf", "tab", "none");
        aim.AcceptOnlyFromAmong("on", "off");
        gap.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--gap-ms: expected 1 to 10000");
            }
        });
        var device = new DeviceArguments();
        device.AddTo(verb);
        verb.Options.Add(suffix);
        verb.Options.Add(aim);
        verb.Options.Add(gap);
        verb.SetAction(arguments =>
        {
            if (device.Mistake(arguments) is { } mistake)
            {
                Console.Error.WriteLine(mistake);
                return 2;
            }

            var random = new Random(device.Seed(arguments));
            using var truth = device.OpenTruth(arguments);
            var scanner = new BarcodeScanner(Bytes(arguments.GetValue(suffix)!), arguments.GetValue(aim) == "on", TimeSpan.FromMilliseconds(arguments.GetValue(gap)), truth);
            var shopper = device.Rhythm(arguments) is var (every, _) ? new ScannerShopper(scanner, every, random, TimeProvider.System) : null;
            return device.Run(arguments, scanner, shopper, truth, random);
        });
        return verb;
    }

    private static string Bytes(string suffix) => suffix switch
    {
        "cr" => "\r",
        "lf" => "\n",
        "crlf" => "\r\n",
        "tab" => "\t",
        _ => "",
    };
}
