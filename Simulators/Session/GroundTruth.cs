using System.Globalization;
using System.Text.Json;

namespace Simulators.Session;

/// <summary>Writes what really happened, one JSON object a line, each flushed before the call returns. Not thread-safe.</summary>
internal sealed class GroundTruth : IDisposable
{
    private readonly FileStream? _file;
    private readonly TimeProvider _clock;

    /// <summary>Appends to the file at <paramref name="path"/>; null keeps nothing.</summary>
    public GroundTruth(string? path, TimeProvider clock)
    {
        _clock = clock;
        _file = path is null ? null : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    /// <summary>Writes one line: <c>at</c>, <c>event</c> and what <paramref name="members"/> adds.</summary>
    public void Write(string happened, Action<Utf8JsonWriter>? members = null)
    {
        if (_file is null)
        {
            return;
        }

        using var line = new MemoryStream(160);
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("at", _clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("event", happened);
            members?.Invoke(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        _file.Write(line.GetBuffer().AsSpan(0, (int)line.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
