using EdgeGateway.Core.Outbox.Sqlite;

namespace EdgeGateway.Core.Alerts;

/// <summary>A note as it is kept: encrypted.</summary>
internal sealed record SealedNote(string Who, DateTimeOffset At, byte[] Box);

/// <summary>The notes of the file of alerts.</summary>
internal sealed class NoteTable(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _add = database.Prepare("INSERT INTO note(alert, who, at, box) VALUES(?1, ?2, ?3, ?4)");

    /// <summary>Of all alerts of a member: what staff wrote last time is of use today.</summary>
    private readonly SqliteStatement _ofMember = database.Prepare(
        """
        SELECT who, at, box FROM (SELECT note.ordinal AS ordinal, who, note.at AS at, box FROM note JOIN alert ON alert.id = note.alert
          WHERE alert.member = ?1 ORDER BY note.ordinal DESC LIMIT ?2) ORDER BY ordinal
        """);

    private readonly SqliteStatement _count = database.Prepare("SELECT count(*) FROM note WHERE alert = ?1");

    /// <summary>Adds a note.</summary>
    public void Add(Guid alert, SealedNote note) =>
        _add.Bind(1, alert.ToByteArray()).Bind(2, note.Who).Bind(3, note.At.UtcTicks).Bind(4, note.Box).Run();

    /// <summary>How many notes an alert has.</summary>
    public long Count(Guid alert) => _count.Bind(1, alert.ToByteArray()).ReadLong() ?? 0;

    /// <summary>The last notes of a member, the oldest first.</summary>
    public IReadOnlyList<SealedNote> OfMember(string member, int most)
    {
        var notes = new List<SealedNote>();
        _ofMember.Bind(1, member).Bind(2, most);
        while (_ofMember.Step())
        {
            notes.Add(new SealedNote(_ofMember.Text(0), AlertFile.Time(_ofMember.Long(1)), _ofMember.Blob(2).ToArray()));
        }

        return notes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _add.Dispose();
        _ofMember.Dispose();
        _count.Dispose();
    }
}
