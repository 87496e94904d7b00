using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>A printer behind a raw queue of CUPS: weak, because the spooler answers nothing and prints again by itself.</summary>
internal sealed class CupsPrinter(string id, string queue, PrinterSettings settings, string program, TimeProvider clock) : IPrinter
{
    /// <summary>CUPS's own program.</summary>
    public const string Program = "lp";

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public PrinterProfile Profile { get; } = settings.Profile with { Status = StatusAnswers.None };

    /// <inheritdoc/>
    public bool IsWeak => true;

    /// <inheritdoc/>
    public byte[] Encode(PrintDocument document, string jobMark) => Printer.Encode(document, jobMark, settings with { Profile = Profile });

    /// <inheritdoc/>
    public ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken) =>
        new(new CupsConnection(id, queue, program, settings.Stall, clock));
}
