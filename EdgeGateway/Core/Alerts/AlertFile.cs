using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Alerts;

/// <summary>The alerts on the disk: SQLite, WAL, every change committed with a sync before the call returns. One caller at a time.</summary>
/// <remarks>
/// A change, its event, its messages to webhooks and its count in the report are one transaction. What is deleted is overwritten
/// (<c>secure_delete</c>), and <see cref="Purge"/> leaves no older copy in the log beside the file.
/// </remarks>
internal sealed class AlertFile : IDisposable
{
    /// <summary><c>EGAL</c>.</summary>
    private static readonly OwnDatabase s_database = new(
        0x4547414c,
        1,
        "file of alerts",
        """
        CREATE TABLE alert(id BLOB PRIMARY KEY, visit BLOB NOT NULL, member TEXT NOT NULL, how TEXT NOT NULL, zone TEXT NOT NULL, at INTEGER NOT NULL,
          confidence TEXT NOT NULL, state INTEGER NOT NULL, since INTEGER NOT NULL, claimedby TEXT NOT NULL, claims INTEGER NOT NULL, offeredto TEXT NOT NULL,
          offeredat INTEGER NOT NULL, round INTEGER NOT NULL, forall INTEGER NOT NULL, asked TEXT NOT NULL, waits INTEGER NOT NULL, snoozed INTEGER NOT NULL,
          reason TEXT NOT NULL, answeredby TEXT NOT NULL, slip INTEGER NOT NULL) STRICT;
        CREATE INDEX alert_state ON alert(state, since);
        CREATE INDEX alert_member ON alert(member);
        CREATE TABLE note(ordinal INTEGER PRIMARY KEY, alert BLOB NOT NULL, who TEXT NOT NULL, at INTEGER NOT NULL, box BLOB NOT NULL) STRICT;
        CREATE INDEX note_alert ON note(alert);
        CREATE TABLE telling(ordinal INTEGER PRIMARY KEY, origin BLOB NOT NULL, type TEXT NOT NULL, time INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
        CREATE TABLE delivery(ordinal INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, target TEXT NOT NULL, alert BLOB NOT NULL, kind TEXT NOT NULL, made INTEGER NOT NULL,
          tries INTEGER NOT NULL, refusals INTEGER NOT NULL, due INTEGER NOT NULL, givenup INTEGER NOT NULL, said TEXT NOT NULL) STRICT;
        CREATE INDEX delivery_due ON delivery(target, givenup, due);
        CREATE INDEX delivery_alert ON delivery(alert);
        CREATE TABLE report(week TEXT NOT NULL, how TEXT NOT NULL, band INTEGER NOT NULL, arrived INTEGER NOT NULL, mistaken INTEGER NOT NULL,
          PRIMARY KEY(week, how, band)) STRICT;
        """);

    private const string Columns =
        "id, visit, member, how, zone, at, confidence, state, since, claimedby, claims, offeredto, offeredat, round, forall, asked, waits, snoozed, reason, answeredby, slip";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _save;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _tell;
    private readonly SqliteStatement _untold;
    private readonly SqliteStatement _told;
    private readonly SqliteStatement _count;

    private AlertFile(SqliteDatabase database)
    {
        _database = database;
        database.Execute("PRAGMA secure_delete=ON");
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _save = database.Prepare(
            $"""
            INSERT INTO alert({Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
            ON CONFLICT(id) DO UPDATE SET state = ?8, since = ?9, claimedby = ?10, claims = ?11, offeredto = ?12, offeredat = ?13, round = ?14, forall = ?15, asked = ?16,
              waits = ?17, snoozed = ?18, reason = ?19, answeredby = ?20, slip = ?21
            """);
        _find = database.Prepare($"SELECT {Columns} FROM alert WHERE id = ?1");
        _tell = database.Prepare("INSERT INTO telling(origin, type, time, data) VALUES(?1, ?2, ?3, ?4)");
        _untold = database.Prepare("SELECT ordinal, origin, type, time, data FROM telling ORDER BY ordinal LIMIT ?1");
        _told = database.Prepare("DELETE FROM telling WHERE ordinal <= ?1");
        _count = database.Prepare(
            """
            INSERT INTO report(week, how, band, arrived, mistaken) VALUES(?1, ?2, ?3, ?4, ?5)
            ON CONFLICT(week, how, band) DO UPDATE SET arrived = arrived + ?4, mistaken = mistaken + ?5
            """);
        Deliveries = new DeliveryTable(database);
        Notes = new NoteTable(database);
    }

