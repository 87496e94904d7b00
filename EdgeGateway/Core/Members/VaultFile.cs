using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Members;

/// <summary>
/// The vault on the disk: consents, templates that are locked, and what is still to be told and forgotten. SQLite, WAL, every commit synced before the call returns; deleted content is
/// overwritten in the file, and after a deletion the write-ahead log is emptied. One caller at a time.
/// </summary>
internal sealed class VaultFile : IDisposable
{
    /// <summary><c>EGMV</c>.</summary>
    private static readonly OwnDatabase s_database = new(
        0x45474D56,
        1,
        "vault of members",
        """
        CREATE TABLE meta(name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE consent(id BLOB PRIMARY KEY, subject TEXT NOT NULL, kind INTEGER NOT NULL, state INTEGER NOT NULL, version TEXT NOT NULL, language TEXT NOT NULL,
          hash TEXT NOT NULL, how INTEGER NOT NULL, taken_by TEXT NOT NULL, given INTEGER NOT NULL, other_stores INTEGER NOT NULL, keep INTEGER NOT NULL, ends INTEGER NOT NULL,
          origin TEXT NOT NULL, visited INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, ended_by TEXT NOT NULL DEFAULT '', ended_how TEXT NOT NULL DEFAULT '',
          had_face INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
        CREATE INDEX consent_of ON consent(subject, ended);
        CREATE TABLE face(consent BLOB PRIMARY KEY, pack TEXT NOT NULL, photos INTEGER NOT NULL, made INTEGER NOT NULL, name BLOB NOT NULL, box BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE face_key(consent BLOB PRIMARY KEY, box BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE tell(number INTEGER PRIMARY KEY AUTOINCREMENT, origin BLOB NOT NULL, consent BLOB NOT NULL, type TEXT NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL) STRICT;
        CREATE TABLE forget(subject TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
        CREATE TABLE gone(subject TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE audit(number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, what TEXT NOT NULL, subject TEXT NOT NULL, note TEXT NOT NULL, mac BLOB NOT NULL) STRICT;
        CREATE TRIGGER audit_is_written_once BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log is written once'); END;
        """);

    private const string RecordColumns = "id, subject, kind, version, language, hash, how, taken_by, given, other_stores, keep, ends, origin";

    private readonly SqliteDatabase _database;

    private VaultFile(SqliteDatabase database) => _database = database;

    /// <summary>Whether content that was deleted may still be in the write-ahead log; see <see cref="Empty"/>.</summary>
    public bool HasRemains { get; private set; } = true;

