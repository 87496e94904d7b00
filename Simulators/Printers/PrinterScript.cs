using System.Globalization;

namespace Simulators.Printers;

/// <summary>
/// Script lines of a virtual printer: <c>fault NAME [bytes N | rows N] [for SECONDS]</c>, <c>clear NAME</c>, <c>drawer open|closed</c>. Names are those of
/// <see cref="PrinterFault"/> in snake_case, such as <c>paper_out</c>.
/// </summary>
internal static class PrinterScript
{
    private static readonly Dictionary<string, PrinterFault> s_faults = Enum.GetValues<PrinterFault>().ToDictionary(Name, StringComparer.Ordinal);

    /// <summary>A fault's name in a script.</summary>
    public static string Name(PrinterFault fault) =>
        string.Concat(fault.ToString().Select((one, at) => char.IsUpper(one) && at > 0 ? $"_{char.ToLowerInvariant(one)}" : $"{char.ToLowerInvariant(one)}"));

    /// <summary>Does what a line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    public static string? Run(string line, VirtualPrinter printer)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["drawer", "open" or "closed"]:
                printer.SetDrawer(words[1] == "open");
                return null;
            case ["clear", var name] when s_faults.TryGetValue(name, out var over):
                printer.Set(over, on: false);
                return null;
            case ["fault", var name, .. var rest] when s_faults.TryGetValue(name, out var fault):
                return Plan(line, rest, fault, printer);
            case ["fault" or "clear", var name, ..]:
                return $"'{name}' is no fault; one of {string.Join(", ", s_faults.Keys)} is";
            default:
                return $"'{line}': expected fault NAME [bytes N | rows N] [for SECONDS], clear NAME, drawer open, drawer closed or quit";
        }
    }

    private static string? Plan(string line, string[] rest, PrinterFault fault, VirtualPrinter printer)
    {
        long? bytes = null;
        long? rows = null;
        TimeSpan? lasts = null;
        for (var at = 0; at < rest.Length; at += 2)
        {
            if (at + 1 >= rest.Length || !decimal.TryParse(rest[at + 1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1_000_000_000)
            {
                return $"'{line}': expected a number behind '{rest[at]}'";
            }

            switch (rest[at])
            {
                case "bytes":
                    bytes = (long)number;
                    break;
                case "rows":
                    rows = (long)number;
                    break;
                case "for":
                    lasts = TimeSpan.FromSeconds((double)number);
                    break;
                default:
                    return $"'{line}': '{rest[at]}' is none of bytes, rows, for";
            }
        }

        if (bytes is null && rows is null)
        {
            printer.FailNow(fault, lasts);
        }
        else if (bytes is { } count)
        {
            printer.FailAfterBytes(count, fault, lasts);
        }
        else
        {
            printer.FailAfterRows(rows!.Value, fault, lasts);
        }

        return null;
    }
}
