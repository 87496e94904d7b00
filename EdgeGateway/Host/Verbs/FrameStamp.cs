using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeGateway.Host.Verbs;

/// <summary>What ffmpeg's filter <c>showinfo</c> says of a frame.</summary>
/// <param name="Time">Since the video's beginning; null where the video does not say.</param>
/// <param name="Width">As delivered.</param>
/// <param name="Height">As delivered.</param>
/// <param name="OriginalWidth">In the video, upright.</param>
/// <param name="OriginalHeight">In the video, upright.</param>
internal readonly partial record struct FrameStamp(TimeSpan? Time, int Width, int Height, int OriginalWidth, int OriginalHeight)
{
    /// <summary>Reads one line. Source: ffmpeg-filters(1), showinfo.</summary>
    public static bool TryRead(string line, out TimeSpan? time, out int width, out int height)
    {
        (time, width, height) = (null, 0, 0);
        if (Line().Match(line) is not { Success: true } match
            || !int.TryParse(match.Groups["w"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out width)
            || !int.TryParse(match.Groups["h"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out height)
            || width < 1
            || height < 1)
        {
            return false;
        }

        if (double.TryParse(match.Groups["t"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) && Math.Abs(seconds) < 1e8)
        {
            time = TimeSpan.FromSeconds(seconds);
        }

        return true;
    }

    [GeneratedRegex(@"^\[Parsed_showinfo_\d+ @ [^\]]*\] \[info\] n:.* pts_time:(?<t>\S+) .* s:(?<w>\d+)x(?<h>\d+) ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Line();
}
