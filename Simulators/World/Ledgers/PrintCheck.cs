using System.Text.Json;
using Cloud.Contracts;

namespace Simulators.World.Ledgers;

/// <summary>Compares what headquarters was told of receipts with what is on the printer's paper.</summary>
internal sealed class PrintCheck
{
    private readonly Dictionary<Guid, List<string>> _told = [];

    /// <summary>Takes a <c>print.*</c> event.</summary>
    public void Add(string type, string body)
    {
        using var document = JsonDocument.Parse(body);
        var job = Guid.Parse(document.RootElement.GetProperty("job").GetString()!);
        if (!_told.TryGetValue(job, out var told))
        {
            _told[job] = told = [];
        }

        told.Add(type);
    }

    /// <summary>What was asked for, what is on paper, and what does not fit.</summary>
    public PrintOutcome Compare(IReadOnlyList<PrinterTruth> printers, IReadOnlyList<AskedReceipt> asked)
    {
        var wrong = new List<string>();
        var sheets = printers.SelectMany(printer => JsonLines.Read(printer.Path))
            .Where(line => line.GetProperty("event").GetString() == "sheet" && line.GetProperty("end").GetString() == "Cut")
            .Select(line => line.GetProperty("digest").GetString()!).ToList();
        wrong.AddRange(sheets.GroupBy(digest => digest).Where(same => same.Count() > 1).Select(same => $"the same receipt is on paper {same.Count()} times"));
        foreach (var receipt in asked)
        {
            var told = _told.GetValueOrDefault(receipt.Job) ?? [];
            if (receipt.Outcome is not (CommandStatus.Done or CommandStatus.Unknown))
            {
                wrong.Add($"{receipt.Job} was not printed: {receipt.Outcome}");
            }

            if (receipt.Outcome == CommandStatus.Done && !told.SequenceEqual([EventTypes.PrintCompleted]))
            {
                wrong.Add($"{receipt.Job} was answered done and told as {(told.Count == 0 ? "nothing" : string.Join(", ", told))}");
            }
        }

        var completed = _told.Values.Count(told => told.Contains(EventTypes.PrintCompleted));
        var unknown = _told.Values.Count(told => told.Contains(EventTypes.PrintUnknown));
        var paper = sheets.Distinct().Count();
        if (printers.Count > 0 && (paper < completed || paper > completed + unknown))
        {
            wrong.Add($"{completed} receipts were told as printed and {unknown} as unknown; {paper} are on paper");
        }

        return new PrintOutcome(asked.Count, completed, wrong);
    }
}

/// <summary>What became of the receipts of one gateway.</summary>
/// <param name="Asked">How many were asked for.</param>
/// <param name="Printed">How many were told as printed.</param>
/// <param name="Wrong">What does not fit the paper.</param>
public sealed record PrintOutcome(long Asked, long Printed, IReadOnlyList<string> Wrong)
{
    /// <summary>Nobody asked for any.</summary>
    public static PrintOutcome None { get; } = new(0, 0, []);
}
