using Drivers.Ports;

namespace Drivers.Detection;

/// <summary>Reads a port for at most a time.</summary>
internal sealed class TimedReader(PortStream port, TimeProvider clock)
{
    private readonly byte[] _buffer = new byte[256];

    /// <summary>Waits for what comes.</summary>
    /// <returns>The bytes; empty where nothing came in time; null where a byte came damaged.</returns>
    /// <exception cref="IOException">The port is gone.</exception>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(atMost, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            int count = await port.ReadAsync(_buffer, either.Token).ConfigureAwait(false);
            return count > 0 ? _buffer.AsMemory(0, count) : throw new IOException("the port was closed");
        }
        catch (LineErrorException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return ReadOnlyMemory<byte>.Empty;
        }
    }
}
