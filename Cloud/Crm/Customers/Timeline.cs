using System.Buffers.Text;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>What happened with a person, newest first, each entry with the row it comes from. Every area's table is read by its own index; the pages are put together here.</summary>
internal sealed class Timeline(HeadquartersDatabase database, CustomerBook book, TableNames tables)
{
    // Columns: id, at, kind, customer, store, text, amount_fen, points, count, seconds, who, evidence kind, evidence id, gateway. {0} is the condition on time and id.
    private static readonly TimelineSource[] s_sources =
    [
        new(
            "sale", ["sale", "return"], "s.at", "s.id",
            $"""
             SELECT s.id, s.at, CASE WHEN s.kind = 'sale' THEN 'sale' ELSE 'return' END, s.member, s.store, s.said, s.spend_fen, s.points,
                    (SELECT count(*) FROM sale_line l WHERE l.store = s.store AND l.sale = s.id), NULL, s.till, 'sale', s.id, NULL
             FROM sale s WHERE s.member IN {CustomerBook.GroupSql}
             """),
        new(
            "points_entry", ["points"], "p.at", "p.id",
            $"SELECT p.id, p.at, 'points', p.member, p.store, p.kind, NULL, p.points, NULL, NULL, {WhoName.Of("p.who")}, 'points', p.id, NULL FROM points_entry p WHERE p.member IN {CustomerBook.GroupSql}"),
        new(
            "level_change", ["changed"], "l.at", "l.id",
            $"SELECT l.id, l.at, 'changed', l.member, NULL, l.from_level || ' → ' || l.to_level, NULL, NULL, NULL, NULL, l.why, 'points', l.evidence, NULL FROM level_change l WHERE l.member IN {CustomerBook.GroupSql}"),
        new(
            "member_visit", ["visit"], "v.arrived_at", "v.visit",
            $"""
             SELECT v.visit, v.arrived_at, 'visit', v.member, v.store, v.how, NULL, NULL, NULL, v.dwell_seconds, v.claimed_by, 'event', CAST(v.gateway AS text) || '/' || CAST(v.position AS text), g.gateway
             FROM member_visit v LEFT JOIN gateway g ON g.id = v.gateway WHERE v.member IN {CustomerBook.GroupSql}
             """),
        new(
            "member_consent", ["face-consent"], "c.given_at", "g.gateway",
            $"""
             SELECT g.gateway, c.given_at, 'face-consent', c.member, g.store, c.state, NULL, NULL, NULL, NULL, c.text_version, 'consent', g.gateway, g.gateway
             FROM member_consent c JOIN gateway g ON g.id = c.gateway WHERE c.member IN {CustomerBook.GroupSql}
             """),
        new(
            "customer_consent", ["consent"], "c.at", "c.id",
            $"""
             SELECT c.id, c.at, 'consent', c.customer, NULL, c.purpose || '/' || c.channel || CASE WHEN c.given THEN ' given' ELSE ' withdrawn' END, NULL, NULL, NULL, NULL, {WhoName.Of("c.who")}, 'consent', c.id, NULL
             FROM customer_consent c WHERE c.customer IN {CustomerBook.GroupSql}
             """),
        new(
            "customer_note", ["note"], "n.at", "n.id",
            $"SELECT n.id, n.at, 'note', n.customer, NULL, n.text, NULL, NULL, NULL, NULL, n.who, 'note', n.id, NULL FROM customer_note n WHERE n.customer IN {CustomerBook.GroupSql}"),
        new(
            "customer_merge", ["merge"], "e.at", "e.id",
            $"SELECT e.id, e.at, 'merge', e.keep, NULL, e.merged, NULL, NULL, NULL, NULL, {WhoName.Of("e.who")}, 'merge', e.id, NULL FROM customer_merge e WHERE (e.keep IN {CustomerBook.GroupSql} OR e.merged IN {CustomerBook.GroupSql})"),
        new(
            "customer_merge", ["unmerge"], "e.undone_at", "e.id",
            $"SELECT e.id, e.undone_at, 'unmerge', e.keep, NULL, e.merged, NULL, NULL, NULL, NULL, {WhoName.Of("e.undone_by")}, 'merge', e.id, NULL FROM customer_merge e WHERE e.undone_at IS NOT NULL AND (e.keep IN {CustomerBook.GroupSql} OR e.merged IN {CustomerBook.GroupSql})"),
        new(
            "customer_identity", ["identity"], "i.since", "i.source",
            $"SELECT i.source, i.since, 'identity', i.customer, NULL, i.source, NULL, NULL, NULL, NULL, NULL, 'identity', i.source, NULL FROM customer_identity i WHERE i.customer IN {CustomerBook.GroupSql}"),
        new(
            "customer_import_row", ["import"], "f.changed_at", "f.id",
            $"""
             SELECT f.id, f.changed_at, 'import', r.customer, NULL, r.outcome, NULL, NULL, r.number, NULL, {WhoName.Of("f.who")}, 'import', f.id, NULL
             FROM customer_import_row r JOIN customer_import f ON f.id = r.import WHERE r.state = 'applied' AND r.customer IN {CustomerBook.GroupSql}
             """),
        new(
            "audit_entry", ["created", "changed", "reveal"], "a.at", "a.id",
            $"""
             SELECT a.id, a.at, CASE a.action WHEN 'customer.revealed' THEN 'reveal' WHEN 'customer.created' THEN 'created' ELSE 'changed' END, a.subject, NULL, a.action, NULL, NULL, NULL, NULL, {WhoName.Of("a.who")}, 'audit', a.id, NULL
             FROM audit_entry a WHERE a.kind = 'customer' AND a.subject IN {CustomerBook.GroupSql}
                  AND a.action IN ('customer.created', 'customer.changed', 'customer.revealed', 'customer.tagged', 'customer.untagged', 'customer.reassigned')
             """),
    ];

