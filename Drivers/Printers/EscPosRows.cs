namespace Drivers.Printers;

/// <summary>How much paper a job of <see cref="EscPosLanguage"/> takes.</summary>
internal static class EscPosRows
{
    private const int TextRows = 34;

    /// <summary>Rows of paper, about; never less than the pictures and feeds have.</summary>
    public static int Of(ReadOnlySpan<byte> job)
    {
        int rows = 0;
        int barHeight = 162;
        for (int at = 0; at < job.Length;)
        {
            ReadOnlySpan<byte> rest = job[at..];
            switch (rest)
            {
                case [0x1D, (byte)'v', (byte)'0', _, var xl, var xh, var yl, var yh, ..]:
                    rows += yl + (yh << 8);
                    at += 8 + ((xl + (xh << 8)) * (yl + (yh << 8)));
                    break;
                case [0x1D, (byte)'(', (byte)'L', var low, var high, 48, 112, _, _, _, _, _, _, var yl, var yh, ..]:
                    rows += yl + (yh << 8);
                    at += 5 + low + (high << 8);
                    break;
                case [0x1D, (byte)'(', (byte)'k', var low, var high, _, 81, ..]:
                    rows += 400;
                    at += 5 + low + (high << 8);
                    break;
                case [0x1D, (byte)'(', _, var low, var high, ..]:
                    at += 5 + low + (high << 8);
                    break;
                case [0x1D, (byte)'k', _, var length, ..]:
                    rows += barHeight;
                    at += 4 + length;
                    break;
                case [0x1D, (byte)'h', var height, ..]:
                    barHeight = height;
                    at += 3;
                    break;
                case [0x1B, (byte)'J', var feed, ..]:
                    rows += feed;
                    at += 3;
                    break;
                case [0x1B, (byte)'@', ..]:
                    at += 2;
                    break;
                case [0x1B or 0x1D, _, _, ..]:
                    at += 3;
                    break;
                case [(byte)'\n', ..]:
                    rows += TextRows;
                    at++;
                    break;
                default:
                    at++;
                    break;
            }
        }
        return rows;
    }
}
