namespace Simulators.Line;

/// <summary>
/// One direction of a serial line, bit by bit: what a sender at one setting puts on the wire is read by a receiver at another. A receiver at the
/// wrong speed or parity gets the bytes and errors that a real one would. Time is in nanoseconds. Not thread-safe.
/// </summary>
/// <remarks>
/// A receiver waits for a falling edge, checks the start bit in its middle, samples each bit in its middle, then the stop bit. After a missing
/// stop bit it waits for the next falling edge, as simple receivers do.
/// </remarks>
internal sealed class Wire(WireFormat sender, WireFormat receiver)
{
    private readonly List<(long At, bool High)> _edges = [];
    private long _freeAt;
    private long _scan;

    /// <summary>What the sending side is set to.</summary>
    public WireFormat Sender { get; set; } = sender;

    /// <summary>What the receiving side is set to.</summary>
    public WireFormat Receiver { get; private set; } = receiver;

    /// <summary>Sets the receiving side anew; a character under way is lost.</summary>
    public void SetReceiver(WireFormat format, long now)
    {
        Receiver = format;
        _scan = Math.Max(_scan, now);
    }

    /// <summary>Puts bytes on the wire, behind what is still being sent.</summary>
    /// <returns>When the last stop bit is over.</returns>
    public long Send(ReadOnlySpan<byte> bytes, long now)
    {
        var at = Math.Max(now, _freeAt);
        var bit = Sender.BitTime;
        foreach (var one in bytes)
        {
            var value = one & ((1 << Sender.DataBits) - 1);
            Edge(at, high: false);
            for (var place = 0; place < Sender.DataBits; place++)
            {
                Edge(at + ((place + 1) * bit), ((value >> place) & 1) == 1);
            }

            if (Sender.Parity != 'N')
            {
                Edge(at + ((Sender.DataBits + 1) * bit), Sender.ParityOf(value) == 1);
            }

            Edge(at + ((Sender.Bits + 1) * bit), high: true);
            at += (Sender.Bits + 1 + Sender.StopBits) * bit;
        }

        return _freeAt = at;
    }

    /// <summary>Adds every character that is complete by now.</summary>
    public void Receive(long now, ICollection<WireByte> received)
    {
        var bit = Receiver.BitTime;
        while (NextFall() is { } start)
        {
            var stopAt = start + ((Receiver.Bits + 1) * bit) + (bit / 2);
            if (stopAt > now)
            {
                break;
            }

            if (Level(start + (bit / 2)))
            {
                _scan = start + 1;
                continue;
            }

            var value = 0;
            for (var place = 0; place < Receiver.DataBits; place++)
            {
                value |= Level(start + ((place + 1) * bit) + (bit / 2)) ? 1 << place : 0;
            }

            var parityAt = start + ((Receiver.DataBits + 1) * bit) + (bit / 2);
            var sound = Level(stopAt) && (Receiver.Parity == 'N' || Level(parityAt) == (Receiver.ParityOf(value) == 1));
            received.Add(new WireByte((byte)value, !sound));
            _scan = stopAt;
        }

        Forget();
    }

    private void Edge(long at, bool high)
    {
        if ((_edges.Count == 0 || _edges[^1].High) != high)
        {
            _edges.Add((at, high));
        }
    }

    private long? NextFall()
    {
        foreach (var (at, high) in _edges)
        {
            if (!high && at >= _scan)
            {
                return at;
            }
        }

        return null;
    }

    private bool Level(long time)
    {
        var high = true;
        foreach (var edge in _edges)
        {
            if (edge.At > time)
            {
                break;
            }

            high = edge.High;
        }

        return high;
    }

    /// <summary>Drops what lies before the place of reading, all but the last edge, which says the level there.</summary>
    private void Forget()
    {
        var past = 0;
        while (past + 1 < _edges.Count && _edges[past + 1].At <= _scan)
        {
            past++;
        }

        // The edge kept must be one to high or the line would seem idle; a lone leading low edge is what a low line looks like.
        if (past > 0)
        {
            _edges.RemoveRange(0, past);
        }
    }
}
