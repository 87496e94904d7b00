using Cloud.Contracts;

namespace Cloud.Tests.Uplink;

/// <summary>Headquarters in forty lines: a position an epoch, holes asked for again, what is seen dropped. Its memory is durable.</summary>
internal sealed class ModelHeadquarters
{
    private readonly Dictionary<string, long> _positions = new(StringComparer.Ordinal);

    /// <summary>Every event applied, in the order of applying.</summary>
    public List<EventId> Applied { get; } = [];

    /// <summary>Applies a batch as the contract says, and answers the cursor to be published.</summary>
    public CursorDocument Take(SentMessage batch)
    {
        var header = batch.Header;
        if (!_positions.TryGetValue(header.Epoch, out var position))
        {
            if (AskInstead(header) is { } replay)
            {
                return replay;
            }

            position = header.First - 1;
        }

        if (header.First > position + 1)
        {
            return new CursorDocument(header.Epoch, position, Replay: true);
        }

        Applied.AddRange(batch.Events.Where(e => e.Id.Seq > position).Select(e => e.Id));
        _positions[header.Epoch] = Math.Max(position, header.Last);
        return new CursorDocument(header.Epoch, _positions[header.Epoch]);
    }

    /// <summary>An epoch not heard of may begin only where the one before it is whole.</summary>
    private CursorDocument? AskInstead(BatchHeader header)
    {
        if (header.After is not { } after || _positions.Count == 0)
        {
            return null;
        }

        if (_positions.TryGetValue(after.Epoch, out var before))
        {
            return before < after.Seq ? new CursorDocument(after.Epoch, before, Replay: true) : null;
        }

        var (epoch, highest) = _positions.MaxBy(p => p.Value);
        return after.Seq > highest ? new CursorDocument(epoch, highest, Replay: true) : null;
    }
}
