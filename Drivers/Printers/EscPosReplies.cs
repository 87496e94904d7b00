namespace Drivers.Printers;

/// <summary>Tells the answers of an ESC/POS printer apart, however they are cut into reads and whatever comes unasked between them. Pure.</summary>
/// <remarks>
/// By the fixed bits: <c>DLE EOT</c> is 0xx1xx10 (mask 93, value 12); automatic status begins with 0xx1xx00 (mask 93, value 10) and has three bytes 0xx0xxxx
/// behind it; <c>GS r</c> is 0xx0xxxx; a block is 37 22 id 00 or 5F text 00; XON is 11, XOFF is 13. What fits nothing is dropped and counted.
/// Source: Epson ESC/POS reference, "Identification of status and other data"; GS ( H.
/// </remarks>
internal sealed class EscPosReplies
{
    private const int AutomaticLength = 4;
    private const int MostBlock = 80;
    private const byte BlockHead = 0x37;
    private const byte IdentityHead = 0x5F;
    private const byte ProcessIdMark = 0x22;

    private readonly List<byte> _part = [];

    /// <summary>Bytes that belonged to no answer.</summary>
    public int Dropped { get; private set; }

    /// <summary>Whether an answer has begun that is not whole yet.</summary>
    public bool IsWithin => _part.Count > 0;

    /// <summary>Takes bytes and adds the answers that are whole.</summary>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<EscPosReply> replies)
    {
        foreach (byte one in bytes)
            Take(one, replies);
    }

    /// <summary>Forgets an answer that has begun.</summary>
    public void Reset() => _part.Clear();

    private void Take(byte one, ICollection<EscPosReply> replies)
    {
        if (_part.Count > 0)
        {
            if (Continue(one, replies))
                return;
            // What had begun was none: its first byte is lost, what came behind it may be an answer of its own.
            byte[] again = [.. _part.Skip(1), one];
            _part.Clear();
            Dropped++;
            Feed(again, replies);
            return;
        }
        switch (one)
        {
            case 0x11 or 0x13:
                replies.Add(new EscPosReply(EscPosReplyKind.Flow, [one]));
                break;
            case BlockHead or IdentityHead:
            case var _ when (one & 0x93) == 0x10:
                _part.Add(one);
                break;
            case var _ when (one & 0x93) == 0x12:
                replies.Add(new EscPosReply(EscPosReplyKind.RealTime, [one]));
                break;
            case var _ when (one & 0x90) == 0:
                replies.Add(new EscPosReply(EscPosReplyKind.Queued, [one]));
                break;
            default:
                Dropped++;
                break;
        }
    }

    /// <returns>False where the byte cannot follow.</returns>
    private bool Continue(byte one, ICollection<EscPosReply> replies)
    {
        if (_part[0] is not (BlockHead or IdentityHead))
        {
            if ((one & 0x90) != 0)
                return false;
            _part.Add(one);
            if (_part.Count == AutomaticLength)
                Finish(EscPosReplyKind.Automatic, [.. _part], replies);
            return true;
        }
        if (one == 0)
        {
            bool isId = _part is [BlockHead, ProcessIdMark, _, _, _, _];
            if (!isId && _part[0] == BlockHead)
                return false;
            Finish(isId ? EscPosReplyKind.ProcessId : EscPosReplyKind.Identity, [.. _part.Skip(isId ? 2 : 1)], replies);
            return true;
        }
        bool fits = _part[0] == IdentityHead ? _part.Count < MostBlock && one >= 0x20
            : _part.Count == 1 ? one == ProcessIdMark
            : _part.Count < 6 && one is >= 0x20 and <= 0x7E;
        if (fits)
            _part.Add(one);
        return fits;
    }

    private void Finish(EscPosReplyKind kind, byte[] bytes, ICollection<EscPosReply> replies)
    {
        _part.Clear();
        replies.Add(new EscPosReply(kind, bytes));
    }
}
