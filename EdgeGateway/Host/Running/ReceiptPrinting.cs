using System.Text.Json;
using System.Text.Json.Nodes;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Printing.Jobs;

namespace EdgeGateway.Host.Running;

/// <summary>Receipts of withdrawals: shown, and printed where the store has a printer for receipts.</summary>
/// <param name="desk">Where print jobs are.</param>
/// <param name="role">The role of the printers that print them; null where none does.</param>
/// <param name="clock">The store's time zone.</param>
internal sealed class ReceiptPrinting(PrintDesk? desk, string? role, TimeProvider clock)
{
    /// <summary>The template.</summary>
    public const string Template = "consent-receipt";

    /// <summary>Whether there is such a printer.</summary>
    public bool CanPrint => role is not null && desk?.Printers().Any(printer => printer.Role == role) == true;

    /// <summary>The receipt, and its print job where one was asked for. That it was not printed takes nothing back.</summary>
    public ReceiptView Make(ConsentReceipt receipt, bool print)
    {
        var lines = receipt.Lines(clock.LocalTimeZone);
        var (job, problem) = print ? Print(receipt, lines) : (null, null);
        return new ReceiptView(receipt.Consent, receipt.Subject, receipt.Language, lines, receipt.WithdrawnAt, receipt.HadTemplate, job, problem);
    }

    private (Guid? Job, string? Problem) Print(ConsentReceipt receipt, IReadOnlyList<string> lines)
    {
        if (!CanPrint)
        {
            return (null, role is null ? "no printer is named for receipts (members.receiptRole)" : $"there is no printer of the role {role}");
        }

        var data = new JsonObject
        {
            ["title"] = lines[0],
            ["lines"] = new JsonArray([.. lines.Skip(1).Select(line => new JsonObject { ["text"] = line })]),
        };
        var answer = desk!.Submit(
            new WantedJob(null, Template, JsonSerializer.SerializeToElement(data), receipt.Language, null, null, role, null, null), new PrintAsker("console", receipt.Who));
        return answer.Refusal is { } refusal ? (null, string.Join(" ", refusal.Mistakes.Select(one => $"{one.Path}: {one.Message}"))) : (answer.Job!.Id, null);
    }
}
