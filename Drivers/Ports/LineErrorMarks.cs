namespace Drivers.Ports;

/// <summary>
/// Takes apart what a terminal with <c>INPCK</c> and <c>PARMRK</c> delivers (termios(3)): a byte that was damaged on the
/// line comes as <c>FF 00 x</c>, a sound byte FF as <c>FF FF</c>. Pure; keeps its place between calls.
/// </summary>
internal sealed class LineErrorMarks
{
    private const byte Mark = 0xFF;

    private Place _place;

    private enum Place
    {
        Plain,
        AfterMark,
        AfterMarkAndZero,
    }

    /// <summary>Decodes up to the first damaged byte, which is used up but not written.</summary>
    /// <param name="raw">What the terminal delivered.</param>
    /// <param name="sound">Where the sound bytes go.</param>
    /// <param name="used">How much of <paramref name="raw"/> is dealt with.</param>
    /// <param name="damaged">Whether a damaged byte follows the sound ones; damaged bytes in a row count as one.</param>
    /// <returns>How many sound bytes were written.</returns>
    public int Decode(ReadOnlySpan<byte> raw, Span<byte> sound, out int used, out bool damaged)
    {
        int written = 0;
        damaged = false;
        for (used = 0; used < raw.Length; used++)
        {
            byte value = raw[used];
            switch (_place)
            {
                case Place.AfterMarkAndZero:
                    _place = Place.Plain;
                    damaged = true;
                    continue;
                case Place.AfterMark when value == 0:
                    _place = Place.AfterMarkAndZero;
                    continue;
                case Place.Plain when value == Mark:
                    if (damaged && !StartsDamage(raw[used..]))
                        return written;
                    _place = Place.AfterMark;
                    continue;
            }
            if (damaged || written == sound.Length)
                return written;
            // Behind a mark only 00 or FF can come; anything else is taken as itself.
            _place = Place.Plain;
            sound[written++] = value;
        }
        return written;
    }

    /// <summary>Forgets a half-read mark, after the input was thrown away.</summary>
    public void Reset() => _place = Place.Plain;

    private static bool StartsDamage(ReadOnlySpan<byte> raw) => raw.Length >= 2 && raw[1] == 0;
}
