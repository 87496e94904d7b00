namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>A printer as the page shows it; serialises as it stands with camelCase names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="Role">What it is for, or null.</param>
/// <param name="Language"><c>escpos</c>, <c>zpl</c> or <c>tspl</c>.</param>
/// <param name="DotsPerLine">The width of its head in dots.</param>
/// <param name="IsWeak">Whether its path swallows its answers: a person is asked about every job.</param>
/// <param name="State"><c>unproven</c>, <c>ready</c>, <c>printing</c>, <c>silent</c>, <c>blocked</c> or <c>unreachable</c>.</param>
/// <param name="Reason">Why it is not ready, in words; null where it is.</param>
/// <param name="Since">Since when.</param>
/// <param name="Paper"><c>unknown</c>, <c>present</c>, <c>near_end</c> or <c>out</c>.</param>
/// <param name="CoverOpen">Whether its cover or head is open; null where it does not say.</param>
/// <param name="Faults">Its faults.</param>
/// <param name="Waiting">How many jobs wait for it.</param>
/// <param name="Current">The job it works on, or null.</param>
public sealed record PrinterView(
    string Id,
    string? Name,
    string? Role,
    string Language,
    int DotsPerLine,
    bool IsWeak,
    string State,
    string? Reason,
    DateTimeOffset Since,
    string Paper,
    bool? CoverOpen,
    IReadOnlyList<string> Faults,
    int Waiting,
    string? Current);

/// <summary>A job as the page and programs see it; serialises as it stands with camelCase names.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>accepted</c>, <c>sending</c>, <c>sent</c>, <c>printed</c>, <c>not_printed</c> or <c>unknown</c>: then a person is asked.</param>
/// <param name="Template">What it is.</param>
/// <param name="Culture">Its language.</param>
/// <param name="Copies">How many sheets are wanted.</param>
/// <param name="Printed">How many are known to be on paper.</param>
/// <param name="Printer">The printer that it went to, or is to go to; null while a role's printers are to choose from.</param>
/// <param name="Role">The role it is for, or null.</param>
/// <param name="Priority">0 to 9.</param>
/// <param name="Duplicate">Whether it carries the mark of a duplicate, or some of its sheets do.</param>
/// <param name="Attempts">How often sending has begun.</param>
/// <param name="Reason">Why it is as it is, in words, or null.</param>
/// <param name="Said">What the printer itself said last, or null.</param>
/// <param name="Source">Who asked: <c>console</c>, <c>mqtt</c>, <c>cli</c>, <c>weighing</c> or <c>alerts</c>.</param>
/// <param name="Who">The person, device or capture, or null.</param>
/// <param name="AcceptedAt">When it was accepted.</param>
/// <param name="Since">Since when it is as it is.</param>
/// <param name="ExpiresAt">Until when it waits for a printer.</param>
/// <param name="Answer">What a person answered last, or null.</param>
/// <param name="Answerer">Who that was, or null.</param>
public sealed record JobView(
    Guid Id,
    string State,
    string Template,
    string Culture,
    int Copies,
    int Printed,
    string? Printer,
    string? Role,
    int Priority,
    bool Duplicate,
    int Attempts,
    string? Reason,
    string? Said,
    string Source,
    string? Who,
    DateTimeOffset AcceptedAt,
    DateTimeOffset Since,
    DateTimeOffset ExpiresAt,
    string? Answer,
    string? Answerer)
{
    /// <summary>A job as it stands.</summary>
    internal static JobView Of(PrintJob job) => new(
        job.Id, JobText.Of(job.State), job.Request.Template, job.Request.Culture, job.Request.Copies, job.Done, job.Printer ?? job.Request.Printer, job.Request.Role,
        job.Request.Priority, job.MarkedUpTo > 0, job.Attempts, job.Reason, job.Said, job.Asker.Source, job.Asker.Who, job.AcceptedAt, job.Since, job.ExpiresAt,
        job.Answer is { } answer ? JobText.Of(answer) : null, job.Answerer);

    /// <summary>Whether it waits for nothing the gateway does: it has ended, or a person is asked.</summary>
    internal bool IsSettled => State is "printed" or "not_printed" or "unknown";
}

/// <summary>What became of a request to the desk.</summary>
/// <param name="Job">The job then; null where there is none.</param>
/// <param name="Refusal">Why nothing was done, or null.</param>
public sealed record PrintAnswer(JobView? Job, PrintRefusal? Refusal);

/// <summary>Why nothing was done.</summary>
/// <param name="Kind">What kind of reason it is.</param>
/// <param name="Mistakes">Each with the field that is wrong, or an empty one, and a message: what came, what was expected, what to do.</param>
public sealed record PrintRefusal(PrintRefusalKind Kind, IReadOnlyList<(string Path, string Message)> Mistakes)
{
    /// <summary>With one mistake.</summary>
    public PrintRefusal(PrintRefusalKind kind, string path, string message)
        : this(kind, [(path, message)])
    {
    }

    /// <summary>All of it in one line.</summary>
    public string Text => string.Join("; ", Mistakes.Select(one => one.Path.Length > 0 ? $"{one.Path}: {one.Message}" : one.Message));
}

/// <summary>Kinds of refusal.</summary>
public enum PrintRefusalKind
{
    /// <summary>The request is wrong.</summary>
    Invalid,

    /// <summary>There is no such job or printer.</summary>
    NotFound,

    /// <summary>It does not go with how things stand.</summary>
    Conflict,

    /// <summary>The queue is full, or the disk refuses; try again.</summary>
    Unavailable,

    /// <summary>It would have had to be printed before now.</summary>
    Expired,
}
