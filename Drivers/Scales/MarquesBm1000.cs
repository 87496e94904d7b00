using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Marques BM1000 and Epelsa counter scales, asked with SYN.</summary>
/// <remarks>
/// Answer <c>02</c>, nine digits of which three stand behind the point, <c>03</c>. Only a stable weight above zero is sent: otherwise the scale is
/// silent, which cannot be told from one that is switched off; such a silence is given as <c>no_answer</c>. No check character. Source: Marques
/// BM1000 manual p. 20.
/// </remarks>
internal static class MarquesBm1000
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "marques_bm1000",
        Model = "Marques BM1000, Epelsa (SYN)",
        Lines = ["9600-8N1", "4800-8N1", "2400-8N1", "9600-7E1"],
        CreateDecoder = (profile, use) => new MarquesBm1000Decoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All)),
        CreateExchange = (_, decoder) => new Question(new[] { Handshake.Syn }, decoder),
        SilencesAllowed = int.MaxValue,
    };
}

/// <summary>Decodes the answers of <see cref="MarquesBm1000"/>: pure, at most one frame of memory.</summary>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
public sealed class MarquesBm1000Decoder(string unit) : WindowDecoder(Length)
{
    private const int Length = 11;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Stx)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Stx]));
        int digits = Math.Min(window.Length, Length - 1);
        bool misfit = (digits > 1 && !FixedDigits.Are(window[1..digits])) || (window.Length == Length && window[^1] != Handshake.Etx);
        if (misfit)
            return Broken(window, window[1..].Contains(Handshake.Stx) ? FrameErrors.Incomplete : FrameErrors.Invalid, [Handshake.Stx]);
        return window.Length < Length
            ? Judgement.Wait
            : new Judgement(Length, new WeightFrame(FixedDigits.Weight(window[1..^1], 3), unit, true, NetGross.Gross, [], []));
    }
}
