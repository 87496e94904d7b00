using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Samsung ESP counter scales, asked with <c>$</c>.</summary>
/// <remarks>
/// Line 4800-8O1. The answer is a number with its point and CR, six characters where nothing else is set; neither unit nor state is sent and what
/// the scale says in motion is not documented: anything else is invalid. Built from three cash register drivers that read seven bytes or up to CR
/// (uniCenta, Openbravo, salor); no manual and no capture was to be had.
/// </remarks>
internal static class SamsungEsp
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "samsung_esp",
        Model = "Samsung ESP scales ($)",
        Lines = ["4800-8O1", "9600-8O1", "9600-8N1", "4800-8N1"],
        CreateDecoder = (profile, use) => new SamsungEspDecoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All),
            profile.Number("width", 3, 8) ?? 6),
        CreateExchange = (_, decoder) => new Question("$"u8.ToArray(), decoder),
        Hint = "profile.width",
    };
}

/// <summary>Decodes the answers of <see cref="SamsungEsp"/>: pure, at most one line of memory.</summary>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
/// <param name="width">Characters of the number. Fixed, because the frame has no start mark: two answers that ran together are then seen.</param>
public sealed class SamsungEspDecoder(string unit, int width = 6) : IFrameDecoder
{
    private readonly byte[] _line = new byte[width];
    private int _length;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> bytes, ICollection<WeightFrame> frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        foreach (byte value in bytes)
        {
            if (value == Handshake.Cr)
                Finish(frames);
            else if (value is (byte)' ' or (byte)'.' || char.IsAsciiDigit((char)value))
                Keep(value);
            else if (value != Handshake.Lf || _length > 0)
                _length = int.MaxValue;
        }
    }

    /// <inheritdoc/>
    public void Break() => _length = 0;

    /// <inheritdoc/>
    void IFrameDecoder.End(ICollection<WeightFrame> frames)
    {
        if (_length > 0)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Incomplete));
        _length = 0;
    }

    /// <summary>Keeps what may belong to a number; a length above the width stands for a line that holds something else.</summary>
    private void Keep(byte value)
    {
        if (_length < width)
            _line[_length++] = value;
        else
            _length = int.MaxValue;
    }

    private void Finish(ICollection<WeightFrame> frames)
    {
        if (_length == width && FixedDigits.TryPointed(_line, negative: false, out decimal weight))
            frames.Add(new WeightFrame(weight, unit, null, NetGross.Unknown, [], []));
        else if (_length > 0)
            frames.Add(WeightFrame.Unreadable(FrameErrors.Invalid));
        _length = 0;
    }
}
