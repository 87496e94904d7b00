using System.Data.Common;
using System.Globalization;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers;

/// <summary>Lists of consents over all customers, page by page by time.</summary>
internal sealed class ConsentQueries(HeadquartersDatabase database)
{
    /// <summary>Consents to be recognised, gateway by gateway; of the caller's stores.</summary>
    internal async Task<ConsentPage> FacesAsync(string? state, string? text, CustomerMark? after, int limit, Caller caller, CancellationToken cancellationToken)
    {
        var (where, parameters) = Filter("c.state = @state", state, text, after, "(c.given_at, c.member, c.gateway) < (@after_at, @after_id, @after_gateway)");
        if (after is { } mark && mark.Id.Split('/') is [var member, var gateway] && int.TryParse(gateway, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            parameters.AddRange([("after_id", member), ("after_gateway", number)]);
        }

        if (caller.Stores is { } stores)
        {
            var (list, values) = SqlList.Of("store", stores);
            where += $" AND g.store IN {list}";
            parameters.AddRange(values);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT c.member, m.name, g.store, s.name, g.gateway, c.state, c.text_version, c.language, c.given_at, g.status, c.gateway
             FROM member_consent c JOIN gateway g ON g.id = c.gateway LEFT JOIN store s ON s.store = g.store LEFT JOIN member m ON m.id = c.member
             WHERE 1 = 1{where} ORDER BY c.given_at DESC, c.member DESC, c.gateway DESC LIMIT @limit
             """,
            [.. parameters, ("limit", limit + 1)]).ListAsync(
            r => (Row: new ConsentRow(
                "face", r.GetString(0), CustomerMasks.Name(r.Text(1) ?? "", caller), r.GetString(2), r.Text(3) ?? r.GetString(2), r.GetString(4), null, null, r.GetString(5), r.Text(6), r.Text(7), Time(r, 8),
                r.GetString(9) == StateDocument.Online), Gateway: r.GetInt32(10)),
            cancellationToken);
        return new ConsentPage(
            [.. rows.Take(limit).Select(r => r.Row)],
            rows.Count > limit ? new CustomerMark(Ticks(rows[limit - 1].Row.At), string.Create(CultureInfo.InvariantCulture, $"{rows[limit - 1].Row.Customer}/{rows[limit - 1].Gateway}")).ToString() : null);
    }

    /// <summary>What holds of marketing consents, by customer, purpose and channel.</summary>
    internal async Task<ConsentPage> MarketingAsync(string? state, string? text, CustomerMark? after, int limit, Caller caller, CancellationToken cancellationToken)
    {
        var (where, parameters) = Filter("CASE WHEN c.given THEN 'given' ELSE 'withdrawn' END = @state", state, text, after, "(c.at, c.id) < (@after_at, @after_id)");
        if (after is { } mark)
        {
            parameters.Add(("after_id", mark.Id));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT c.customer, m.name, c.purpose, c.channel, CASE WHEN c.given THEN 'given' ELSE 'withdrawn' END, c.text_version, c.language, c.at, c.id
             FROM customer_consent c JOIN member m ON m.id = c.customer
             WHERE NOT EXISTS (SELECT 1 FROM customer_consent n WHERE n.customer = c.customer AND n.purpose = c.purpose AND n.channel = c.channel AND (n.at, n.id) > (c.at, c.id)){where}
             ORDER BY c.at DESC, c.id DESC LIMIT @limit
             """,
            [.. parameters, ("limit", limit + 1)]).ListAsync(
            r => (Row: new ConsentRow(
                "marketing", r.GetString(0), CustomerMasks.Name(r.GetString(1), caller), null, null, null, r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), Time(r, 7), null),
                Id: r.GetString(8)),
            cancellationToken);
        return new ConsentPage([.. rows.Take(limit).Select(r => r.Row)], rows.Count > limit ? new CustomerMark(Ticks(rows[limit - 1].Row.At), rows[limit - 1].Id).ToString() : null);
    }

