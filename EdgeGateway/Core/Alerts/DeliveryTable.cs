using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Alerts;

/// <summary>A message to a webhook as it waits: what it is about, and nothing of what it says.</summary>
/// <param name="Ordinal">Its place.</param>
/// <param name="Id">The same at every try, for the receiver to know a repeat by.</param>
/// <param name="Target">The webhook's name.</param>
/// <param name="Alert">The alert.</param>
/// <param name="Kind">One of <see cref="DeliveryKinds"/>.</param>
/// <param name="Made">When it was made.</param>
/// <param name="Tries">How often it was sent.</param>
/// <param name="Refusals">How often the receiver refused it.</param>
/// <param name="Due">When it may be sent.</param>
internal sealed record Delivery(long Ordinal, Guid Id, string Target, Guid Alert, string Kind, DateTimeOffset Made, int Tries, int Refusals, DateTimeOffset Due);

/// <summary>What messages are about.</summary>
internal static class DeliveryKinds
{
    /// <summary>A member has arrived.</summary>
    public const string Arrived = "arrived";

    /// <summary>All on shift were asked in turn and nobody has claimed it.</summary>
    public const string Waiting = "waiting";
}

/// <summary>The messages of the file of alerts.</summary>
internal sealed class DeliveryTable : IDisposable
{
    private const string Columns = "ordinal, id, target, alert, kind, made, tries, refusals, due";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _add;
    private readonly SqliteStatement _next;
    private readonly SqliteStatement _later;
    private readonly SqliteStatement _done;
    private readonly SqliteStatement _giveUp;
    private readonly SqliteStatement _count;
    private readonly SqliteStatement _oldest;

    public DeliveryTable(SqliteDatabase database)
    {
        _database = database;
        _add = database.Prepare(
            "INSERT INTO delivery(id, target, alert, kind, made, tries, refusals, due, givenup, said) VALUES(?1, ?2, ?3, ?4, ?5, 0, 0, ?5, 0, '') ON CONFLICT(id) DO NOTHING");
        _next = database.Prepare($"SELECT {Columns} FROM delivery WHERE target = ?1 AND givenup = 0 ORDER BY due, ordinal LIMIT 1");
        _later = database.Prepare("UPDATE delivery SET tries = ?2, refusals = ?3, due = ?4, said = ?5 WHERE ordinal = ?1");
        _done = database.Prepare("DELETE FROM delivery WHERE ordinal = ?1");
        _giveUp = database.Prepare("UPDATE delivery SET tries = ?2, refusals = ?3, givenup = ?4, said = ?5 WHERE ordinal = ?1");
        _count = database.Prepare("SELECT count(*) FROM delivery WHERE target = ?1 AND (givenup > 0) = ?2");
        _oldest = database.Prepare($"SELECT {Columns} FROM delivery WHERE target = ?1 AND givenup = 0 ORDER BY ordinal LIMIT 1");
    }

    /// <summary>Adds a message, unless it is there.</summary>
    public void Add(Guid id, string target, Guid alert, string kind, DateTimeOffset made) =>
        _add.Bind(1, id.ToByteArray()).Bind(2, target).Bind(3, alert.ToByteArray()).Bind(4, kind).Bind(5, made.UtcTicks).Run();

    /// <summary>The message that is due first, now or later; null where none waits.</summary>
    public Delivery? Next(string target) => Read(_next.Bind(1, target));

    /// <summary>The message that waits longest.</summary>
    public Delivery? Oldest(string target) => Read(_oldest.Bind(1, target));

    /// <summary>It is tried again.</summary>
    public void Later(Delivery delivery, string said) =>
        _later.Bind(1, delivery.Ordinal).Bind(2, delivery.Tries).Bind(3, delivery.Refusals).Bind(4, delivery.Due.UtcTicks).Bind(5, said).Run();

    /// <summary>It has arrived, or is about nothing any more.</summary>
    public void Done(Delivery delivery) => _done.Bind(1, delivery.Ordinal).Run();

    /// <summary>It is not tried again.</summary>
    public void GiveUp(Delivery delivery, DateTimeOffset now, string said) =>
        _giveUp.Bind(1, delivery.Ordinal).Bind(2, delivery.Tries).Bind(3, delivery.Refusals).Bind(4, now.UtcTicks).Bind(5, said).Run();

    /// <summary>How many of a webhook wait, or were given up.</summary>
    public long Count(string target, bool givenUp) => _count.Bind(1, target).Bind(2, givenUp ? 1 : 0).ReadLong() ?? 0;

    /// <summary>Deletes the messages to webhooks that are no longer configured.</summary>
    public void KeepOnly(IReadOnlyList<string> targets)
    {
        var known = new List<string>();
        using (var rows = _database.Prepare("SELECT DISTINCT target FROM delivery"))
        {
            while (rows.Step())
            {
                known.Add(rows.Text(0));
            }
        }

        using var delete = _database.Prepare("DELETE FROM delivery WHERE target = ?1");
        known.Except(targets).ToList().ForEach(gone => delete.Bind(1, gone).Run());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_add, _next, _later, _done, _giveUp, _count, _oldest])
        {
            statement.Dispose();
        }
    }

    private static Delivery? Read(SqliteStatement row)
    {
        if (!row.Step())
        {
            return null;
        }

        var delivery = new Delivery(
            row.Long(0), new Guid(row.Blob(1)), row.Text(2), new Guid(row.Blob(3)), row.Text(4), AlertFile.Time(row.Long(5)), (int)row.Long(6), (int)row.Long(7),
            AlertFile.Time(row.Long(8)));
        row.Reset();
        return delivery;
    }
}
