using System.ComponentModel;
using System.Diagnostics;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>A raw queue of CUPS, through its own <c>lp</c> program: the last resort.</summary>
/// <remarks>
/// The spooler answers nothing and prints again by itself when its connection was lost (odoo#244076), so what becomes of a job is never more than unknown.
/// The queue should be made with the error policy abort-job.
/// </remarks>
internal sealed class CupsConnection(string id, string queue, string program, TimeSpan limit, TimeProvider clock) : IPrinterConnection
{
    /// <inheritdoc/>
    public ValueTask<PrinterStatus> QueryAsync(CancellationToken cancellationToken) => new(PrinterStatus.Silent);

    /// <summary>Gives the job to the spooler, whole.</summary>
    /// <exception cref="IOException">The spooler refused it, is not there, or took too long.</exception>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, IProgress<int> sent, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, ["-d", queue, "-o", "raw", "-s", "-"])
        {
            RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false,
        };
        using var timeout = new CancellationTokenSource(limit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using Process lp = Start(start);
        try
        {
            Task<string> words = lp.StandardError.ReadToEndAsync(either.Token);
            // The spooler prints nothing of a job before its end came; lp gives it none before that either.
            await lp.StandardInput.BaseStream.WriteAsync(bytes, either.Token).ConfigureAwait(false);
            sent.Report(bytes.Length);
            lp.StandardInput.Close();
            await lp.WaitForExitAsync(either.Token).ConfigureAwait(false);
            string said = (await words.ConfigureAwait(false)).Trim();
            if (lp.ExitCode != 0)
                throw new IOException($"{id}: the print spooler refused the job for queue {queue}: {said}; lpstat -p {queue} shows the queue");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            lp.Kill();
            throw new IOException($"{id}: the print spooler took longer than {limit.TotalSeconds:0} s over the job for queue {queue}");
        }
    }

    /// <inheritdoc/>
    public ValueTask<PrintConfirmation> ConfirmAsync(string jobMark, CancellationToken cancellationToken) => new(new PrintConfirmation(
        PrintOutcome.Unknown, PrinterStatus.Silent, $"the print spooler took it for queue {queue}; whether it is on paper only a look at the printer says"));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new IOException($"{id}: cannot start {program}: {missing.Message}; install cups-client, or give the printer's own address", missing);
        }
    }
}
