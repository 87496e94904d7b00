using System.Security.Cryptography;
using System.Text;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Scanning;

namespace EdgeGateway.Core.Stocktake;

/// <summary>One session in memory: its operations and the lines they make. Pure; changed only after the file has the change.</summary>
internal sealed class CountingSession
{
    private readonly List<StocktakeOperation> _operations;
    private readonly HashSet<Guid> _ids;
    private readonly Dictionary<(string Sku, string Unit), (long Counted, long Number)> _lines = [];
    private long _lastNumber;

    /// <summary>A session with what was done in it so far.</summary>
    public CountingSession(StocktakeSession session, IReadOnlyList<StocktakeOperation> operations)
    {
        Session = session;
        _operations = [.. operations];
        _ids = [.. operations.Select(o => o.Id)];
        foreach (var key in operations.Select(o => (o.Sku, o.Unit)).Distinct())
        {
            Recount(key);
        }

        _lastNumber = operations.Count;
    }

    /// <summary>The session as it stands on the disk.</summary>
    public StocktakeSession Session { get; set; }

    /// <summary>What happened last.</summary>
    public LastCount? Last { get; private set; }

    /// <summary>The number of the next operation.</summary>
    public long NextNumber => _operations.Count + 1;

    /// <summary>The operation that an undo would take back, or null.</summary>
    public StocktakeOperation? LastDone => _operations.FindLast(o => !o.IsUndone);

    /// <summary>Whether an operation of that id was taken in already.</summary>
    public bool Knows(Guid id) => _ids.Contains(id);

    /// <summary>A line's count; null where there is no such line.</summary>
    public long? CountOf(string sku, string unit) => _lines.TryGetValue((sku, unit), out var line) ? line.Counted : null;

    /// <summary>The unit of a line; null where the goods are not on a line, or on several.</summary>
    public string? UnitOf(string sku)
    {
        var units = _lines.Keys.Where(key => key.Sku == sku).Select(key => key.Unit).ToArray();
        return units.Length == 1 ? units[0] : null;
    }

    /// <summary>Takes in an operation that is on the disk.</summary>
    public void Do(StocktakeOperation operation)
    {
        _operations.Add(operation);
        _ids.Add(operation.Id);
        var key = (operation.Sku, operation.Unit);
        var before = _lines.GetValueOrDefault(key).Counted;
        _lines[key] = (operation.IsSet ? operation.Amount : before + operation.Amount, operation.Number);
        Tell(operation.IsSet ? "set" : "counted", operation);
    }

    /// <summary>Takes back an operation that is marked so on the disk.</summary>
    public void Undo(StocktakeOperation operation, DateTimeOffset now)
    {
        _operations[(int)operation.Number - 1] = operation with { IsUndone = true };
        Recount((operation.Sku, operation.Unit));
        Tell("undone", operation with { At = now });
    }

    /// <summary>Notes that something was not counted.</summary>
    public void Refuse(string code, ScanFault fault, DateTimeOffset at) =>
        Last = new LastCount(++_lastNumber, "refused", code, null, null, null, null, fault.Code, fault.Message, at);

    /// <summary>The session for the page.</summary>
    /// <param name="mostLines">The most lines shown.</param>
    public SessionView View(int mostLines) => new(
        Session.Id.ToString("D"),
        Session.Location,
        Session.Counter,
        Session.Scanner,
        Session.State switch { SessionState.Open => "open", SessionState.Closing => "closing", SessionState.Closed => "closed", _ => "discarded" },
        Session.StartedAt,
        Session.EndedAt,
        _lines.Count,
        _operations.Count(o => !o.IsUndone),
        _lines.Sum(line => line.Key.Unit == CountedGoods.Piece ? line.Value.Counted : 0),
        [.. _lines.OrderByDescending(line => line.Value.Number).Take(mostLines).Select(line => new LineView(line.Key.Sku, line.Key.Unit, line.Value.Counted))],
        Last);

    /// <summary>One <c>stock.count.recorded</c> a line, each with an id that is the same whenever it is made again.</summary>
    public IReadOnlyList<EventDraft> Events() => [.. _lines.OrderBy(line => line.Key.Sku, StringComparer.Ordinal).ThenBy(line => line.Key.Unit, StringComparer.Ordinal)
        .Select(line => new EventDraft(
            EventTypes.StockCountRecorded,
            Session.Scanner,
            Session.EndedAt ?? Session.StartedAt,
            DraftJson.Write(json =>
            {
                json.WriteString("location", Session.Location);
                json.WriteString("sku", line.Key.Sku);
                json.WriteNumber("counted", line.Value.Counted);
                json.WriteString("who", Session.Counter);
                json.WriteString("unit", line.Key.Unit);
                json.WriteString("session", Session.Id.ToString("D"));
                json.WriteNumber("lines", _lines.Count);
            }),
            OriginOf(line.Key.Sku, line.Key.Unit)))];

    /// <summary>A UUID (version 8, RFC 9562) made of the session and the line alone.</summary>
    private Guid OriginOf(string sku, string unit)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"stock.count.recorded\n{Session.Id:D}\n{unit}\n{sku}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    private void Recount((string Sku, string Unit) key)
    {
        (long Counted, long Number)? line = null;
        foreach (var operation in _operations.Where(o => !o.IsUndone && (o.Sku, o.Unit) == key))
        {
            line = (operation.IsSet ? operation.Amount : (line?.Counted ?? 0) + operation.Amount, operation.Number);
        }

        if (line is { } counted)
        {
            _lines[key] = counted;
        }
        else
        {
            _lines.Remove(key);
        }
    }

    private void Tell(string kind, StocktakeOperation operation) => Last = new LastCount(
        ++_lastNumber, kind, operation.Code, operation.Sku, operation.Unit, operation.Amount, CountOf(operation.Sku, operation.Unit) ?? 0, null, null, operation.At);
}
