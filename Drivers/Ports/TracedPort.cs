using System.Diagnostics.CodeAnalysis;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Drivers.Ports;

/// <summary>A port whose bytes are written down as they pass.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "A port is the field's word; that it is a stream is how it is read.")]
internal sealed class TracedPort(PortStream port, ByteTrace trace) : PortStream
{
    /// <summary>The port itself where nobody asked for its bytes.</summary>
    public static PortStream Around(PortStream port, DeviceOptions device) => device is LocatedDevice { Trace: ByteTrace trace } ? new TracedPort(port, trace) : port;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await port.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        trace.Record(ByteDirection.In, buffer.Span[..count]);
        return count;
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await port.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        trace.Record(ByteDirection.Out, buffer.Span);
    }

    /// <inheritdoc/>
    public override void DiscardInput() => port.DiscardInput();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            port.Dispose();
        base.Dispose(disposing);
    }
}
