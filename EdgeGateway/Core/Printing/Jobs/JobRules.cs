using System.Globalization;
using System.Text.Json;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>What somebody asks for, before it is held to the rules. Null is "not said".</summary>
/// <param name="Id">The job's id, given by who asks so that a repeat is no second job; null for a new one.</param>
/// <param name="Template">The template.</param>
/// <param name="Data">What to print, a JSON object; null for an empty one.</param>
/// <param name="Culture">The language.</param>
/// <param name="Copies">How many.</param>
/// <param name="Printer">The printer.</param>
/// <param name="Role">Or the role of the printers.</param>
/// <param name="Priority">0 to 9.</param>
/// <param name="ExpiresAt">Until when it may be printed.</param>
public sealed record WantedJob(
    Guid? Id, string? Template, JsonElement? Data, string? Culture, int? Copies, string? Printer, string? Role, int? Priority, DateTimeOffset? ExpiresAt);

/// <summary>Holds what is asked for to the rules: every mistake, not only the first.</summary>
internal static class JobRules
{
    /// <summary>The languages of documents.</summary>
    public static readonly IReadOnlyList<string> Cultures = ["en", "zh-CN", "zh-TW"];

    /// <summary>Reads a request.</summary>
    /// <returns>It, or null where there are mistakes.</returns>
    public static PrintJobRequest? Read(
        WantedJob wanted, IReadOnlyList<string> templates, IReadOnlyList<PrinterStation> stations, PrintingOptions options, List<(string Path, string Message)> mistakes)
    {
        if (wanted.Template is not { Length: > 0 } template || !templates.Contains(template))
        {
            mistakes.Add(("template", $"{Came(wanted.Template)}; expected one of {string.Join(", ", templates)}"));
        }

        var data = wanted.Data is { } given && given.ValueKind != JsonValueKind.Undefined ? given.GetRawText() : "{}";
        if (wanted.Data is { } element && element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
        {
            mistakes.Add(("data", "expected an object: { … }"));
        }
        else if (data.Length > PrintJobRequest.MaxData)
        {
            mistakes.Add(("data", string.Create(CultureInfo.InvariantCulture, $"is {data.Length} characters; expected at most {PrintJobRequest.MaxData}")));
        }

        var culture = wanted.Culture ?? options.Culture;
        if (!Cultures.Contains(culture))
        {
            mistakes.Add(("culture", $"{Came(culture)}; expected one of {string.Join(", ", Cultures)}"));
        }

        var copies = wanted.Copies ?? 1;
        if (copies is < 1 or > PrintJobRequest.MaxCopies)
        {
            mistakes.Add(("copies", string.Create(CultureInfo.InvariantCulture, $"came {copies}; expected 1 to {PrintJobRequest.MaxCopies}")));
        }

        var priority = wanted.Priority ?? PrintJobRequest.UsualPriority;
        if (priority is < 0 or > 9)
        {
            mistakes.Add(("priority", string.Create(CultureInfo.InvariantCulture, $"came {priority}; expected 0 to 9, the higher goes first")));
        }

        CheckWhere(wanted, stations, mistakes);
        return mistakes.Count > 0 ? null
            : new PrintJobRequest(wanted.Template!, data, culture, copies, Text(wanted.Printer), Text(wanted.Printer) is null ? Text(wanted.Role) : null, priority);
    }

    /// <summary>The printer whose width and language a request is first held to.</summary>
    public static PrinterStation? FirstFor(PrintJobRequest request, IReadOnlyList<PrinterStation> stations) => request.Printer is { } id
        ? stations.FirstOrDefault(station => station.Id == id)
        : stations.Where(station => string.Equals(station.Role, request.Role, StringComparison.OrdinalIgnoreCase)).MinBy(station => station.Order);

    private static void CheckWhere(WantedJob wanted, IReadOnlyList<PrinterStation> stations, List<(string Path, string Message)> mistakes)
    {
        var known = stations.Count == 0 ? "this gateway has no printers; add one to devices" : $"expected one of {string.Join(", ", stations.Select(station => station.Id))}";
        var roles = stations.Select(station => station.Role).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        if (Text(wanted.Printer) is { } printer)
        {
            if (Text(wanted.Role) is not null)
            {
                mistakes.Add(("role", "a printer is named too; name one of the two"));
            }

            if (stations.All(station => station.Id != printer))
            {
                mistakes.Add(("printer", $"{Came(printer)}; {known}"));
            }
        }
        else if (Text(wanted.Role) is not { } role)
        {
            mistakes.Add(("printer", $"is missing, and so is role; {known}"));
        }
        else if (!roles.Contains(role, StringComparer.OrdinalIgnoreCase))
        {
            mistakes.Add(("role", $"{Came(role)}; {(roles.Length == 0 ? "no printer of this gateway has a role" : $"expected one of {string.Join(", ", roles)}")}"));
        }
    }

    private static string? Text(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static string Came(string? text) => text is null ? "is missing" : $"came \"{(text.Length > 60 ? text[..60] + "…" : text)}\"";
}
