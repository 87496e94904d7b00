using System.Text.Json;

namespace Simulators.Till;

/// <summary>Keeps the till's own account, one JSON object a line, written before the call returns: <c>{"id","epoch","seq"}</c> for what the gateway
/// has acknowledged, <c>{"id","unanswered":true}</c> for what was given up without an answer and may or may not be there. Thread-safe.</summary>
internal sealed class SentLog(string? path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream? _file = path is null
        ? null
        : new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);

    private long _acknowledged;
    private long _unanswered;

    /// <summary>Events acknowledged so far.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Events given up without an answer.</summary>
    public long Unanswered => Interlocked.Read(ref _unanswered);

    /// <summary>Writes acknowledged events.</summary>
    public void Acknowledge(IReadOnlyList<Position> positions)
    {
        Append(positions, static (json, position) =>
        {
            json.WriteString("id", position.Id);
            json.WriteString("epoch", position.Epoch);
            json.WriteNumber("seq", position.Seq);
        });
        Interlocked.Add(ref _acknowledged, positions.Count);
    }

    /// <summary>Writes events that never had an answer.</summary>
    public void GiveUp(IReadOnlyList<Guid> ids)
    {
        Append(ids, static (json, id) =>
        {
            json.WriteString("id", id);
            json.WriteBoolean("unanswered", true);
        });
        Interlocked.Add(ref _unanswered, ids.Count);
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private void Append<T>(IReadOnlyList<T> items, Action<Utf8JsonWriter, T> write)
    {
        if (_file is null)
        {
            return;
        }

        using var lines = new MemoryStream(96 * items.Count);
        foreach (var item in items)
        {
            using (var json = new Utf8JsonWriter(lines))
            {
                json.WriteStartObject();
                write(json, item);
                json.WriteEndObject();
            }

            lines.WriteByte((byte)'\n');
        }

        lock (_gate)
        {
            _file.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
        }
    }
}

/// <summary>Where the gateway put an event.</summary>
internal readonly record struct Position(Guid Id, string Epoch, long Seq);
