using System.Globalization;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>The jobs on the disk: SQLite, WAL, every change committed with a sync before the call returns. One caller at a time.</summary>
/// <remarks>An outcome and its event are one transaction; the event stays in <c>telling</c> until the outbox has it.</remarks>
internal sealed class JobFile : IDisposable
{
    /// <summary><c>EGPJ</c>.</summary>
    private static readonly OwnDatabase s_database = new(
        0x4547504a,
        1,
        "file of print jobs",
        """
        CREATE TABLE job(ordinal INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, template TEXT NOT NULL, data TEXT NOT NULL, culture TEXT NOT NULL,
          copies INTEGER NOT NULL, wanted TEXT NOT NULL, role TEXT NOT NULL, priority INTEGER NOT NULL, source TEXT NOT NULL, who TEXT NOT NULL,
          accepted INTEGER NOT NULL, expires INTEGER NOT NULL, state INTEGER NOT NULL, since INTEGER NOT NULL, printer TEXT NOT NULL, attempts INTEGER NOT NULL,
          done INTEGER NOT NULL, marked INTEGER NOT NULL, mayexist INTEGER NOT NULL, refusals INTEGER NOT NULL, outcomes INTEGER NOT NULL,
          reason TEXT NOT NULL, said TEXT NOT NULL, mark TEXT NOT NULL, answer INTEGER NOT NULL, answerer TEXT NOT NULL) STRICT;
        CREATE INDEX job_state ON job(state, since);
        CREATE TABLE telling(ordinal INTEGER PRIMARY KEY, origin BLOB NOT NULL, type TEXT NOT NULL, device TEXT NOT NULL, time INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
        """);

    private const string Columns =
        "ordinal, id, template, data, culture, copies, wanted, role, priority, source, who, accepted, expires, state, since, printer, attempts, done, marked, mayexist, "
        + "refusals, outcomes, reason, said, mark, answer, answerer";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _begin;
    private readonly SqliteStatement _commit;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _find;
    private readonly SqliteStatement _tell;
    private readonly SqliteStatement _untold;
    private readonly SqliteStatement _told;
    private readonly SqliteStatement _forget;

    private JobFile(SqliteDatabase database)
    {
        _database = database;
        _begin = database.Prepare("BEGIN IMMEDIATE");
        _commit = database.Prepare("COMMIT");
        _insert = database.Prepare(
            $"INSERT INTO job({Columns}) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27)");
        _update = database.Prepare(
            """
            UPDATE job SET expires = ?13, state = ?14, since = ?15, printer = ?16, attempts = ?17, done = ?18, marked = ?19, mayexist = ?20, refusals = ?21, outcomes = ?22,
              reason = ?23, said = ?24, mark = ?25, answer = ?26, answerer = ?27 WHERE ordinal = ?1
            """);

        _find = database.Prepare($"SELECT {Columns} FROM job WHERE id = ?1");
        _tell = database.Prepare("INSERT INTO telling(origin, type, device, time, data) VALUES(?1, ?2, ?3, ?4, ?5)");
        _untold = database.Prepare("SELECT ordinal, origin, type, device, time, data FROM telling ORDER BY ordinal LIMIT ?1");
        _told = database.Prepare("DELETE FROM telling WHERE ordinal <= ?1");
        _forget = database.Prepare("DELETE FROM job WHERE state >= 3 AND since < ?1");
    }

    /// <summary>Opens the file, making it where it is missing.</summary>
    /// <exception cref="SqliteFault">It cannot be used.</exception>
    public static JobFile Open(string path) => s_database.Open(path, static database => new JobFile(database));

    /// <summary>Every job that has not ended, in order: those that wait, those under way, and those a person is asked about.</summary>
    public IReadOnlyList<PrintJob> ReadLive() => Read($"SELECT {Columns} FROM job WHERE state IN (0, 1, 2, 5) ORDER BY ordinal");

    /// <summary>The last that have ended, the oldest first.</summary>
    public IReadOnlyList<PrintJob> ReadEnded(int most) => [.. Read(string.Create(
        CultureInfo.InvariantCulture, $"SELECT {Columns} FROM job WHERE state IN (3, 4) ORDER BY since DESC LIMIT {most}")).AsEnumerable().Reverse()];

    /// <summary>The highest ordinal ever given, 0 where there is none.</summary>
    public long LastOrdinal() => _database.ReadLong("SELECT max(ordinal) FROM job") ?? 0;

