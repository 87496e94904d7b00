using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>A printer of any language on any port.</summary>
internal sealed class Printer(
    string id, PrinterSettings settings, PrinterGate gate, Func<CancellationToken, ValueTask<PrinterLink>> open, TimeProvider clock) : IPrinter
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public PrinterProfile Profile => settings.Profile;

    /// <inheritdoc/>
    public bool IsWeak => false;

    /// <summary>Its turnstile.</summary>
    public PrinterGate Gate => gate;

    /// <summary>Encodes in the language of its profile.</summary>
    public static byte[] Encode(PrintDocument document, string jobMark, PrinterSettings settings) => settings.Profile.Language switch
    {
        PrinterLanguage.Zpl => ZplLanguage.Encode(document, jobMark, settings),
        PrinterLanguage.Tspl => TsplLanguage.Encode(document, jobMark, settings),
        _ => EscPosLanguage.Encode(document, jobMark, settings),
    };

    /// <inheritdoc/>
    public byte[] Encode(PrintDocument document, string jobMark) => Encode(document, jobMark, settings);

    /// <summary>Waits for its turn and opens the port.</summary>
    /// <exception cref="IOException">It cannot be opened, or another job has it: nothing was printed. The message is for people.</exception>
    public async ValueTask<IPrinterConnection> OpenAsync(CancellationToken cancellationToken) =>
        await ConnectAsync(await gate.EnterAsync(id, s_patience, clock, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Opens the port within a turn that is given back when the connection is disposed, or at once where it cannot be opened.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public async ValueTask<PrinterConnection> ConnectAsync(IDisposable turn, CancellationToken cancellationToken)
    {
        try
        {
            PrinterLink link = await open(cancellationToken).ConfigureAwait(false);
            return settings.Profile.Language switch
            {
                PrinterLanguage.Zpl => new ZplConnection(id, link, settings, gate, turn, clock),
                PrinterLanguage.Tspl => new TsplConnection(id, link, settings, gate, turn, clock),
                _ => new EscPosConnection(id, link, settings, gate, turn, clock),
            };
        }
        catch
        {
            turn.Dispose();
            throw;
        }
    }
}
