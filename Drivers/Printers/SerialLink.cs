using Drivers.Ports;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>A printer on a serial line.</summary>
/// <remarks>With DTR/DSR the printer's line is looked at before every few bytes, because Linux has no hardware flow control on DSR.</remarks>
internal sealed class SerialLink(SerialPort port, string path, FlowControl flow, TimeProvider clock) : PrinterLink
{
    private const int Step = 64;

    private static readonly TimeSpan s_busyPause = TimeSpan.FromMilliseconds(10);

    private bool _isWriting;

    /// <inheritdoc/>
    public override string Name => path;

    /// <inheritdoc/>
    public override bool HidesPowerLoss => flow != FlowControl.DtrDsr;

    /// <inheritdoc/>
    public override bool MayHaveTakenSome => _isWriting;

    /// <inheritdoc/>
    public override int Underway => port.Underway;

    /// <inheritdoc/>
    public override PrinterStatus? CableStatus => flow == FlowControl.DtrDsr && port.IsDataSetReady == false
        ? new PrinterStatus(true, false, PaperState.Unknown, null, [], default)
        : null;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await port.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (LineErrorException)
            {
                // A damaged answer is no answer; what follows it may be one.
            }
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (flow == FlowControl.DtrDsr && port.IsDataSetReady == false)
            await Task.Delay(s_busyPause, clock, cancellationToken).ConfigureAwait(false);
        ReadOnlyMemory<byte> step = bytes[..Math.Min(bytes.Length, Step)];
        _isWriting = true;
        await port.WriteAsync(step, cancellationToken).ConfigureAwait(false);
        _isWriting = false;
        return step.Length;
    }

    /// <summary>Closes the line, which throws away what it still holds; a whole job was waited for before.</summary>
    public override ValueTask DisposeAsync() => port.DisposeAsync();
}