    /// <summary>The job of an id, or null.</summary>
    public PrintJob? Find(Guid id)
    {
        _find.Bind(1, id.ToByteArray());
        if (!_find.Step())
        {
            return null;
        }

        var job = JobOf(_find);
        _find.Reset();
        return job;
    }

    /// <summary>Adds a job.</summary>
    public void Add(PrintJob job)
    {
        var request = job.Request;
        _insert.Bind(2, job.Id.ToByteArray()).Bind(3, request.Template).Bind(4, request.Data).Bind(5, request.Culture).Bind(6, request.Copies).Bind(7, request.Printer ?? "")
            .Bind(8, request.Role ?? "").Bind(9, request.Priority).Bind(10, job.Asker.Source).Bind(11, job.Asker.Who ?? "").Bind(12, job.AcceptedAt.UtcTicks);
        Bind(_insert, job).Run();
    }

    /// <summary>Changes a job, and keeps the event of its outcome until it is told, in one transaction.</summary>
    public void Update(PrintJob job, EventDraft? outcome)
    {
        if (outcome is null)
        {
            Bind(_update, job).Run();
            return;
        }

        Together(() =>
        {
            Bind(_update, job).Run();
            _tell.Bind(1, outcome.OriginId.GetValueOrDefault().ToByteArray()).Bind(2, outcome.Type).Bind(3, outcome.DeviceId ?? "").Bind(4, outcome.Time.UtcTicks)
                .Bind(5, outcome.Data).Run();
        });
    }

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
            events.Add(new EventDraft(
                _untold.Text(2), _untold.Text(3) is { Length: > 0 } device ? device : null, Time(_untold.Long(4)), _untold.Blob(5).ToArray(), new Guid(_untold.Blob(1))));
        }

        return (events, last);
    }

    /// <summary>The outbox has every event up to this number.</summary>
    public void Told(long last) => _told.Bind(1, last).Run();

    /// <summary>Forgets what was settled before a moment.</summary>
    public void Forget(DateTimeOffset before) => _forget.Bind(1, before.UtcTicks).Run();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<SqliteStatement>)[_begin, _commit, _insert, _update, _find, _tell, _untold, _told, _forget])
        {
            statement.Dispose();
        }

        _database.Dispose();
    }

    private void Together(Action changes)
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

    private List<PrintJob> Read(string sql)
    {
        var jobs = new List<PrintJob>();
        using var rows = _database.Prepare(sql);
        while (rows.Step())
        {
            jobs.Add(JobOf(rows));
        }

        return jobs;
    }

    private static SqliteStatement Bind(SqliteStatement statement, PrintJob job) => statement
        .Bind(1, job.Ordinal).Bind(13, job.ExpiresAt.UtcTicks).Bind(14, (long)job.State).Bind(15, job.Since.UtcTicks).Bind(16, job.Printer ?? "").Bind(17, job.Attempts)
        .Bind(18, job.Done).Bind(19, job.MarkedUpTo).Bind(20, job.MayExist ? 1 : 0).Bind(21, job.Refusals).Bind(22, job.Outcomes).Bind(23, job.Reason ?? "")
        .Bind(24, job.Said ?? "").Bind(25, job.Mark ?? "").Bind(26, job.Answer is { } answer ? (long)answer : -1).Bind(27, job.Answerer ?? "");

    private static PrintJob JobOf(SqliteStatement row) => new(
        row.Long(0),
        new Guid(row.Blob(1)),
        new PrintJobRequest(row.Text(2), row.Text(3), row.Text(4), (int)row.Long(5), Optional(row, 6), Optional(row, 7), (int)row.Long(8)),
        new PrintAsker(row.Text(9), Optional(row, 10)),
        Time(row.Long(11)),
        Time(row.Long(12)))
    {
        State = (JobState)row.Long(13),
        Since = Time(row.Long(14)),
        Printer = Optional(row, 15),
        Attempts = (int)row.Long(16),
        Done = (int)row.Long(17),
        MarkedUpTo = (int)row.Long(18),
        MayExist = row.Long(19) == 1,
        Refusals = (int)row.Long(20),
        Outcomes = (int)row.Long(21),
        Reason = Optional(row, 22),
        Said = Optional(row, 23),
        Mark = Optional(row, 24),
        Answer = row.Long(25) < 0 ? null : (JobAnswer)row.Long(25),
        Answerer = Optional(row, 26),
    };

    private static string? Optional(SqliteStatement row, int column) => row.Text(column) is { Length: > 0 } text ? text : null;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
