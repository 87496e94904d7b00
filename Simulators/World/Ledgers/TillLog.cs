using System.Text.Json;

namespace Simulators.World.Ledgers;

/// <summary>Reads what a till wrote down: one line an event that the gateway acknowledged.</summary>
internal static class TillLog
{
    /// <summary>Where the gateway said the event stands.</summary>
    public readonly record struct Answer(string Epoch, long Seq);

    /// <summary>The acknowledged events.</summary>
    /// <remarks>
    /// Passed over: an unfinished last line, of a till that was killed, and events given up without an answer, which may be there or not.
    /// </remarks>
    public static IEnumerable<(Guid Id, Answer Answer)> Read(string path)
    {
        foreach (var line in JsonLines.Read(path))
        {
            if (line.TryGetProperty("epoch", out var epoch))
            {
                yield return (line.GetProperty("id").GetGuid(), new Answer(epoch.GetString()!, line.GetProperty("seq").GetInt64()));
            }
        }
    }
}

/// <summary>Reads JSON lines of a file that another process may still be writing.</summary>
internal static class JsonLines
{
    public static IEnumerable<JsonElement> Read(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } line)
        {
            if (TryParse(line) is { } json)
            {
                yield return json;
            }
        }
    }

    private static JsonElement? TryParse(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
