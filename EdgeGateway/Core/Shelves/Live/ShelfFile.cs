using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Shelves.Live;

/// <summary>What the shelves must know after a restart, on the disk: SQLite, WAL, one transaction a change, synced before the call returns. One caller at a time.</summary>
/// <remarks>
/// A decision's events and the state after it are one transaction. At whatever instant the gateway is killed, either both are there, and the events are
/// handed to the outbox again, which knows their origin ids and keeps them once; or neither is, and the change is still to be seen on the plate.
/// </remarks>
internal sealed class ShelfFile : IDisposable
{
    /// <summary><c>EGSH</c>.</summary>
    private static readonly OwnDatabase s_database = new(
        0x45475348,
        1,
        "file of shelves",
        """
        CREATE TABLE plate(name TEXT PRIMARY KEY, state BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE kept(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE telling(number INTEGER NOT NULL, position INTEGER NOT NULL, id BLOB NOT NULL, type TEXT NOT NULL, device TEXT NOT NULL, time INTEGER NOT NULL,
          data BLOB NOT NULL, PRIMARY KEY(number, position)) STRICT, WITHOUT ROWID;
        CREATE TABLE counted(ordinal INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, data BLOB NOT NULL) STRICT;
        """);

    /// <summary>Counts remembered, so that a repeat changes nothing.</summary>
    private const int MostCounts = 5000;

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _putPlate;
    private readonly SqliteStatement _dropPlate;
    private readonly SqliteStatement _put;
    private readonly SqliteStatement _drop;
    private readonly SqliteStatement _tell;
    private readonly SqliteStatement _told;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _findCount;
    private readonly SqliteStatement _forgetCounts;
    private readonly List<long> _delivered = [];
    private long _lastNumber;

    private ShelfFile(SqliteDatabase database)
    {
        _database = database;
        _putPlate = database.Prepare("INSERT INTO plate(name, state) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET state = ?2");
        _dropPlate = database.Prepare("DELETE FROM plate WHERE name = ?1");
        _put = database.Prepare("INSERT INTO kept(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2");
        _drop = database.Prepare("DELETE FROM kept WHERE name = ?1");
        _tell = database.Prepare("INSERT INTO telling VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        _told = database.Prepare("DELETE FROM telling WHERE number = ?1");
        _count = database.Prepare("INSERT INTO counted(id, data) VALUES(?1, ?2)");
        _findCount = database.Prepare("SELECT data FROM counted WHERE id = ?1");
        _forgetCounts = database.Prepare("DELETE FROM counted WHERE ordinal <= (SELECT max(ordinal) FROM counted) - ?1");
    }

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <exception cref="SqliteFault">It cannot be used.</exception>
    public static ShelfFile Open(string path) => s_database.Open(path, static database => new ShelfFile(database));

    /// <summary>Every plate that is kept, by name; null where its state cannot be read.</summary>
    public Dictionary<string, KeptPlate?> Plates()
    {
        var plates = new Dictionary<string, KeptPlate?>(StringComparer.Ordinal);
        using var rows = _database.Prepare("SELECT name, state FROM plate");
        while (rows.Step())
        {
            plates[rows.Text(0)] = Parse(rows.Blob(1));
        }

        return plates;
    }

    /// <summary>A small thing by name, as UTF-8 JSON; null where there is none.</summary>
    public byte[]? Kept(string name)
    {
        using var row = _database.Prepare("SELECT value FROM kept WHERE name = ?1");
        row.Bind(1, name);
        return row.Step() ? row.Blob(0).ToArray() : null;
    }

    /// <summary>Events that may not be in the outbox yet, oldest first.</summary>
    public IReadOnlyList<TellingGroup> Untold()
    {
        var groups = new SortedDictionary<long, List<EventDraft>>();
        using var rows = _database.Prepare("SELECT number, id, type, device, time, data FROM telling ORDER BY number, position");
        while (rows.Step())
        {
            var number = rows.Long(0);
            if (!groups.TryGetValue(number, out var drafts))
            {
                groups[number] = drafts = [];
            }

            drafts.Add(new EventDraft(
                rows.Text(2), rows.Text(3) is { Length: > 0 } device ? device : null, new DateTimeOffset(rows.Long(4), TimeSpan.Zero), rows.Blob(5).ToArray(), new Guid(rows.Blob(1))));
            _lastNumber = number;
        }

        return PlantedFault.Is("untold-forgotten") ? [] : [.. groups.Select(group => new TellingGroup(group.Key, group.Value))];
    }

    /// <summary>What was made of a count, or null where it was not taken in.</summary>
    public byte[]? FindCount(Guid origin)
    {
        _findCount.Bind(1, origin.ToByteArray());
        if (!_findCount.Step())
        {
            return null;
        }

        var data = _findCount.Blob(0).ToArray();
        _findCount.Reset();
        return data;
    }

    /// <summary>The outbox has a group. On the disk with the next commit; until then it would only be handed over once too often.</summary>
    public void Delivered(TellingGroup group) => _delivered.Add(group.Number);

    /// <summary>Writes a change whole, or throws and has written nothing.</summary>
    /// <returns>The events to be told now; null where there are none.</returns>
    /// <exception cref="SqliteFault">The disk does not take it.</exception>
    public TellingGroup? Commit(ShelfChange change)
    {
        var number = _lastNumber + 1;
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            Write(change, number);
            _database.Execute("COMMIT");
        }
        catch (SqliteFault)
        {
            if (!_database.IsIdle)
            {
                _database.Execute("ROLLBACK");
            }

            throw;
        }

        _delivered.Clear();
        if (change.Drafts.Count == 0)
        {
            return null;
        }

        _lastNumber = number;
        return new TellingGroup(number, [.. change.Drafts]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_putPlate, _dropPlate, _put, _drop, _tell, _told, _count, _findCount, _forgetCounts])
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private static KeptPlate? Parse(ReadOnlySpan<byte> state)
    {
        try
        {
            return JsonSerializer.Deserialize(state, KeptJson.Default.KeptPlate);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Write(ShelfChange change, long number)
    {
        foreach (var (name, plate) in change.Plates)
        {
            if (plate is null)
            {
                _dropPlate.Bind(1, name).Run();
            }
            else
            {
                _putPlate.Bind(1, name).Bind(2, JsonSerializer.SerializeToUtf8Bytes(plate, KeptJson.Default.KeptPlate)).Run();
            }
        }

        foreach (var (name, value) in change.Kept)
        {
            if (value is null)
            {
                _drop.Bind(1, name).Run();
            }
            else
            {
                _put.Bind(1, name).Bind(2, value).Run();
            }
        }

        for (var i = 0; i < change.Drafts.Count; i++)
        {
            var draft = change.Drafts[i];
            _tell.Bind(1, number).Bind(2, i).Bind(3, draft.OriginId!.Value.ToByteArray()).Bind(4, draft.Type).Bind(5, draft.DeviceId ?? "")
                .Bind(6, draft.Time.UtcTicks).Bind(7, draft.Data).Run();
        }

        foreach (var done in _delivered)
        {
            _told.Bind(1, done).Run();
        }

        foreach (var (origin, data) in change.Counts)
        {
            _count.Bind(1, origin.ToByteArray()).Bind(2, data).Run();
            _forgetCounts.Bind(1, MostCounts).Run();
        }
    }
}
