using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Decodes SCP-01 answers: pure, byte by byte, at most one frame of memory.</summary>
/// <remarks>
/// <para><c>0A weight unit 0D 0A s1 s2 [s3 s4] 0D 03</c>, or <c>0A s1 s2 [s3 s4] 0D 03</c> alone, which many models send in motion and out of
/// range; <c>0A 3F 0D 03</c> says that a command is not known. METTLER DIVA in ECR mode has an <c>S</c> before s1. A line feed that does not follow
/// a CR begins a frame anew. Status bits: <see cref="NciScp01Status"/>. Sources: NCI SCP-01 text, Brecknell 3700LP p. 11, NCI 7800 p. 32.</para>
/// <para>Over and under may show as <c>^^^^</c>, <c>____</c> or <c>----</c>: then the status says why, else the frame is invalid. Bit 7 is the
/// parity bit of a seven-bit line read as eight, and is taken off. Without a sound parity check a byte that turned into another legal one cannot
/// be seen, nor can a lost digit.</para>
/// </remarks>
internal sealed class NciScp01Decoder : IFrameDecoder
{
    private const byte LineFeed = 0x0A;
    private const byte CarriageReturn = 0x0D;
    private const byte EndOfText = 0x03;
    private const int Longest = 32;
    private const int Outside = -1;

    private readonly byte[] _frame = new byte[Longest];
    private int _length = Outside;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        foreach (byte received in bytes)
            Feed((byte)(received & 0x7F), frames);
    }

    /// <inheritdoc/>
    public void Break() => _length = Outside;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (_length != Outside)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
        _length = Outside;
    }

    private void Feed(byte value, ICollection<WeightFrame> frames)
    {
        if (value == LineFeed && (_length <= 0 || _frame[_length - 1] != CarriageReturn))
        {
            if (_length != Outside)
                frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
            _length = 0;
        }
        else if (_length == Outside)
        {
            return;
        }
        else if (value == EndOfText)
        {
            Read(_frame.AsSpan(0, _length), frames);
            _length = Outside;
        }
        else if (_length == Longest)
        {
            frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
            _length = Outside;
        }
        else
        {
            _frame[_length++] = value;
        }
    }

    private static void Read(ReadOnlySpan<byte> content, ICollection<WeightFrame> frames)
    {
        if (content is not [.. var parts, CarriageReturn])
        {
            frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
            return;
        }
        ReadOnlySpan<byte> field = [];
        // A frame cut off directly behind its CR is followed by the next one as if that were its second part.
        while (parts.IndexOf(LineFeed) is >= 0 and var next)
        {
            if (!field.IsEmpty)
                frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
            field = parts[..next];
            parts = parts[(next + 1)..];
        }
        frames.Add(Decode(field, parts) ?? WeightFrame.Unreadable(FrameErrors.Invalid));
    }

    private static WeightFrame? Decode(ReadOnlySpan<byte> field, ReadOnlySpan<byte> statusBytes)
    {
        if (field.IsEmpty && statusBytes is [(byte)'?'])
            return WeightFrame.Unreadable("unknown_command");
        if (NciScp01Status.Read(statusBytes is [(byte)'S', .. var behind] ? behind : statusBytes) is not WeightFrame status)
            return null;
        if (field.IsEmpty)
            return status;
        if (field is not [.. var display, CarriageReturn])
            return null;
        if (TextNumber.TryReadWithUnit(display, out decimal weight, out string unit))
            return status.Errors.Count > 0 ? status : status with { Weight = weight, Unit = unit };
        return IsOutOfRange(display) && (status.Errors.Count > 0 || status.Stable == false) ? status : null;
    }

    private static bool IsOutOfRange(ReadOnlySpan<byte> display)
    {
        ReadOnlySpan<byte> text = display.Trim((byte)' ');
        int marks = text.IndexOfAnyExcept((byte)'^', (byte)'_', (byte)'-');
        return marks != 0 && (marks < 0 || UnitNames.TryRead(text[marks..], out _));
    }
}
