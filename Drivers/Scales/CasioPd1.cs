using EdgeGateway.Core.Devices;

namespace Drivers.Scales;

/// <summary>Casio (CAS) PD-1 counter scales, asked with <c>W</c> CR.</summary>
/// <remarks>
/// Line 9600-7E1. Answer LF, number, LB or KG, CR, LF, <c>S</c>, two status bytes, CR, ETX; the status alone in motion, below zero or over
/// capacity: the NCI-ECR form of METTLER TOLEDO DIVA Service Manual p. 34, which the only public driver for this scale fits (uniCenta: digits up to
/// the unit's letter, then ETX). Status as in SCP-01; without the <c>S</c> before it the answer is plain SCP-01, and is read only where the profile
/// says so. No capture was to be had.
/// </remarks>
internal static class CasioPd1
{
    private static readonly byte[] s_zero = [(byte)'Z', Handshake.Cr];

    /// <summary>The protocol.</summary>
    public static ScaleProtocol Protocol { get; } = new()
    {
        Name = "casio_pd1",
        Model = "Casio / CAS PD-1 (W, NCI-ECR form)",
        Lines = ["9600-7E1", "9600-8N1", "4800-7E1"],
        CreateDecoder = (profile, _) => new CasioPd1Decoder(profile.Choice("status", "prefixed", "", "prefixed", "plain") == "prefixed"),
        CreateExchange = (_, decoder) => new Question(new[] { (byte)'W', Handshake.Cr }, decoder),
        Hint = "profile.status",
        Commands = [ScaleCommand.Fixed(DeviceCommandKind.Zero, s_zero)],
        ReadBy = NciScp01.Protocol.Name,
    };
}

/// <summary>Decodes the answers of <see cref="CasioPd1"/>: pure, at most one answer of memory. Bit 7 is the parity of a seven-bit line.</summary>
/// <param name="prefixed">Whether an <c>S</c> stands before the status.</param>
public sealed class CasioPd1Decoder(bool prefixed = true) : WindowDecoder(Longest, 0x7F)
{
    private const int Longest = 24;

    /// <inheritdoc/>
    protected override Judgement Judge(ReadOnlySpan<byte> window, bool ended)
    {
        if (window[0] != Handshake.Lf)
            return Judgement.Skip(NextStart(window, 0, [Handshake.Lf]));
        int end = window.IndexOf(Handshake.Etx);
        if (end < 0)
            return Judgement.Wait;
        if (Read(window[1..end]) is WeightFrame frame)
            return new Judgement(end + 1, frame);
        // A start that broke off: the first LF from which everything fits begins the real answer.
        for (int start = NextStart(window, 1, [Handshake.Lf]); start < end; start = NextStart(window, start + 1, [Handshake.Lf]))
        {
            if (Read(window[(start + 1)..end]) is { Weight: not null })
                return new Judgement(start, WeightFrame.Unreadable(FrameErrors.Incomplete));
        }
        return new Judgement(end + 1, WeightFrame.Unreadable(FrameErrors.Invalid));
    }

    private WeightFrame? Read(ReadOnlySpan<byte> answer)
    {
        if (answer is [(byte)'?', Handshake.Cr])
            return WeightFrame.Unreadable("unknown_command");
        int line = answer.IndexOf(Handshake.Lf);
        ReadOnlySpan<byte> status = line < 0 ? answer : answer[(line + 1)..];
        if (prefixed && status is not [(byte)'S', ..])
            return null;
        status = prefixed ? status[1..] : status;
        // Bits 4 and 5 of every status byte are 1, so that it is a printing character.
        if (status is not [var first, var second, Handshake.Cr] || (first & 0x70) != 0x30 || (second & 0x30) != 0x30)
            return null;
        WeightFrame said = Status(first, second);
        if (line < 0)
            return said;
        if (answer[..line] is not [.. var number, var unit1, var unit2, Handshake.Cr] || Unit(unit1, unit2) is not string unit)
            return null;
        number = number.TrimEnd((byte)' ');
        return !FixedDigits.TryPointed(number, negative: false, out decimal weight) ? null
            : said.Errors.Count > 0 ? said
            : said with { Weight = weight, Unit = unit, Flags = [.. said.Flags.Where(flag => flag != "motion")] };
    }

    private static string? Unit(byte first, byte second) => (first, second) switch
    {
        ((byte)'L', (byte)'B') => "lb",
        ((byte)'K', (byte)'G') => "kg",
        _ => null,
    };

    private static WeightFrame Status(byte first, byte second)
    {
        var errors = new List<string>();
        var flags = new List<string>();
        Note(first & 0x01, flags, "motion");
        Note(first & 0x02, flags, "at_zero");
        Note(first & 0x04, errors, "ram_error");
        Note(first & 0x08, errors, "eeprom_error");
        Note(second & 0x01, errors, "under_capacity");
        Note(second & 0x02, errors, "over_capacity");
        Note(second & 0x04, errors, "rom_error");
        Note(second & 0x08, errors, "faulty_calibration");
        return new WeightFrame(null, null, (first & 0x01) == 0, NetGross.Unknown, errors, flags);

        static void Note(int bit, List<string> list, string name)
        {
            if (bit != 0)
                list.Add(name);
        }
    }
}
