namespace EdgeGateway.Core.Printing;

/// <summary>One printer: its port, its language and its profile. Opens the port for a job and closes it after; knows nothing of queues.</summary>
/// <remarks>One caller at a time; the queue sees to it.</remarks>
public interface IPrinter
{
    /// <summary>The device's name.</summary>
    string Id { get; }

    /// <summary>What it can do.</summary>
    PrinterProfile Profile { get; }

    /// <summary>Whether its path swallows answers or prints again by itself (a print spooler): what it says of a job is never more than unknown.</summary>
    bool IsWeak { get; }

    /// <summary>The bytes of a job in the printer's language; the same document and id give the same bytes.</summary>
    /// <param name="document">What to print.</param>
    /// <param name="jobMark">Four printable ASCII characters by which the printer may confirm the job.</param>
    /// <exception cref="PrintDocumentException">The document does not fit the printer: the message says what and why.</exception>
    byte[] Encode(PrintDocument document, string jobMark);

    /// <summary>Opens the port.</summary>
    /// <exception cref="IOException">It cannot be opened: nothing was printed. The message is for people.</exception>
    ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>An open way to a printer. Disposing it closes it.</summary>
public interface IPrinterConnection : IAsyncDisposable
{
    /// <summary>Asks how it is, within a bounded time; silence is an answer (<see cref="PrinterStatus.Silent"/>).</summary>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken);

    /// <summary>Sends the bytes of a job; waits while the printer holds the line (busy, buffer full) up to its time limit.</summary>
    /// <param name="bytes">What <see cref="IPrinter.Encode"/> made.</param>
    /// <param name="sent">Told how many bytes have left, so that a broken job is known to have begun.</param>
    /// <param name="cancellationToken">Breaks off; the job is then as if the connection broke.</param>
    /// <exception cref="IOException">The connection broke or stood still too long; what was reported as sent may be on paper.</exception>
    ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken);

    /// <summary>Asks whether the job just sent is on paper, by the strongest word the profile knows.</summary>
    /// <param name="jobMark">The mark given to <see cref="IPrinter.Encode"/>.</param>
    /// <param name="cancellationToken">Breaks off.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken);
}

/// <summary>The printer's own word about a job.</summary>
/// <param name="Outcome">What it comes to.</param>
/// <param name="Status">What the printer said last.</param>
/// <param name="Reason">In words, what the outcome rests on.</param>
public sealed record PrintConfirmation(PrintOutcome Outcome, PrinterStatus Status, string Reason);

/// <summary>What became of a job that was sent.</summary>
public enum PrintOutcome
{
    /// <summary>The printer said so.</summary>
    Printed,

    /// <summary>The printer said that it did not, or nothing ever left the gateway.</summary>
    NotPrinted,

    /// <summary>Nobody knows: a person has to look.</summary>
    Unknown,
}

/// <summary>A document that a printer cannot print; the message says what it is and what would fit.</summary>
public sealed class PrintDocumentException(string message) : Exception(message);
