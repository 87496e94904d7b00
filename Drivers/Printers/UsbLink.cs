using Drivers.Ports;
using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>A USB printer at the kernel's <c>usblp</c> driver.</summary>
internal sealed class UsbLink(LpFile file) : PrinterLink
{
    /// <inheritdoc/>
    public override string Name => file.Path;

    /// <summary>What the port's status bits say that is bad. That they say nothing bad is no word: many printers always answer the same.</summary>
    public override PrinterStatus? CableStatus
    {
        get
        {
            if (file.Status() is not int bits)
                return null;
            (bool isOut, bool isOffline, bool hasError) = LpFile.Read(bits);
            return !isOut && !isOffline && !hasError
                ? null
                : new PrinterStatus(true, isOffline ? false : null, isOut ? PaperState.Out : PaperState.Unknown, null, hasError && !isOut ? ["recoverable"] : [], new[] { (byte)bits });
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        int count;
        while ((count = Try(() => file.Read(buffer.Span))) == 0)
            await WaitAsync(Libc.PollIn, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        int count;
        while ((count = Try(() => file.Write(bytes.Span))) == 0)
            await WaitAsync(Libc.PollOut, cancellationToken).ConfigureAwait(false);
        return count;
    }

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }

    private int Try(Func<int> transfer)
    {
        try
        {
            return transfer();
        }
        catch (IOException failure)
        {
            throw LpFile.Failure(file.Path, failure);
        }
    }

    private async ValueTask WaitAsync(short wanted, CancellationToken cancellationToken)
    {
        short seen = await PortPoller.Shared.WaitAsync(file, wanted, cancellationToken).ConfigureAwait(false);
        if ((seen & wanted) == 0)
            throw file.IsShut ? file.Shut() : PortErrors.Gone(file.Path, 0);
    }
}