    /// <summary>A page; null where there is no such customer. What happened in stores that the caller does not see is left out.</summary>
    /// <param name="id">The customer.</param>
    /// <param name="kind">Entries of this kind only, or null.</param>
    /// <param name="before">What the page before ended with, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TimelinePage?> PageAsync(string id, string? kind, TimelineMark? before, int limit, Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        if (await book.FindAsync(connection, CustomerKey.OfId(id), cancellationToken) is not { } customer)
        {
            return null;
        }

        var entries = new List<(int Source, TimelineEntry Entry)>();
        for (var source = 0; source < s_sources.Length; source++)
        {
            if ((kind is null || s_sources[source].Kinds.Contains(kind)) && await tables.HasAsync(s_sources[source].Table, cancellationToken))
            {
                entries.AddRange((await ReadAsync(connection, source, customer, before, limit + 1, cancellationToken)).Select(entry => (source, entry)));
            }
        }

        // Each source came in its own order, which the sort keeps for what is of one moment.
        var page = entries.OrderByDescending(e => e.Entry.At).ThenBy(e => e.Source).Take(limit + 1).ToList();
        var last = page.Count > limit ? page[limit - 1] : default;
        return new TimelinePage(
            [.. page.Take(limit).Select(e => e.Entry).Where(e => (kind is null || e.Kind == kind) && (e.Store is null || caller.Sees(e.Store)))],
            page.Count > limit ? new TimelineMark(last.Entry.At.Ticks, last.Source, last.Entry.Id).ToString() : null);
    }

    private Task<List<TimelineEntry>> ReadAsync(DbConnection connection, int source, string customer, TimelineMark? before, int limit, CancellationToken cancellationToken)
    {
        var (_, _, at, id, sql) = s_sources[source];
        var condition = before is not { } mark ? "" : source < mark.Source ? $" AND {at} < @at" : source == mark.Source ? $" AND ({at}, {id}) < (@at, @id)" : $" AND {at} <= @at";
        var parameters = new List<(string, object?)> { ("customer", customer), ("limit", limit) };
        if (before is { } m)
        {
            parameters.Add(("at", database.ToTime(new DateTime(m.Ticks, DateTimeKind.Utc))));
            if (source == m.Source)
            {
                parameters.Add(("id", m.Id));
            }
        }

        return connection.Command($"{sql}{condition} ORDER BY {at} DESC, {id} DESC LIMIT @limit", [.. parameters]).ListAsync(
            r => new TimelineEntry(
                r.GetString(0), database.ReadTime(r, 1)!.Value, r.GetString(2), r.GetString(3), r.Text(4), r.Text(5), Whole(r, 6), Whole(r, 7), Whole(r, 8), Whole(r, 9), r.Text(10),
                new TimelineEvidence(r.GetString(11), r.GetString(12), r.Text(4), r.Text(13))),
            cancellationToken);
    }

    // Sources have numbers of different widths, which PostgreSQL tells apart.
    private static long? Whole(DbDataReader r, int column) => r.IsDBNull(column) ? null : Convert.ToInt64(r[column], CultureInfo.InvariantCulture);

    private sealed record TimelineSource(string Table, string[] Kinds, string At, string Id, string Sql);
}

/// <summary>Where a page of a timeline ended.</summary>
/// <param name="Ticks">When its last entry was, in ticks.</param>
/// <param name="Source">Which source it came from.</param>
/// <param name="Id">Its id there.</param>
internal readonly record struct TimelineMark(long Ticks, int Source, string Id)
{
    /// <summary>Reads <see cref="ToString"/> back; null where the text is none.</summary>
    internal static TimelineMark? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var ticks, var source, var id]
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
                && int.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                ? new TimelineMark(at, from, id) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Ticks}\n{Source}\n{Id}")));
}

/// <summary>A page of a timeline.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Next">What to ask the next page with as before, or null at the end.</param>
internal sealed record TimelinePage(IReadOnlyList<TimelineEntry> Entries, string? Next);

/// <summary>Something that happened with a person.</summary>
/// <param name="Id">Its id among its kind.</param>
/// <param name="At">When.</param>
/// <param name="Kind">sale, return, points, level, visit, face-consent, consent, note, merge, unmerge, identity, import, created, changed or reveal.</param>
/// <param name="Customer">Under which of the person's ids.</param>
/// <param name="Store">In which store, or null.</param>
/// <param name="Text">What its source says of it, or null.</param>
/// <param name="AmountFen">Money, in fen; negative for a return.</param>
/// <param name="Points">Points, negative where they went.</param>
/// <param name="Count">How many lines, or which row.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Who">Who or what did it.</param>
/// <param name="Evidence">The row it comes from.</param>
internal sealed record TimelineEntry(
    string Id, DateTime At, string Kind, string Customer, string? Store, string? Text, long? AmountFen, long? Points, long? Count, long? Seconds, string? Who, TimelineEvidence Evidence);

/// <summary>The row that a number comes from.</summary>
/// <param name="Kind">sale, points, event, consent, note, merge, identity, import or audit.</param>
/// <param name="Id">Its id; of an event the gateway's number and the position.</param>
/// <param name="Store">The store it is in, or null.</param>
/// <param name="Gateway">The gateway's name, or null.</param>
internal sealed record TimelineEvidence(string Kind, string Id, string? Store, string? Gateway);