    /// <summary>Messages to webhooks.</summary>
    public DeliveryTable Deliveries { get; }

    /// <summary>What staff wrote.</summary>
    public NoteTable Notes { get; }

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <exception cref="SqliteFault">It cannot be used.</exception>
    public static AlertFile Open(string path) => s_database.Open(path, static database => new AlertFile(database));

    /// <summary>Every open alert, the oldest first.</summary>
    public IReadOnlyList<Alert> ReadOpen()
    {
        var alerts = new List<Alert>();
        using var rows = _database.Prepare($"SELECT {Columns} FROM alert WHERE state IN (0, 1, 2) ORDER BY at, id");
        while (rows.Step())
        {
            alerts.Add(AlertOf(rows));
        }

        return alerts;
    }

    /// <summary>The alert of an id, or null.</summary>
    public Alert? Find(Guid id)
    {
        _find.Bind(1, id.ToByteArray());
        if (!_find.Step())
        {
            return null;
        }

        var alert = AlertOf(_find);
        _find.Reset();
        return alert;
    }

    /// <summary>Adds or changes an alert.</summary>
    public void Save(Alert alert) => _save
        .Bind(1, alert.Id.ToByteArray()).Bind(2, alert.Visit.ToByteArray()).Bind(3, alert.Member).Bind(4, alert.How).Bind(5, alert.Zone).Bind(6, alert.At.UtcTicks)
        .Bind(7, alert.Confidence?.ToString(CultureInfo.InvariantCulture) ?? "").Bind(8, (long)alert.State).Bind(9, alert.Since.UtcTicks).Bind(10, alert.ClaimedBy ?? "")
        .Bind(11, alert.Claims).Bind(12, alert.OfferedTo ?? "").Bind(13, alert.OfferedAt.UtcTicks).Bind(14, alert.Round).Bind(15, alert.IsForAll ? 1 : 0)
        .Bind(16, string.Join('\n', alert.Asked)).Bind(17, alert.WaitsSince.UtcTicks).Bind(18, alert.SnoozedUntil?.UtcTicks ?? 0).Bind(19, alert.Reason ?? "")
        .Bind(20, alert.AnsweredBy ?? "").Bind(21, alert.WantsSlip ? 1 : 0).Run();

    /// <summary>Keeps an event until it is told.</summary>
    public void Tell(EventDraft draft) =>
        _tell.Bind(1, draft.OriginId.GetValueOrDefault().ToByteArray()).Bind(2, draft.Type).Bind(3, draft.Time.UtcTicks).Bind(4, draft.Data).Run();

    /// <summary>Events not yet told, the oldest first.</summary>
    /// <returns>Them, and the number to give to <see cref="Told"/>.</returns>
    public (IReadOnlyList<EventDraft> Events, long Last) Untold(int most)
    {
        var events = new List<EventDraft>();
        var last = 0L;
        _untold.Bind(1, most);
        while (_untold.Step())
        {
            last = _untold.Long(0);
            events.Add(new EventDraft(_untold.Text(2), null, Time(_untold.Long(3)), _untold.Blob(4).ToArray(), new Guid(_untold.Blob(1))));
        }

        return (events, last);
    }

    /// <summary>The outbox has every event up to this number.</summary>
    public void Told(long last) => _told.Bind(1, last).Run();

