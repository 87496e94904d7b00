using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>
/// Lists of customers, page by page by key. What is searched with decides the index that is walked, and so the order: by name, by the found part of the name, or with a tag by id. Each filter is a statement of
/// its own, because PostgreSQL plans each once.
/// </summary>
internal sealed class CustomerQueries(HeadquartersDatabase database, CustomerBook book)
{
    private const string Columns = "m.id, m.name, m.level, m.contact, m.last_visit, m.updated_at, m.joined_at, m.home_store, m.source";

    private const string Shown = "NOT m.gone AND m.merged_into IS NULL";

    /// <summary>A page of customers.</summary>
    /// <param name="question">What is asked for.</param>
    /// <param name="caller">Who asks: without all stores, names are searched among the customers of the own; numbers find anybody who walks in.</param>
    /// <param name="key">Hidden numbers can be shown and found with it only; null without one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<CustomerPage> ListAsync(CustomerQuestion question, Caller caller, MemberKey? key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var exact = question is { Search: { } search, After: null } ? await ExactAsync(connection, search, question, cancellationToken) : [];
        var (sql, parameters) = question switch
        {
            { Search: not null } => Named(question),
            { Tag: not null } => Tagged(question),
            _ => All(question, caller),
        };
        if (question is { Search: not null } or { Tag: not null } && caller.Stores is { } stores)
        {
            var (list, values) = SqlList.Of("store", stores);
            sql = sql.Replace("/*stores*/", $" AND {NotByIndex("m.home_store")} IN {list}", StringComparison.Ordinal);
            parameters.AddRange(values);
        }

