using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Keli D2008FA and relatives in continuous output TF=0.</summary>
/// <remarks>
/// <c>02</c>, sign, six digits, the number of decimals, two hexadecimal digits of the exclusive or of those eight, <c>03</c>. Neither unit nor
/// stability is sent. No single flipped bit gives another weight. Source: a truck scale client that reads it in the field.
/// </remarks>
internal static class KeliTf0
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "keli_tf0",
        Model = "Keli indicators, continuous output TF=0 (streaming)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "1200-8N1", "19200-8N1"],
        CreateDecoder = (profile, use) => new KeliTf0Decoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "" : null, WeightUnits.WhyAsked, WeightUnits.All)),
    };
}

/// <summary>Decodes the frames of <see cref="KeliTf0"/>: pure, at most one frame of memory.</summary>
/// <param name="unit">The unit the indicator is set to; it is never sent. Empty for recorded bytes of which nobody knows it.</param>
public sealed class KeliTf0Decoder(string unit) : WindowDecoder(Length)
{
    private const int Length = 12;
    private const int CheckAt = 9;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Stx)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Stx]));
        int misfit = 1;
        while (misfit < window.Length && Fits(misfit, window[misfit]))
            misfit++;
        if (misfit < window.Length)
            return Broken(window, window[misfit] == Handshake.Stx ? FrameErrors.Incomplete : FrameErrors.Invalid, [Handshake.Stx]);
        if (window.Length < Length)
            return Judgement.Wait;
        byte check = Handshake.Bcc(window[1..CheckAt]);
        if (!byte.TryParse(window.Slice(CheckAt, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte sent) || sent != check)
            return Broken(window, FrameErrors.BadChecksum, [Handshake.Stx]);
        decimal weight = FixedDigits.Weight(window[2..8], window[8] - '0', window[1] == '-');
        return new Judgement(Length, new WeightFrame(weight, unit.Length > 0 ? unit : null, null, NetGross.Unknown, [], []));
    }

    private static bool Fits(int place, byte value) => place switch
    {
        1 => value is (byte)'+' or (byte)'-',
        < 8 => char.IsAsciiDigit((char)value),
        8 => value is >= (byte)'0' and <= (byte)'4',
        < Length - 1 => char.IsAsciiHexDigit((char)value),
        _ => value == Handshake.Etx,
    };
}