    /// <summary>The texts that people agreed to.</summary>
    internal async Task<ConsentTextList> TextsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return new ConsentTextList(await connection.Command(
            """
            SELECT 'face', NULL, text_version, language, sum(CASE WHEN state = 'withdrawn' THEN 0 ELSE 1 END), sum(CASE WHEN state = 'withdrawn' THEN 1 ELSE 0 END), min(given_at), max(given_at)
            FROM member_consent GROUP BY text_version, language
            UNION ALL
            SELECT 'marketing', purpose, text_version, language, sum(CASE WHEN given THEN 1 ELSE 0 END), sum(CASE WHEN given THEN 0 ELSE 1 END), min(at), max(at)
            FROM customer_consent GROUP BY purpose, text_version, language
            ORDER BY 1, 2, 3, 4 LIMIT 500
            """).ListAsync(
            r => new ConsentTextRow(r.GetString(0), r.Text(1), r.Text(2), r.Text(3), r.GetInt64(4), r.GetInt64(5), Time(r, 6), Time(r, 7)), cancellationToken));
    }

    /// <summary>The moment a page ended at; null where the mark has none.</summary>
    internal static DateTime? At(CustomerMark mark) =>
        long.TryParse(mark.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    private (string Where, List<(string, object?)> Parameters) Filter(string isState, string? state, string? text, CustomerMark? after, string isAfter)
    {
        var (where, parameters) = ("", new List<(string, object?)>());
        if (state is not null)
        {
            where += $" AND {isState}";
            parameters.Add(("state", state));
        }

        if (text is not null)
        {
            where += " AND c.text_version = @text";
            parameters.Add(("text", text));
        }

        if (after is { } mark)
        {
            where += $" AND {isAfter}";
            parameters.Add(("after_at", database.ToTime(At(mark)!.Value)));
        }

        return (where, parameters);
    }

    private static string Ticks(DateTime at) => at.Ticks.ToString(CultureInfo.InvariantCulture);

    private DateTime Time(DbDataReader reader, int column) => database.ReadTime(reader, column)!.Value;
}

/// <summary>A page of consents.</summary>
internal sealed record ConsentPage(IReadOnlyList<ConsentRow> Consents, string? Next);

/// <summary>A consent of somebody's.</summary>
/// <param name="Kind">face or marketing.</param>
/// <param name="Customer">Whose.</param>
/// <param name="Name">The name, or empty.</param>
/// <param name="Store">The store of a face, or null.</param>
/// <param name="StoreName">Its name, or null.</param>
/// <param name="Gateway">The gateway of a face, or null.</param>
/// <param name="Purpose">The purpose of marketing, or null.</param>
/// <param name="Channel">The channel of marketing, or null.</param>
/// <param name="State">given, relayed, recalling or withdrawn.</param>
/// <param name="TextVersion">The version of the text.</param>
/// <param name="Language">In which language.</param>
/// <param name="At">When it was given or changed.</param>
/// <param name="Online">Whether the gateway is connected now, or null.</param>
internal sealed record ConsentRow(
    string Kind, string Customer, string Name, string? Store, string? StoreName, string? Gateway, string? Purpose, string? Channel, string State, string? TextVersion, string? Language, DateTime At, bool? Online);

/// <summary>The texts that people agreed to.</summary>
internal sealed record ConsentTextList(IReadOnlyList<ConsentTextRow> Texts);

/// <summary>A text that people agreed to.</summary>
/// <param name="Kind">face or marketing.</param>
/// <param name="Purpose">What marketing is for, or null.</param>
/// <param name="Version">The text's version.</param>
/// <param name="Language">In which language.</param>
/// <param name="Given">How often it was agreed to and, of a face, still is.</param>
/// <param name="Withdrawn">How often that was withdrawn.</param>
/// <param name="FirstAt">When first.</param>
/// <param name="LastAt">When last.</param>
internal sealed record ConsentTextRow(string Kind, string? Purpose, string? Version, string? Language, long Given, long Withdrawn, DateTime FirstAt, DateTime LastAt);
