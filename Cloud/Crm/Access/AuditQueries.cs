using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Reads the audit, newest first. Each filter is a statement of its own, for PostgreSQL plans them once.</summary>
internal sealed class AuditQueries(HeadquartersDatabase database)
{
    /// <summary>A page.</summary>
    /// <param name="caller">Who asks; with stores of their own only what concerns those.</param>
    /// <param name="kind">Of that kind of thing only, or null.</param>
    /// <param name="subject">Of that one only, or null; with <paramref name="kind"/>.</param>
    /// <param name="who">Of that account or token only, or null.</param>
    /// <param name="after">The last id of the page before, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<AuditPage> ListAsync(Caller caller, string? kind, string? subject, string? who, string? after, int limit, CancellationToken cancellationToken)
    {
        var where = new List<string>();
        var parameters = new List<(string, object?)> { ("limit", limit + 1) };
        foreach (var (column, value) in new[] { ("kind", kind), ("subject", subject), ("who", who) })
        {
            if (value is not null)
            {
                where.Add($"e.{column} = @{column}");
                parameters.Add((column, value));
            }
        }

        if (after is not null)
        {
            where.Add("e.id < @after");
            parameters.Add(("after", after));
        }

        if (caller.Stores is { } stores)
        {
            where.Add(stores.Count == 0 ? "1 = 0" : $"e.store IN ({string.Join(", ", stores.Select((_, i) => $"@s{i}"))})");
            parameters.AddRange(stores.Select((s, i) => ($"s{i}", (object?)s)));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT e.id, e.at, e.who, COALESCE(a.name, t.name), e.role, e.action, e.kind, e.subject, e.store, e.detail
             FROM audit_entry e LEFT JOIN account a ON a.id = e.who LEFT JOIN access_token t ON t.id = e.who
             {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))} ORDER BY e.id DESC LIMIT @limit
             """,
            [.. parameters]).ListAsync(
            r => new AuditEntryView(
                r.GetString(0), database.ReadTime(r, 1)!.Value, r.GetString(2), r.Text(3), r.GetString(4).ToLowerInvariant(), r.GetString(5), r.GetString(6), r.GetString(7), r.Text(8),
                r.Text(9) is { } detail ? JsonElement.Parse(detail) : null),
            cancellationToken);
        return new AuditPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null);
    }
}
