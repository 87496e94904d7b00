using Drivers.Ports;

namespace Drivers.Scanners;

/// <summary>Reads a port with an eye on its silence: the read goes on while the time runs, so no byte is lost to the clock.</summary>
/// <param name="deviceId">The scanner, for messages.</param>
/// <param name="port">Its bytes.</param>
/// <param name="silence">How long without a byte is silence.</param>
/// <param name="clock">Measures it.</param>
internal sealed class ScanReader(string deviceId, Stream port, TimeSpan silence, TimeProvider clock)
{
    private readonly byte[] _buffer = new byte[512];
    private Task<int>? _pending;

    /// <summary>What <see cref="ReadAsync"/> saw.</summary>
    internal enum Outcome
    {
        /// <summary>Bytes: see <see cref="Bytes"/>.</summary>
        Bytes,

        /// <summary>Damaged bytes, left out.</summary>
        Damage,

        /// <summary>Nothing for as long as <c>silence</c>.</summary>
        Silence,
    }

    /// <summary>What the last read gave; valid until the next.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Waits for bytes, damage or, where asked for, silence.</summary>
    /// <exception cref="IOException">The port is gone.</exception>
    public async ValueTask<Outcome> ReadAsync(bool untilSilence, CancellationToken cancellationToken)
    {
        _pending ??= port.ReadAsync(_buffer, cancellationToken).AsTask();
        if (untilSilence && !_pending.IsCompleted && await FallsSilentAsync(_pending, cancellationToken).ConfigureAwait(false))
            return Outcome.Silence;
        try
        {
            int count = await _pending.ConfigureAwait(false);
            Bytes = _buffer.AsMemory(0, count > 0 ? count : throw new IOException($"{deviceId}: the port was closed"));
            return Outcome.Bytes;
        }
        catch (LineErrorException)
        {
            return Outcome.Damage;
        }
        finally
        {
            _pending = null;
        }
    }

    private async ValueTask<bool> FallsSilentAsync(Task<int> pending, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task pause = Task.Delay(silence, clock, over.Token);
        await Task.WhenAny(pending, pause).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return !pending.IsCompleted;
    }
}
