namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>What is to be printed, where and until when. Two that are equal are the same job asked for twice.</summary>
/// <param name="Template">One of <see cref="IDocumentRenderer.Templates"/>.</param>
/// <param name="Data">What to print, a JSON object by the template's schema.</param>
/// <param name="Culture"><c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</param>
/// <param name="Copies">How many, 1 to 100; each is sent and confirmed by itself.</param>
/// <param name="Printer">The printer, and no other; null where a role is named.</param>
/// <param name="Role">The role of the printers, of which the first that can takes it; null where a printer is named.</param>
/// <param name="Priority">0 to 9; the higher goes first.</param>
public sealed record PrintJobRequest(string Template, string Data, string Culture, int Copies, string? Printer, string? Role, int Priority)
{
    /// <summary>The longest <see cref="Data"/>, in characters.</summary>
    public const int MaxData = 32 * 1024;

    /// <summary>The most copies.</summary>
    public const int MaxCopies = 100;

    /// <summary>The priority of jobs that name none.</summary>
    public const int UsualPriority = 5;
}

/// <summary>Who asks for a job.</summary>
/// <param name="Source"><c>console</c>, <c>mqtt</c>, <c>cli</c>, <c>weighing</c> or <c>alerts</c>.</param>
/// <param name="Who">The person, device or capture, for people; or null.</param>
public sealed record PrintAsker(string Source, string? Who);