        var found = await connection.Command(sql, [.. parameters, ("limit", question.Limit + 1)]).ListAsync(r => (Mark: r.GetString(0), Id: r.GetString(1)), cancellationToken);
        var page = found.Take(question.Limit).ToList();
        var ids = exact.Concat(page.Select(p => p.Id).Except(exact)).ToList();
        return new CustomerPage(
            await RowsAsync(connection, ids, caller, key, cancellationToken), found.Count > question.Limit ? new CustomerMark(page[^1].Mark, page[^1].Id).ToString() : null);
    }

    /// <summary>Customers in the order of their ids in a list; those who are not there are left out.</summary>
    internal async Task<IReadOnlyList<CustomerRow>> RowsAsync(DbConnection connection, IReadOnlyList<string> ids, Caller caller, MemberKey? key, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        var (list, values) = SqlList.Of("id", ids);
        var tags = (await connection.Command(
            $"SELECT m.id, t.tag FROM member m JOIN customer_tag t ON t.customer = m.id WHERE m.id IN {list} UNION SELECT m.merged_into, t.tag FROM member m JOIN customer_tag t ON t.customer = m.id WHERE m.merged_into IN {list}", values)
            .ListAsync(r => (Id: r.GetString(0), Tag: r.GetString(1)), cancellationToken)).ToLookup(t => t.Id, t => t.Tag);
        var faces = (await connection.Command(
            $"""
             SELECT coalesce(m.merged_into, m.id), sum(CASE WHEN c.state <> 'withdrawn' THEN 1 ELSE 0 END), CAST(max(CASE c.state WHEN 'recalling' THEN 3 WHEN 'withdrawn' THEN 1 ELSE 2 END) AS bigint)
             FROM member m JOIN member_consent c ON c.member = m.id WHERE m.id IN {list} OR m.merged_into IN {list} GROUP BY coalesce(m.merged_into, m.id)
             """,
            values).ListAsync(r => (Id: r.GetString(0), Stores: (int)r.GetInt64(1), Face: CustomerDetails.Face((int)r.GetInt64(2))), cancellationToken)).ToDictionary(f => f.Id);
        var rows = (await connection.Command($"SELECT {Columns} FROM member m WHERE m.id IN {list} AND NOT m.gone", values).ListAsync(
            r =>
            {
                var id = r.GetString(0);
                var (_, stores, face) = faces.GetValueOrDefault(id);
                return new CustomerRow(
                    id, CustomerMasks.Name(r.GetString(1), caller), r.GetString(2), CustomerMasks.Contact(MemberQueries.Contact(r, 3, id, key), caller)?.HiddenPhone, Time(r, 4), face, stores,
                    Time(r, 5)!.Value, Time(r, 6), r.Text(7), r.GetString(8), [.. tags[id].Order(StringComparer.Ordinal)]);
            },
            cancellationToken)).ToDictionary(row => row.Id);
        return [.. ids.Select(id => rows.GetValueOrDefault(id)).OfType<CustomerRow>()];
    }

    /// <summary>Pairs of customers who may be one, those seen first first.</summary>
    internal async Task<DuplicatePage> DuplicatesAsync(CustomerMark? after, int limit, Caller caller, MemberKey? key, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var pairs = await connection.Command(
            $"""
             SELECT d.one, d.other, d.why, d.since FROM customer_duplicate d
             JOIN member a ON a.id = d.one JOIN member b ON b.id = d.other
             WHERE d.dismissed_at IS NULL AND NOT a.gone AND NOT b.gone AND coalesce(a.merged_into, a.id) <> coalesce(b.merged_into, b.id)
                   {(after is null ? "" : "AND (d.one, d.other) > (@after_key, @after_id)")}
             ORDER BY d.one, d.other LIMIT @limit
             """,
            after is { } mark ? [("limit", limit + 1), ("after_key", mark.Key), ("after_id", mark.Id)] : [("limit", limit + 1)])
            .ListAsync(r => (One: r.GetString(0), Other: r.GetString(1), Why: r.GetString(2), Since: Time(r, 3)!.Value), cancellationToken);
        var rows = (await RowsAsync(connection, [.. pairs.Take(limit).SelectMany(p => new[] { p.One, p.Other }).Distinct()], caller, key, cancellationToken)).ToDictionary(r => r.Id);
        return new DuplicatePage(
            [.. pairs.Take(limit).Where(p => rows.ContainsKey(p.One) && rows.ContainsKey(p.Other)).Select(p => new DuplicateView(rows[p.One], rows[p.Other], p.Why.Split(','), p.Since))],
            pairs.Count > limit ? new CustomerMark(pairs[limit - 1].One, pairs[limit - 1].Other).ToString() : null);
    }

    /// <summary>The tags that most customers have.</summary>
    internal async Task<TagList> TagsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return new TagList(await connection.Command("SELECT tag, count(*) FROM customer_tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT 200")
            .ListAsync(r => new TagCount(r.GetString(0), r.GetInt64(1)), cancellationToken));
    }

    private async Task<List<string>> ExactAsync(DbConnection connection, string search, CustomerQuestion question, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var kind in new[] { CustomerKey.OfId(search), CustomerKey.OfPhone(search), CustomerKey.OfCard(search), CustomerKey.OfEmail(search) })
        {
            if (await book.FindAsync(connection, kind, cancellationToken) is { } id && !found.Contains(id))
            {
                found.Add(id);
            }
        }

        if (found.Count == 0 || question is { Tag: null, Level: null })
        {
            return found;
        }

        var (list, values) = SqlList.Of("id", found);
        var (filter, more) = Filter(question);
        return await connection.Command($"SELECT m.id FROM member m WHERE m.id IN {list}{filter}", [.. values, .. more]).ListAsync(r => r.GetString(0), cancellationToken);
    }

    private static (string Sql, List<(string, object?)> Parameters) All(CustomerQuestion question, Caller caller)
    {
        var (filter, parameters) = Filter(question);
        var after = question.After is { } mark ? " AND (m.name_key, m.id) > (@after_key, @after_id)" : "";
        if (question.After is { } at)
        {
            parameters.AddRange([("after_key", at.Key), ("after_id", at.Id)]);
        }

        if (caller.Stores is null)
        {
            return ($"SELECT m.name_key, m.id FROM member m WHERE {Shown}{filter}{after} ORDER BY m.name_key, m.id LIMIT @limit", parameters);
        }

        // Each store's first are walked by the store's own index; a region's are few enough to be put in order afterwards.
        var each = caller.Stores.Order(StringComparer.Ordinal).Select((store, i) =>
        {
            parameters.Add(($"store{i}", store));
            return $"SELECT * FROM (SELECT m.name_key, m.id FROM member m WHERE m.home_store = @store{i} AND {Shown}{filter}{after} ORDER BY m.name_key, m.id LIMIT @limit) AS s{i}";
        }).ToList();
        return (each.Count == 0 ? "SELECT m.name_key, m.id FROM member m WHERE 1 = 0 LIMIT @limit" : $"{string.Join(" UNION ALL ", each)} ORDER BY 1, 2 LIMIT @limit", parameters);
    }

    private static (string Sql, List<(string, object?)> Parameters) Named(CustomerQuestion question)
    {
        var (filter, parameters) = Filter(question);
        var from = CustomerName.Key(question.Search!);
        parameters.AddRange([("from", from), ("until", from + char.ConvertFromUtf32(0x10FFFF))]);
        if (question.After is { } at)
        {
            parameters.AddRange([("after_key", at.Key), ("after_id", at.Id)]);
        }

        // Somebody whose name has the text twice is shown once, where its first part in the order stands.
        return (
            $"""
             SELECT n.part, n.member FROM member_name n JOIN member m ON m.id = n.member
             WHERE {(question.After is null ? "n.part >= @from" : "(n.part, n.member) > (@after_key, @after_id)")} AND n.part < @until AND {Shown}{filter}/*stores*/
                   AND NOT EXISTS (SELECT 1 FROM member_name e WHERE e.member = n.member AND e.part >= @from AND e.part < n.part)
             ORDER BY n.part, n.member LIMIT @limit
             """,
            parameters);
    }

    private static (string Sql, List<(string, object?)> Parameters) Tagged(CustomerQuestion question)
    {
        var parameters = new List<(string, object?)> { ("tag", question.Tag) };
        if (question.After is { } at)
        {
            parameters.Add(("after_id", at.Id));
        }

        var level = question.Level is null ? "" : $" AND {NotByIndex("m.level")} = @level";
        if (question.Level is not null)
        {
            parameters.Add(("level", question.Level));
        }

        // A tag of somebody who was merged is the tag of the one who stands for them; that one's id is where it stands in the list. Customers are looked up one by one: walking all of them beside
        // the few of a rare tag costs more than the whole page.
        return (
            $"""
             SELECT * FROM (
                 SELECT '' AS mark, m.id FROM customer_tag t JOIN member m ON m.id = {NotByIndex("t.customer")}
                 WHERE t.tag = @tag{(question.After is null ? "" : " AND t.customer > @after_id")} AND {Shown}{level}/*stores*/ ORDER BY t.customer LIMIT @limit) AS own
             UNION
             SELECT * FROM (
                 SELECT '' AS mark, m.id FROM member a JOIN customer_tag t ON t.customer = a.id AND t.tag = @tag JOIN member m ON m.id = {NotByIndex("a.merged_into")}
                 WHERE a.merged_into IS NOT NULL{(question.After is null ? "" : " AND a.merged_into > @after_id")} AND {Shown}{level}/*stores*/ ORDER BY a.merged_into LIMIT @limit) AS merged
             ORDER BY 2 LIMIT @limit
             """,
            parameters);
    }

    private static (string Sql, List<(string, object?)> Parameters) Filter(CustomerQuestion question)
    {
        var (sql, parameters) = ("", new List<(string, object?)>());
        if (question.Level is not null)
        {
            // A name that is searched for leads to fewer than a level does.
            sql += $" AND {(question.Search is null ? "m.level" : NotByIndex("m.level"))} = @level";
            parameters.Add(("level", question.Level));
        }

        if (question.Tag is not null)
        {
            sql += " AND EXISTS (SELECT 1 FROM customer_tag t WHERE t.tag = @tag AND t.customer IN (SELECT g.id FROM member g WHERE g.id = m.id OR g.merged_into = m.id))";
            parameters.Add(("tag", question.Tag));
        }

        return (sql, parameters);
    }

    /// <summary>A column's value that no index of the column is walked for: the statement's other conditions are to lead.</summary>
    private static string NotByIndex(string column) => $"({column} || '')";

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}

/// <summary>Which customers are asked for.</summary>
/// <param name="Search">Part of a name from a word's or ideograph's beginning on, a whole phone or card number or e-mail address, or an id; null for all.</param>
/// <param name="Tag">With this tag only, or null.</param>
/// <param name="Level">Of this level only, or null.</param>
/// <param name="After">What the page before ended with, or null.</param>
/// <param name="Limit">At most so many.</param>
internal sealed record CustomerQuestion(string? Search, string? Tag, string? Level, CustomerMark? After, int Limit);
