using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>One weighing of an Avery Berkel scale: ENQ, ACK, DC1, frame, the frame sent back, CR.</summary>
internal sealed class AveryBerkelExchange(AveryBerkelDecoder decoder) : IExchange
{
    private static readonly byte[] s_enquiry = [Handshake.Enq];
    private static readonly byte[] s_send = [Handshake.Dc1];
    private static readonly WeightFrame s_again = new(null, null, false, NetGross.Unknown, [], ["weigh_again"]);
    private static readonly WeightFrame s_noData = new(null, null, null, NetGross.Unknown, [], ["no_data"]);

    private readonly List<WeightFrame> _heard = [];
    private WeightFrame? _sentBack;
    private Step _step;
    private bool _inFrame;

    private enum Step
    {
        Enquired,
        Asked,
        SentBack,
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Begin()
    {
        decoder.Break();
        _inFrame = false;
        _step = Step.Enquired;
        return s_enquiry;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Take(ReadOnlySpan<byte> received, ICollection<WeightFrame> frames)
    {
        ReadOnlyMemory<byte> reply = default;
        foreach (byte value in received)
        {
            ReadOnlyMemory<byte> now = _step switch
            {
                Step.Enquired => Enquired(value & 0x7F, frames),
                Step.Asked => Asked(value, frames),
                _ => SentBack(value & 0x7F, frames),
            };
            if (!now.IsEmpty)
                reply = now;
            if (frames.Count > 0)
                return default;
        }
        return reply;
    }

    private ReadOnlyMemory<byte> Enquired(int value, ICollection<WeightFrame> frames)
    {
        switch (value)
        {
            case Handshake.Ack:
                _step = Step.Asked;
                return s_send;
            case Handshake.Can:
                frames.Add(s_again);
                break;
            case 0:
                frames.Add(s_noData);
                break;
            case Handshake.Nak:
                frames.Add(WeightFrame.Unreadable("not_acknowledged"));
                break;
        }
        return default;
    }

    private ReadOnlyMemory<byte> Asked(byte value, ICollection<WeightFrame> frames)
    {
        _heard.Clear();
        decoder.Feed([value], _heard);
        if (_heard is not [.., WeightFrame frame])
        {
            // NAK can be no part of a frame but its check character, which comes behind digits.
            if ((value & 0x7F) == Handshake.Nak && !_inFrame)
                frames.Add(WeightFrame.Unreadable("not_acknowledged"));
            _inFrame |= (value & 0x7F) == Handshake.Stx;
            return default;
        }
        if (FrameErrors.IsDamage(frame.Errors))
        {
            // A start that broke off may be followed by the real frame.
            if (frame.Errors is not [FrameErrors.Incomplete])
                frames.Add(frame);
            return default;
        }
        _sentBack = frame;
        _step = Step.SentBack;
        return decoder.Last;
    }

    private ReadOnlyMemory<byte> SentBack(int value, ICollection<WeightFrame> frames)
    {
        if (value == Handshake.Cr)
            frames.Add(_sentBack!);
        else if (value is Handshake.Ack or Handshake.Nak)
            frames.Add(WeightFrame.Unreadable("not_confirmed"));
        return default;
    }
}
