using Cloud.Crm.Effects;

namespace Cloud.Crm.Stock;

/// <summary>What the events of a transaction say of the plates themselves.</summary>
internal sealed class PlateNotes
{
    /// <summary>The load changed, and what moved cannot be told: so until somebody counts.</summary>
    internal const string Ambiguous = "ambiguous";

    /// <summary>Somebody leaned, pushed, or put down something else: so until goods move in a way that can be told, or somebody counts.</summary>
    internal const string Disturbed = "disturbed";

    private readonly SortedDictionary<(string Store, string Plate), Note> _notes = new(Comparer<(string Store, string Plate)>.Create(
        static (one, other) => string.CompareOrdinal(one.Store, other.Store) is not 0 and var order ? order : string.CompareOrdinal(one.Plate, other.Plate)));

    /// <summary>A plate knew what moved: it is not disturbed any more.</summary>
    internal void Said(in EffectRow row, string plate, string? device, DateTime at, AlarmNotes alarms)
    {
        var note = NoteOf(row, plate, device, at);
        note.Settled ??= Disturbed;
        if (note.Doubt == Disturbed)
        {
            note.Doubt = null;
        }

        alarms.End(row.Store, Disturbed, plate, "", at);
    }

    /// <summary>Nobody can say what lies on a plate.</summary>
    internal void Doubted(in EffectRow row, PlateDoubted doubted, DateTime at, string evidence, AlarmNotes alarms)
    {
        var note = NoteOf(row, doubted.Plate, doubted.Device, at);
        if (note.Doubt != Ambiguous)
        {
            (note.Doubt, note.DoubtAt, note.Evidence) = (doubted.Doubt, at, evidence);
        }

        alarms.Raise(new StockAlarm(row.Store, doubted.Doubt, doubted.Plate, "", at, null, null, evidence));
    }

    /// <summary>Somebody counted what lies there.</summary>
    internal void Counted(in EffectRow row, string plate, DateTime at, AlarmNotes alarms)
    {
        var note = NoteOf(row, plate, null, at);
        (note.Settled, note.Doubt) = (Ambiguous, null);
        alarms.End(row.Store, Ambiguous, plate, "", at);
        alarms.End(row.Store, Disturbed, plate, "", at);
    }

    /// <summary>Writes the plates.</summary>
    internal IEnumerable<EffectStatement> Statements()
    {
        var settled = _notes.Where(note => note.Value.Settled is not null).ToArray();
        yield return new EffectStatement(
            """
            UPDATE stock_plate p SET doubt = NULL, doubt_at = NULL, doubt_evidence = NULL FROM unnest($1, $2, $3) AS n (store, plate, settled)
            WHERE p.store = n.store AND p.plate = n.plate AND (p.doubt = n.settled OR (n.settled = 'ambiguous' AND p.doubt IS NOT NULL))
            """,
            """
            UPDATE stock_plate SET doubt = NULL, doubt_at = NULL, doubt_evidence = NULL
            WHERE store = @p1 AND plate = @p2 AND (doubt = @p3 OR (@p3 = 'ambiguous' AND doubt IS NOT NULL))
            """,
            settled.Select(n => n.Key.Store).ToArray(), settled.Select(n => n.Key.Plate).ToArray(), settled.Select(n => n.Value.Settled!).ToArray());
        yield return new EffectStatement(
            """
            INSERT INTO stock_plate AS p (store, plate, gateway, device, said_at, doubt, doubt_at, doubt_evidence) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (store, plate) DO UPDATE SET gateway = excluded.gateway, device = coalesce(excluded.device, p.device),
                   said_at = CASE WHEN excluded.said_at > p.said_at THEN excluded.said_at ELSE p.said_at END,
                   doubt = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt ELSE coalesce(excluded.doubt, p.doubt) END,
                   doubt_at = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt_at ELSE coalesce(excluded.doubt_at, p.doubt_at) END,
                   doubt_evidence = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt_evidence ELSE coalesce(excluded.doubt_evidence, p.doubt_evidence) END
            """,
            """
            INSERT INTO stock_plate AS p (store, plate, gateway, device, said_at, doubt, doubt_at, doubt_evidence) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8)
            ON CONFLICT (store, plate) DO UPDATE SET gateway = excluded.gateway, device = coalesce(excluded.device, p.device),
                   said_at = CASE WHEN excluded.said_at > p.said_at THEN excluded.said_at ELSE p.said_at END,
                   doubt = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt ELSE coalesce(excluded.doubt, p.doubt) END,
                   doubt_at = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt_at ELSE coalesce(excluded.doubt_at, p.doubt_at) END,
                   doubt_evidence = CASE WHEN p.doubt = 'ambiguous' THEN p.doubt_evidence ELSE coalesce(excluded.doubt_evidence, p.doubt_evidence) END
            """,
            _notes.Select(n => n.Key.Store).ToArray(),
            _notes.Select(n => n.Key.Plate).ToArray(),
            _notes.Select(n => n.Value.Gateway).ToArray(),
            _notes.Select(n => n.Value.Device).ToArray(),
            _notes.Select(n => n.Value.At).ToArray(),
            _notes.Select(n => n.Value.Doubt).ToArray(),
            _notes.Select(n => n.Value.Doubt is null ? null : n.Value.DoubtAt).ToArray(),
            _notes.Select(n => n.Value.Doubt is null ? null : n.Value.Evidence).ToArray());
    }

    private Note NoteOf(in EffectRow row, string plate, string? device, DateTime at)
    {
        if (!_notes.TryGetValue((row.Store, plate), out var note))
        {
            _notes.Add((row.Store, plate), note = new Note());
        }

        note.Gateway = row.Gateway;
        note.Device = device ?? note.Device;
        note.At = note.At > at ? note.At : at;
        return note;
    }

    private sealed class Note
    {
        internal int Gateway { get; set; }

        internal string? Device { get; set; }

        internal DateTime At { get; set; }

        /// <summary>The doubt that ended first of all, or null.</summary>
        internal string? Settled { get; set; }

        internal string? Doubt { get; set; }

        internal DateTime? DoubtAt { get; set; }

        internal string? Evidence { get; set; }
    }
}
