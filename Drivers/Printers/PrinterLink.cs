using EdgeGateway.Core.Printing;

namespace Drivers.Printers;

/// <summary>An open way to a printer that carries bytes both ways. Reading and writing may go on at the same time, each by one caller.</summary>
internal abstract class PrinterLink : IAsyncDisposable
{
    /// <summary>Where it leads, for messages.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a printer that is switched off and on again leaves no trace on it, as on three wires.</summary>
    public virtual bool HidesPowerLoss => false;

    /// <summary>Waits for bytes from the printer.</summary>
    /// <exception cref="IOException">The way is gone.</exception>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken);

    /// <summary>Waits until the printer takes bytes, and gives it some.</summary>
    /// <returns>How many it took, at least 1.</returns>
    /// <exception cref="IOException">The way is gone.</exception>
    public abstract ValueTask<int> WriteSomeAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>After a failed write: whether the printer may have taken some of the bytes all the same.</summary>
    public virtual bool MayHaveTakenSome => false;

    /// <summary>Bytes given that have not reached the printer yet; 0 where that cannot be known.</summary>
    public virtual int Underway => 0;

    /// <summary>What the cable itself says, without asking the printer; null where it says nothing bad.</summary>
    public virtual PrinterStatus? CableStatus => null;

    /// <summary>From now on, closing throws away what has not reached the printer: a broken job must not go on printing by itself later.</summary>
    public virtual void Abandon()
    {
    }

    /// <summary>Closes it; what was given before still arrives, unless <see cref="Abandon"/> was called.</summary>
    public abstract ValueTask DisposeAsync();
}
