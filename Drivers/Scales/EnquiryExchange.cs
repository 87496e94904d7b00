using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>ENQ, ACK, DC1, frame. Used again for each question.</summary>
/// <param name="decoder">Reads the frame.</param>
internal sealed class EnquiryExchange(IFrameDecoder decoder) : IExchange
{
    private static readonly byte[] s_enquiry = [Handshake.Enq];
    private static readonly byte[] s_send = [Handshake.Dc1];
    private static readonly WeightFrame s_refused = WeightFrame.Unreadable("not_acknowledged");

    private bool _acknowledged;
    private bool _heardSinceSent;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Begin()
    {
        decoder.Break();
        _acknowledged = _heardSinceSent = false;
        return s_enquiry;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
    {
        ReadOnlyMemory<byte> reply = default;
        foreach (byte value in received)
        {
            // Inside a frame the same byte may be the block check character; so only the first byte after ours can refuse.
            if (value == Handshake.Nak && !_heardSinceSent)
                frames.Add(s_refused);
            _heardSinceSent = true;
            decoder.Feed([value], frames);
            if (value == Handshake.Ack && !_acknowledged)
            {
                _acknowledged = true;
                _heardSinceSent = false;
                reply = s_send;
            }
        }
        // A start that broke off is no answer.
        return frames.Any(frame => frame.Errors is not [FrameErrors.Incomplete]) ? default : reply;
    }
}
