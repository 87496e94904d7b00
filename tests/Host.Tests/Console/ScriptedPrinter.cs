using System.Text;
using EdgeGateway.Core.Printing;

namespace Host.Tests.Console;

/// <summary>A printer that prints, or of whose sheets nobody knows, or that cannot be reached.</summary>
internal sealed class ScriptedPrinter(string id) : IPrinter
{
    public string Id => id;

    public PrinterProfile Profile { get; init; } = new(PrinterLanguage.EscPos, 576, 203, StatusAnswers.RealTime, HasCutter: true);

    public bool IsWeak { get; init; }

    public PrintOutcome Outcome { get; set; } = PrintOutcome.Printed;

    public PrinterStatus Status { get; set; } = new(true, true, PaperState.Present, false, [], new byte[] { 0x16, 0x12 });

    public string? Unreachable { get; set; }

    /// <summary>What came: the names of documents, with ! where they are marked; <c>drawer</c>.</summary>
    public List<string> Came { get; } = [];

    public byte[] Encode(PrintDocument document, string jobMark) => Encoding.UTF8.GetBytes(document.Name + (document.Parts.Count > 1 && document.Parts[1] is FeedPart { Dots: 8 } ? "!" : ""));

    public ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken) =>
        Unreachable is { } why ? throw new IOException(why) : new(new Connection(this));

    private sealed class Connection(ScriptedPrinter printer) : IPrinterConnection
    {
        public ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken) => new(printer.Status);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken)
        {
            sent.Report(bytes.Length);
            printer.Came.Add(Encoding.UTF8.GetString(bytes.Span));
            return default;
        }

        public ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken) =>
            new(new PrintConfirmation(printer.Outcome, printer.Outcome == PrintOutcome.Unknown ? PrinterStatus.Silent : printer.Status, $"it says {printer.Outcome}"));

        public ValueTask DisposeAsync() => default;
    }
}
