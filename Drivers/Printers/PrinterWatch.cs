using System.Runtime.CompilerServices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>Asks a printer how it is while no job runs; while one does, says what the job heard last.</summary>
/// <remarks>
/// The port is opened for each question and closed after it, because many network printers serve one connection at a time and a serial port is locked. A
/// printer that answers nothing is there as long as its port opens: its status is unknown, which is a reading too.
/// </remarks>
/// <param name="deviceId">The printer's configured name.</param>
/// <param name="printer">The printer; null for one behind a spooler, which is never asked.</param>
/// <param name="interval">Between two questions.</param>
/// <param name="clock">Time.</param>
internal sealed class PrinterWatch(string deviceId, Printer? printer, TimeSpan interval, TimeProvider clock) : IDriver
{
    /// <summary>Yields what the printer says of itself, until its port fails or the token stops it.</summary>
    /// <exception cref="IOException">The port cannot be opened.</exception>
    public async IAsyncEnumerable<Reading> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PrinterStatus status = printer is null ? PrinterStatus.Silent : await LookAsync(printer, cancellationToken).ConfigureAwait(false);
            yield return new PrinterReading(deviceId, clock.GetUtcNow(), status);
            await Task.Delay(interval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks once, unless a job has the printer.</summary>
    private static async ValueTask<PrinterStatus> LookAsync(Printer printer, CancellationToken cancellationToken)
    {
        using var giveWay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PrinterStatus? last = printer.Gate.LastStatus;
        if (printer.Gate.TryWatch(giveWay) is IDisposable turn)
        {
            try
            {
                await using PrinterConnection connection = await printer.ConnectAsync(turn, giveWay.Token).ConfigureAwait(false);
                return await connection.QueryAsync(giveWay.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // A job wanted the printer.
            }
        }
        return last ?? PrinterStatus.Silent;
    }
}