    /// <summary>Counts an arrival, or a mistake of the recognition, in the report.</summary>
    public void Count(MatchCount key, int arrived, int mistaken) =>
        _count.Bind(1, key.Week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Bind(2, key.How).Bind(3, key.Band).Bind(4, arrived).Bind(5, mistaken).Run();

    /// <summary>The report from a week on, the oldest first.</summary>
    public IReadOnlyList<MatchCount> ReadReport(DateOnly from)
    {
        var counts = new List<MatchCount>();
        using var rows = _database.Prepare("SELECT week, how, band, arrived, mistaken FROM report WHERE week >= ?1 ORDER BY week, how, band");
        rows.Bind(1, from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        while (rows.Step())
        {
            var week = DateOnly.ParseExact(rows.Text(0), "yyyy-MM-dd", CultureInfo.InvariantCulture);
            counts.Add(new MatchCount(week, rows.Text(1), (int)rows.Long(2)) { Arrived = (int)rows.Long(3), NotThisPerson = (int)rows.Long(4) });
        }

        return counts;
    }

    /// <summary>Forgets whose alerts a member's face made: the rows keep their id and nothing else; notes and messages about them go.</summary>
    public void Forget(string member)
    {
        const string Whose = "SELECT id FROM alert WHERE member = ?1 AND how = 'face'";
        foreach (var sql in (string[])
        [
            $"DELETE FROM note WHERE alert IN ({Whose})",
            $"DELETE FROM delivery WHERE alert IN ({Whose})",
            $"""
            UPDATE alert SET visit = zeroblob(16), member = '', how = '', zone = '', at = 0, confidence = '', state = {(int)AlertState.Forgotten}, claimedby = '', claims = 0,
              offeredto = '', offeredat = 0, round = 0, forall = 0, asked = '', waits = 0, snoozed = 0, reason = '', answeredby = '', slip = 0
            WHERE member = ?1 AND how = 'face'
            """,
        ])
        {
            using var statement = _database.Prepare(sql);
            statement.Bind(1, member).Run();
        }
    }

    /// <summary>Deletes what ended before a moment, and weeks of the report before a week.</summary>
    public void Age(DateTimeOffset before, DateOnly week)
    {
        foreach (var sql in (string[])
        [
            "DELETE FROM note WHERE alert IN (SELECT id FROM alert WHERE state >= 3 AND since < ?1)",
            "DELETE FROM delivery WHERE givenup > 0 AND givenup < ?1",
            "DELETE FROM alert WHERE state >= 3 AND since < ?1",
        ])
        {
            using var statement = _database.Prepare(sql);
            statement.Bind(1, before.UtcTicks).Run();
        }

        using var weeks = _database.Prepare("DELETE FROM report WHERE week < ?1");
        weeks.Bind(1, week.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).Run();
    }

    /// <summary>Leaves no older copy of a row in the log beside the file.</summary>
    /// <returns>False where a reader was in the way.</returns>
    public bool Purge() => _database.Checkpoint(truncate: true);

    /// <summary>Makes changes as one.</summary>
    public void Together(Action changes)
    {
        _begin.Run();
        try
        {
            changes();
            _commit.Run();
        }
        catch
        {
            if (!_database.IsIdle)
            {
                _database.Execute("ROLLBACK");
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Deliveries.Dispose();
        Notes.Dispose();
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_begin, _commit, _save, _find, _tell, _untold, _told, _count])
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    internal static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private static Alert AlertOf(SqliteStatement row) => new(
        new Guid(row.Blob(0)),
        new Guid(row.Blob(1)),
        row.Text(2),
        row.Text(3),
        row.Text(4),
        Time(row.Long(5)),
        row.Text(6) is { Length: > 0 } confidence ? decimal.Parse(confidence, NumberStyles.Float, CultureInfo.InvariantCulture) : null)
    {
        State = (AlertState)row.Long(7),
        Since = Time(row.Long(8)),
        ClaimedBy = Optional(row, 9),
        Claims = (int)row.Long(10),
        OfferedTo = Optional(row, 11),
        OfferedAt = Time(row.Long(12)),
        Round = (int)row.Long(13),
        IsForAll = row.Long(14) == 1,
        Asked = row.Text(15) is { Length: > 0 } asked ? asked.Split('\n') : [],
        WaitsSince = Time(row.Long(16)),
        SnoozedUntil = row.Long(17) is var until and not 0 ? Time(until) : null,
        Reason = Optional(row, 18),
        AnsweredBy = Optional(row, 19),
        WantsSlip = row.Long(20) == 1,
    };

    private static string? Optional(SqliteStatement row, int column) => row.Text(column) is { Length: > 0 } text ? text : null;
}