    /// <summary>Opens the file, making it where it is missing, for the service's user alone.</summary>
    /// <exception cref="SqliteFault">It cannot be used.</exception>
    public static VaultFile Open(string path)
    {
        if (!OperatingSystem.IsWindows() && !File.Exists(path))
        {
            new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }).Dispose();
        }

        return s_database.Open(path, static database =>
        {
            database.Execute("PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY");
            var file = new VaultFile(database);
            file.Empty();
            return file;
        });
    }

    /// <summary>Does all of it or nothing; on the disk when it returns.</summary>
    public void Commit(Action change)
    {
        _database.Execute("BEGIN IMMEDIATE");
        try
        {
            change();
            _database.Execute("COMMIT");
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

    /// <summary>Empties the write-ahead log, so that nothing of what was deleted is in it; its former content is in the file by then, deleted content overwritten.</summary>
    public void Empty() => HasRemains = !_database.Checkpoint(truncate: true);

    /// <summary>A value of the vault itself, or null.</summary>
    public byte[]? Read(string name)
    {
        using var read = _database.Prepare("SELECT value FROM meta WHERE name = ?1").Bind(1, name);
        return read.Step() ? read.Blob(0).ToArray() : null;
    }

    /// <summary>Sets a value of the vault itself.</summary>
    public void Write(string name, ReadOnlySpan<byte> value) => Run(
        "INSERT INTO meta VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = excluded.value", s => s.Bind(1, name), value, 2);

    /// <summary>Every consent that has not ended, with the last visit.</summary>
    public IReadOnlyList<(ConsentRecord Record, ConsentState State, DateTimeOffset LastVisit)> ReadStanding()
    {
        var all = new List<(ConsentRecord, ConsentState, DateTimeOffset)>();
        using var read = _database.Prepare($"SELECT {RecordColumns}, state, visited FROM consent WHERE state <> 2 ORDER BY given");
        while (read.Step())
        {
            all.Add((Record(read), (ConsentState)read.Long(13), Time(read.Long(14))));
        }

        return all;
    }

    /// <summary>How far the consent of an id is; null where there is none.</summary>
    public ConsentState? StateOf(Guid consent)
    {
        using var read = _database.Prepare("SELECT state FROM consent WHERE id = ?1").Bind(1, consent.ToByteArray());
        return (ConsentState?)read.ReadLong();
    }

    /// <summary>Adds a consent.</summary>
    public void Add(ConsentRecord record, ConsentState state)
    {
        using var add = _database.Prepare(
            "INSERT INTO consent(id, subject, kind, version, language, hash, how, taken_by, given, other_stores, keep, ends, origin, state, visited) "
            + "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?9)");
        add.Bind(1, record.Consent.ToByteArray()).Bind(2, record.Subject).Bind(3, (long)record.Kind).Bind(4, record.TextVersion).Bind(5, record.Language)
            .Bind(6, record.TextHash).Bind(7, (long)record.How).Bind(8, record.TakenBy).Bind(9, record.GivenAt.UtcTicks).Bind(10, record.OtherStores ? 1 : 0)
            .Bind(11, record.KeepFor.Ticks).Bind(12, record.EndsAt.UtcTicks).Bind(13, record.Origin ?? "").Bind(14, (long)state).Run();
    }

    /// <summary>Puts a consent in force.</summary>
    public void SetLive(Guid consent) => Run("UPDATE consent SET state = 1 WHERE id = ?1 AND state = 0", s => s.Bind(1, consent.ToByteArray()));

    /// <summary>Ends a consent and destroys what was kept under it: the key first and then the template, each overwritten before its row goes.</summary>
    public void End(Guid consent, DateTimeOffset at, string who, string how, bool hadFace)
    {
        Erase(consent);
        Run(
            "UPDATE consent SET state = 2, ended = ?2, ended_by = ?3, ended_how = ?4, had_face = ?5 WHERE id = ?1",
            s => s.Bind(1, consent.ToByteArray()).Bind(2, at.UtcTicks).Bind(3, who).Bind(4, how).Bind(5, hadFace ? 1 : 0));
    }

    /// <summary>Removes a consent that never came into force.</summary>
    public void Remove(Guid consent)
    {
        Run("DELETE FROM tell WHERE consent = ?1", s => s.Bind(1, consent.ToByteArray()));
        Run("DELETE FROM consent WHERE id = ?1 AND state = 0", s => s.Bind(1, consent.ToByteArray()));
    }

    /// <summary>Notes a visit.</summary>
    public void SetVisited(Guid consent, DateTimeOffset at) =>
        Run("UPDATE consent SET visited = ?2 WHERE id = ?1", s => s.Bind(1, consent.ToByteArray()).Bind(2, at.UtcTicks));

    /// <summary>The consent of a subject that ended last, as a receipt; null where none did.</summary>
    public ConsentReceipt? LastEnded(string subject)
    {
        using var read = _database.Prepare(
            $"SELECT {RecordColumns}, ended, ended_by, ended_how, had_face, NOT EXISTS(SELECT 1 FROM tell WHERE tell.consent = consent.id) FROM consent "
            + "WHERE subject = ?1 AND state = 2 ORDER BY ended DESC, given DESC LIMIT 1").Bind(1, subject);
        if (!read.Step())
        {
            return null;
        }

        var record = Record(read);
        return new ConsentReceipt(
            record.Consent, record.Subject, record.TextVersion, record.Language, record.GivenAt, Time(read.Long(13)), read.Text(14), read.Text(15), read.Long(16) == 1,
            record.OtherStores, read.Long(17) == 1);
    }

    /// <summary>Keeps a template, locked, and its key, locked by the master key.</summary>
    public void AddFace(Guid consent, KeptFace face, ReadOnlySpan<byte> name, ReadOnlySpan<byte> box, ReadOnlySpan<byte> key)
    {
        using var add = _database.Prepare("INSERT INTO face(consent, pack, photos, made, name, box) VALUES(?1, ?2, ?3, ?4, ?5, ?6)");
        add.Bind(1, consent.ToByteArray()).Bind(2, face.Pack).Bind(3, face.Photos).Bind(4, face.EnrolledAt.UtcTicks).Bind(5, name).Bind(6, box).Run();
        Run("INSERT INTO face_key VALUES(?1, ?2)", s => s.Bind(1, consent.ToByteArray()), key, 2);
    }

    /// <summary>Destroys the template of a consent and its key.</summary>
    public void Erase(Guid consent)
    {
        var id = consent.ToByteArray();
        Run("UPDATE face_key SET box = zeroblob(length(box)) WHERE consent = ?1", s => s.Bind(1, id));
        Run("DELETE FROM face_key WHERE consent = ?1", s => s.Bind(1, id));
        Run("UPDATE face SET box = zeroblob(length(box)), name = zeroblob(length(name)) WHERE consent = ?1", s => s.Bind(1, id));
        Run("DELETE FROM face WHERE consent = ?1", s => s.Bind(1, id));
        HasRemains = true;
    }

    /// <summary>The locked template of a consent with its locked key; null where there is none.</summary>
    public (KeptFace Face, byte[] Name, byte[] Box, byte[] Key)? ReadFace(Guid consent)
    {
        using var read = _database.Prepare(
            "SELECT pack, photos, made, name, face.box, face_key.box FROM face JOIN face_key USING(consent) WHERE consent = ?1").Bind(1, consent.ToByteArray());
        if (!read.Step())
        {
            return null;
        }

        var (name, box, key) = (read.Blob(3).ToArray(), read.Blob(4).ToArray(), read.Blob(5).ToArray());
        return (new KeptFace(read.Text(0), (int)read.Long(1), (box.Length - MasterKey.Overhead) / sizeof(float), "", Time(read.Long(2))), name, box, key);
    }

    /// <summary>Templates and keys that stand on no consent in force; there are none unless somebody changed the file by hand.</summary>
    public IReadOnlyList<Guid> ReadOrphans()
    {
        var all = new List<Guid>();
        using var read = _database.Prepare(
            "SELECT consent FROM (SELECT consent FROM face UNION SELECT consent FROM face_key) WHERE consent NOT IN (SELECT id FROM consent WHERE state <> 2)");
        while (read.Step())
        {
            all.Add(new Guid(read.Blob(0)));
        }

        return all;
    }

    /// <summary>Notes what is still to be told.</summary>
    public void AddTelling(Telling telling)
    {
        using var add = _database.Prepare("INSERT INTO tell(origin, consent, type, at, data) VALUES(?1, ?2, ?3, ?4, ?5)");
        add.Bind(1, telling.Origin.ToByteArray()).Bind(2, telling.Consent.ToByteArray()).Bind(3, telling.Type).Bind(4, telling.At.UtcTicks).Bind(5, telling.Data).Run();
    }

    /// <summary>What is still to be told, oldest first.</summary>
    public IReadOnlyList<Telling> ReadTellings(int most)
    {
        var all = new List<Telling>();
        using var read = _database.Prepare("SELECT number, origin, consent, type, at, data FROM tell ORDER BY number LIMIT ?1").Bind(1, most);
        while (read.Step())
        {
            all.Add(new Telling(read.Long(0), new Guid(read.Blob(1)), new Guid(read.Blob(2)), read.Text(3), Time(read.Long(4)), read.Blob(5).ToArray()));
        }

        return all;
    }

    /// <summary>Notes that something has been told.</summary>
    public void RemoveTelling(long number) => Run("DELETE FROM tell WHERE number = ?1", s => s.Bind(1, number));

    /// <summary>Notes that the other parts of the gateway have to forget a subject.</summary>
    public void AddForgetting(string subject) => Run("INSERT OR IGNORE INTO forget VALUES(?1)", s => s.Bind(1, subject));

    /// <summary>Whom the other parts of the gateway have not forgotten yet.</summary>
    public IReadOnlyList<string> ReadForgettings()
    {
        var all = new List<string>();
        using var read = _database.Prepare("SELECT subject FROM forget ORDER BY subject");
        while (read.Step())
        {
            all.Add(read.Text(0));
        }

        return all;
    }

    /// <summary>Notes that a subject is forgotten.</summary>
    public void RemoveForgetting(string subject) => Run("DELETE FROM forget WHERE subject = ?1", s => s.Bind(1, subject));

    /// <summary>Notes when a subject withdrew last: consents of before, from wherever they come, count for nothing.</summary>
    public void SetGone(string subject, DateTimeOffset at) => Run(
        "INSERT INTO gone VALUES(?1, ?2) ON CONFLICT(subject) DO UPDATE SET at = max(at, excluded.at)", s => s.Bind(1, subject).Bind(2, at.UtcTicks));

    /// <summary>When a subject withdrew last, or null.</summary>
    public DateTimeOffset? GoneAt(string subject)
    {
        using var read = _database.Prepare("SELECT at FROM gone WHERE subject = ?1").Bind(1, subject);
        return read.ReadLong() is { } ticks ? Time(ticks) : null;
    }

    /// <summary>Forgets records of consents that ended before a time.</summary>
    public void RemoveEndedBefore(DateTimeOffset time)
    {
        Run("DELETE FROM consent WHERE state = 2 AND ended < ?1 AND id NOT IN (SELECT consent FROM tell)", s => s.Bind(1, time.UtcTicks));
        Run("DELETE FROM gone WHERE at < ?1", s => s.Bind(1, time.UtcTicks));
        HasRemains = true;
    }

    /// <summary>The audit log in it.</summary>
    public AuditLog OpenAudit(MasterKey key) => new(_database, this, key);

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();

    private static ConsentRecord Record(SqliteStatement row) => new(
        new Guid(row.Blob(0)), row.Text(1), (SubjectKind)row.Long(2), row.Text(3), row.Text(4), row.Text(5), (ConsentHow)row.Long(6), row.Text(7), Time(row.Long(8)),
        true, row.Long(9) == 1, TimeSpan.FromTicks(row.Long(10)), Time(row.Long(11)), row.Text(12) is { Length: > 0 } origin ? origin : null);

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private void Run(string sql, Action<SqliteStatement> bind)
    {
        using var statement = _database.Prepare(sql);
        bind(statement);
        statement.Run();
    }

    private void Run(string sql, Action<SqliteStatement> bind, ReadOnlySpan<byte> blob, int parameter)
    {
        using var statement = _database.Prepare(sql);
        bind(statement);
        statement.Bind(parameter, blob).Run();
    }
}

/// <summary>An event that is still to be handed to the outbox.</summary>
/// <param name="Number">Its place in the order; 0 before it is kept.</param>
/// <param name="Origin">The id by which the outbox knows a repeat.</param>
/// <param name="Consent">The consent it is about.</param>
/// <param name="Type">The event's type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">Its data.</param>
internal sealed record Telling(long Number, Guid Origin, Guid Consent, string Type, DateTimeOffset At, byte[] Data);
