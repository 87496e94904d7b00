using System.CommandLine;
using System.Globalization;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Host.Verbs;

/// <summary><c>scan [FILE]</c>: scanner strings in, GS1 elements out.</summary>
internal static class ScanVerb
{
    /// <summary>Makes the verb.</summary>
    /// <param name="streams">Where it reads and writes.</param>
    /// <param name="clock">The year in which two digits of a date are read.</param>
    public static Command Create(Streams streams, TimeProvider clock)
    {
        var file = new Argument<string?>("FILE") { Description = "What the scanner sent, one scan a line; standard input where none is given.", Arity = ArgumentArity.ZeroOrOne };
        var layout = new Option<string[]>("--layout")
        {
            Description = "A layout of price or weight labels, such as 21IIIIIWWWWWC, 23IIIIIPPPPPC or 20IIIIIVPPPPC; behind a colon the decimals, behind another the unit. May be given again.",
            HelpName = "PATTERN[:DECIMALS[:UNIT]]",
        };
        var separator = new Option<string[]>("--gs")
        {
            Description = "A text that stands for the group separator, such as {GS}; the byte 1D always does. May be given again.",
            HelpName = "TEXT",
        };
        var verb = new Command("scan", "Decode what scanners send: one JSON object a scan on standard output. Ends with 0 also where scans are refused: they are data.")
        {
            file,
            layout,
            separator,
        };
        verb.SetAction(result =>
        {
            if (ReadLayouts(result.GetValue(layout) ?? [], streams) is not { } layouts)
            {
                return ExitCode.BadUsage;
            }

            var separators = result.GetValue(separator) ?? [];
            if (separators.Contains(""))
            {
                streams.Error.WriteLine("scan: --gs came empty; expected the text that stands for the separator, such as {GS}");
                return ExitCode.BadUsage;
            }

            try
            {
                using var input = result.GetValue(file) is { } path ? File.OpenRead(path) : streams.Input;
                var (scans, refused) = ScanCommand.Run(input, streams.Output, new ScanDecoder(layouts), separators, clock.GetUtcNow().Year);
                if (refused > 0)
                {
                    streams.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scan: {refused} of {scans} scans are refused"));
                }

                return ExitCode.Done;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                streams.Error.WriteLine($"scan: {e.Message}");
                return ExitCode.Failed;
            }
        });
        return verb;
    }

    private static LabelLayouts? ReadLayouts(string[] texts, Streams streams)
    {
        var options = new LabelOptions();
        foreach (var text in texts)
        {
            var parts = text.Split(':');
            int? decimals = null;
            if (parts.Length > 3 || (parts.Length > 1 && parts[1].Length > 0 && !TryNumber(parts[1], out decimals)))
            {
                streams.Error.WriteLine($"scan: --layout came {text}; expected PATTERN, PATTERN:DECIMALS or PATTERN:DECIMALS:UNIT");
                return null;
            }

            options.Layouts.Add(new LabelLayoutOptions { Pattern = parts[0], Decimals = decimals, Unit = parts.Length > 2 ? parts[2] : null });
        }

        var layouts = LabelLayouts.TryRead(options, out var errors);
        foreach (var (path, message) in errors)
        {
            streams.Error.WriteLine($"scan: --layout {path}: {message}");
        }

        return layouts;
    }

    private static bool TryNumber(string text, out int? number)
    {
        number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) ? read : null;
        return number is not null;
    }
}
