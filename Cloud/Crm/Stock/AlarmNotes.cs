using System.Globalization;
using Cloud.Crm.Effects;

namespace Cloud.Crm.Stock;

/// <summary>Something about stock that somebody should know.</summary>
/// <param name="Store">Where.</param>
/// <param name="Kind">What: low, shelf_low, ambiguous, disturbed, count_unit.</param>
/// <param name="Subject">The SKU, or the plate.</param>
/// <param name="Source">Who said so, where several may: a gateway's number.</param>
/// <param name="At">When it began.</param>
/// <param name="Quantity">How many there were, or null.</param>
/// <param name="Threshold">Below how many it is said, or null.</param>
/// <param name="Evidence">What it rests on.</param>
internal sealed record StockAlarm(string Store, string Kind, string Subject, string Source, DateTime At, long? Quantity, long? Threshold, string Evidence);

/// <summary>Alarms that begin and end in a transaction. One that has begun does not begin again before it ended, whoever says so and however often.</summary>
internal sealed class AlarmNotes
{
    private readonly SortedDictionary<(string Store, string Kind, string Subject, string Source), Note> _notes = new(Comparer<(string Store, string Kind, string Subject, string Source)>.Create(
        static (one, other) => string.CompareOrdinal(one.Store, other.Store) is not 0 and var store ? store
            : string.CompareOrdinal(one.Kind, other.Kind) is not 0 and var kind ? kind
            : string.CompareOrdinal(one.Subject, other.Subject) is not 0 and var subject ? subject
            : string.CompareOrdinal(one.Source, other.Source)));

    /// <summary>An alarm begins, unless it has begun.</summary>
    internal void Raise(StockAlarm alarm)
    {
        var note = NoteOf((alarm.Store, alarm.Kind, alarm.Subject, alarm.Source));
        if (note.EndedAt is not null)
        {
            note.Again ??= alarm;
        }
        else
        {
            note.First ??= alarm;
        }
    }

    /// <summary>An alarm ends, if it has begun.</summary>
    internal void End(string store, string kind, string subject, string source, DateTime at)
    {
        var note = NoteOf((store, kind, subject, source));
        (note.EndedAt, note.Again) = (at, null);
    }

    /// <summary>A store said that its plates are low of a SKU, or not any more.</summary>
    internal void Said(in EffectRow row, LevelSaid said, DateTime at, string evidence)
    {
        var source = row.Gateway.ToString(CultureInfo.InvariantCulture);
        if (said.IsLow)
        {
            Raise(new StockAlarm(row.Store, "shelf_low", said.Sku, source, at, said.OnHand, said.Threshold, evidence));
        }
        else
        {
            End(row.Store, "shelf_low", said.Sku, source, at);
        }
    }

    /// <summary>Writes the alarms.</summary>
    /// <param name="now">Gives them their ids.</param>
    internal IEnumerable<EffectStatement> Statements(DateTimeOffset now)
    {
        yield return Begin([.. _notes.Values.Where(n => n.First is not null).Select(n => n.First!)], now);
        var ended = _notes.Where(n => n.Value.EndedAt is not null).ToArray();
        yield return new EffectStatement(
            """
            UPDATE stock_alarm a SET ended_at = n.at FROM unnest($1, $2, $3, $4, $5) AS n (store, kind, subject, source, at)
            WHERE a.store = n.store AND a.kind = n.kind AND a.subject = n.subject AND a.source = n.source AND a.ended_at IS NULL
            """,
            "UPDATE stock_alarm SET ended_at = @p5 WHERE store = @p1 AND kind = @p2 AND subject = @p3 AND source = @p4 AND ended_at IS NULL",
            ended.Select(n => n.Key.Store).ToArray(), ended.Select(n => n.Key.Kind).ToArray(), ended.Select(n => n.Key.Subject).ToArray(),
            ended.Select(n => n.Key.Source).ToArray(), ended.Select(n => n.Value.EndedAt!.Value).ToArray());
        yield return Begin([.. _notes.Values.Where(n => n.Again is not null).Select(n => n.Again!)], now);
    }

    private static EffectStatement Begin(StockAlarm[] alarms, DateTimeOffset now) => new(
        """
        INSERT INTO stock_alarm (store, id, kind, subject, source, raised_at, quantity, threshold, evidence) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9)
        ON CONFLICT (store, kind, subject, source) WHERE ended_at IS NULL DO NOTHING
        """,
        """
        INSERT INTO stock_alarm (store, id, kind, subject, source, raised_at, quantity, threshold, evidence) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9)
        ON CONFLICT (store, kind, subject, source) WHERE ended_at IS NULL DO NOTHING
        """,
        alarms.Select(a => a.Store).ToArray(),
        alarms.Select(_ => MoveId.New(now)).ToArray(),
        alarms.Select(a => a.Kind).ToArray(),
        alarms.Select(a => a.Subject).ToArray(),
        alarms.Select(a => a.Source).ToArray(),
        alarms.Select(a => a.At).ToArray(),
        alarms.Select(a => a.Quantity).ToArray(),
        alarms.Select(a => a.Threshold).ToArray(),
        alarms.Select(a => a.Evidence).ToArray());

    private Note NoteOf((string Store, string Kind, string Subject, string Source) key)
    {
        if (!_notes.TryGetValue(key, out var note))
        {
            _notes.Add(key, note = new Note());
        }

        return note;
    }

    /// <summary>What happens to one alarm: it may begin, end, and begin again; more than that within one transaction is one of these.</summary>
    private sealed class Note
    {
        internal StockAlarm? First { get; set; }

        internal DateTime? EndedAt { get; set; }

        internal StockAlarm? Again { get; set; }
    }
}
