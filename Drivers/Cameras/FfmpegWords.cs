using System.Text;
using System.Text.RegularExpressions;

namespace Drivers.Cameras;

/// <summary>Remembers what ffmpeg said last. Thread-safe. Nothing of it is kept but a few lines, without user and password.</summary>
/// <param name="login">Takes them out.</param>
internal sealed partial class FfmpegWords(CameraLogin? login)
{
    private const int MostLines = 12;
    private const int MostCharacters = 240;
    private static readonly string[] s_hollow = ["Impossible to open", "pipe:0:", "Invalid data found", "Error opening input", "Last message repeated", "Conversion failed"];

    private readonly Lock _gate = new();
    private readonly Queue<string> _lines = [];

    /// <summary>Reads until the stream ends; blocks.</summary>
    public void ReadAll(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var line = new StringBuilder();
        try
        {
            for (int one = reader.Read(); one >= 0; one = reader.Read())
            {
                if (one is not ('\n' or '\r'))
                    _ = line.Length < 4 * MostCharacters ? line.Append((char)one) : line;
                else
                    Keep(line);
            }
        }
        catch (IOException)
        {
            // It was killed.
        }
        Keep(line);
    }

    /// <summary>The last line that says something, or what it means that none does; null where there was none at all.</summary>
    public string? Last()
    {
        lock (_gate)
        {
            return _lines.LastOrDefault(line => !Array.Exists(s_hollow, hollow => line.Contains(hollow, StringComparison.Ordinal)))
                ?? (_lines.Count > 0 ? "the camera gives no stream: it closed the connection, or there is none at this address" : null);
        }
    }

    private void Keep(StringBuilder line)
    {
        string text = Plain(line.ToString());
        line.Clear();
        if (text.Length == 0)
            return;
        lock (_gate)
        {
            _lines.Enqueue(text);
            if (_lines.Count > MostLines)
                _lines.Dequeue();
        }
    }

    /// <summary>Without the part of ffmpeg that said it (<c>[rtsp @ 0x55…]</c>) and without secrets.</summary>
    private string Plain(string line)
    {
        string text = line.Trim();
        int close = text.StartsWith('[') ? text.IndexOf("] ", StringComparison.Ordinal) : -1;
        text = close > 0 ? text[(close + 2)..].Trim() : text;
        text = OurLimit().Replace(text, "");
        text = string.Concat((login?.Redact(text) ?? text).Where(one => !char.IsControl(one)));
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }

    /// <summary>What the driver's own option adds to an address.</summary>
    [GeneratedRegex(@"\?timeout=\d+")]
    private static partial Regex OurLimit();
}
