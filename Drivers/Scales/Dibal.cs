using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Dibal scales in their simple protocol, asked with ENQ.</summary>
/// <remarks>
/// The answer is <c>F</c>, 13 digits, CR; the last three stand behind the point (as the Eutron ECR firmware reads a captured frame). What the
/// first seven are for is not known, so they must be 0: a weight read out of somebody else's field would be worse than none. No check character.
/// </remarks>
internal static class Dibal
{
    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "dibal",
        Model = "Dibal scales, simple protocol (ENQ)",
        Lines = ["9600-8N1", "9600-7E1", "4800-8N1", "2400-8N1"],
        CreateDecoder = (profile, use) => new DibalDecoder(
            profile.Choice(WeightUnits.ProfileKey, use == ProfileUse.Recorded ? "kg" : null, WeightUnits.WhyAsked, WeightUnits.All)),
        CreateExchange = (_, decoder) => new Question(new[] { Handshake.Enq }, decoder),
    };
}

/// <summary>Decodes the answers of <see cref="Dibal"/>: pure, at most one frame of memory.</summary>
/// <param name="unit">The unit the scale is set to; it is never sent.</param>
public sealed class DibalDecoder(string unit) : WindowDecoder(Length)
{
    private const int Length = 15;
    private const byte Start = (byte)'F';

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Start)
            return Judgement.Skip(NextStart(window, 0, [Start]));
        int digits = Math.Min(window.Length, Length - 1);
        if (digits > 1 && !FixedDigits.Are(window[1..digits]))
            return Broken(window, window[1..].Contains(Start) ? FrameErrors.Incomplete : FrameErrors.Invalid, [Start]);
        if (window.Length < Length)
            return Judgement.Wait;
        if (window[^1] != Handshake.Cr)
            return Broken(window, window[^1] == Start ? FrameErrors.Incomplete : FrameErrors.Invalid, [Start]);
        return new Judgement(Length, FixedDigits.Whole(window[1..8]) == 0
            ? new WeightFrame(FixedDigits.Weight(window[8..14], 3), unit, null, NetGross.Unknown, [], [])
            : WeightFrame.Unreadable("unknown_field"));
    }
}
