using System.Buffers.Text;
using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>What pages ask about members.</summary>
internal sealed class MemberQueries(HeadquartersDatabase database)
{
    private const string FaceSql =
        """
        (SELECT count(*) FROM member_consent c WHERE c.member = m.id AND c.state <> 'withdrawn'),
        (SELECT max(CASE c.state WHEN 'recalling' THEN 3 WHEN 'withdrawn' THEN 1 ELSE 2 END) FROM member_consent c WHERE c.member = m.id)
        """;

    /// <summary>Members by name.</summary>
    /// <param name="search">Part of a name, a whole phone or card number, or an id; null for all.</param>
    /// <param name="level">Of this level only, or null.</param>
    /// <param name="after">What the page before ended with, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="key">Hidden numbers can be shown and found with it only; null without one.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<MemberPage> ListAsync(string? search, string? level, MemberMark? after, int limit, MemberKey? key, CancellationToken cancellationToken)
    {
        var where = new StringBuilder("NOT m.gone");
        var parameters = new List<(string, object?)> { ("limit", limit + 1) };
        if (search is not null)
        {
            where.Append(@" AND (m.name_key LIKE @part ESCAPE '\' OR m.id = @id");
            parameters.Add(("part", $"%{MemberTable.NameKey(search).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%"));
            parameters.Add(("id", search));
            if (key?.PhoneIndex(search) is { } phone)
            {
                where.Append(" OR m.phone_index = @phone");
                parameters.Add(("phone", phone));
            }

            if (key?.CardIndex(search) is { } card)
            {
                where.Append(" OR m.card_index = @card");
                parameters.Add(("card", card));
            }

            where.Append(')');
        }

        if (level is not null)
        {
            where.Append(" AND m.level = @level");
            parameters.Add(("level", level));
        }

        if (after is { } mark)
        {
            where.Append(" AND (m.name_key, m.id) > (@after_name, @after_id)");
            parameters.Add(("after_name", mark.NameKey));
            parameters.Add(("after_id", mark.Id));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT m.id, m.name, m.level, m.contact, m.last_visit, m.updated_at, m.name_key, {FaceSql} FROM member m WHERE {where} ORDER BY m.name_key, m.id LIMIT @limit",
            [.. parameters]).ListAsync(
            r => (Row: new MemberRow(
                r.GetString(0), r.GetString(1), r.GetString(2), Contact(r, 3, r.GetString(0), key)?.HiddenPhone, Time(r, 4), Face(r, 8), (int)r.GetInt64(7), Time(r, 5)!.Value),
                Mark: new MemberMark(r.GetString(6), r.GetString(0))),
            cancellationToken);
        return new MemberPage([.. rows.Take(limit).Select(r => r.Row)], rows.Count > limit ? rows[limit - 1].Mark.ToString() : null);
    }

    /// <summary>Everything of a member; null where there is none and no store ever said anything of one.</summary>
    internal async Task<MemberView?> FindAsync(string id, MemberKey? key, CancellationToken cancellationToken)
    {
        var consents = await ConsentsAsync(id, cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT m.id, m.name, m.level, m.contact, m.usual, m.notes, m.assigned_to, m.last_visit, m.updated_at, {FaceSql} FROM member m WHERE m.id = @id AND NOT m.gone", ("id", id))
            .ListAsync(
                r =>
                {
                    var contact = Contact(r, 3, id, key);
                    return new MemberView(
                        id, r.GetString(1), r.GetString(2), contact?.HiddenPhone, contact?.HiddenEmail, contact?.HiddenCard,
                        JsonSerializer.Deserialize(r.GetString(4), MembersJson.Default.MemberGoodsArray)!, JsonSerializer.Deserialize(r.GetString(5), MembersJson.Default.StringArray)!,
                        r.Text(6), Time(r, 7), Face(r, 10), consents, Time(r, 8)!.Value);
                },
                cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>What each gateway holds of a member's face, by store.</summary>
    internal async Task<IReadOnlyList<ConsentView>> ConsentsAsync(string member, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT g.store, s.name, g.gateway, g.status, c.state, c.text_version, c.language, c.other_stores, c.given_at, c.withdrawn_at, c.attempts, c.said
            FROM member_consent c JOIN gateway g ON g.id = c.gateway LEFT JOIN store s ON s.store = g.store
            WHERE c.member = @member ORDER BY g.store, g.gateway
            """,
            ("member", member)).ListAsync(
            r => new ConsentView(
                r.GetString(0), r.Text(1) ?? r.GetString(0), r.GetString(2), r.GetString(3) == StateDocument.Online, State(r.GetString(4)), r.Text(5), r.Text(6), r.GetBoolean(7),
                Time(r, 8)!.Value, Time(r, 9), r.GetInt32(10), r.Text(11)),
            cancellationToken);
    }

    /// <summary>Every gateway's key and how far its profiles are.</summary>
    internal async Task<IReadOnlyList<GatewayKeyView>> KeysAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT g.store, g.gateway, k.public_key, k.key_since, k.members, CASE WHEN k.line = l.line THEN l.version - k.version ELSE l.version END, k.said
            FROM gateway g CROSS JOIN member_line l LEFT JOIN gateway_members k ON k.gateway = g.id ORDER BY g.store, g.gateway
            """).ListAsync(
            r => new GatewayKeyView(
                r.GetString(0), r.GetString(1), r.IsDBNull(2) ? null : SealedBox.Fingerprint((byte[])r[2]), Time(r, 3), r.IsDBNull(4) ? 0 : r.GetInt32(4), r.GetInt64(5), r.Text(6)),
            cancellationToken);
    }

    /// <summary>The member of a short code and the generation of its secrets.</summary>
    internal async Task<(string Id, string Name, string Level, string Code, int Generation)?> OfCodeAsync(string? code, string? id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT id, name, level, code, generation FROM member WHERE {(code is null ? "id" : "code")} = @which AND NOT gone", ("which", code ?? id))
            .ListAsync(r => (r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetInt32(4)), cancellationToken);
        return rows.Count > 0 ? rows[0] : null;
    }

    private static FaceState Face(DbDataReader r, int column) => r.IsDBNull(column)
        ? FaceState.None
        : Convert.ToInt32(r[column], System.Globalization.CultureInfo.InvariantCulture) switch { 3 => FaceState.Recalling, 2 => FaceState.Given, _ => FaceState.Withdrawn };

    private static ConsentState State(string text) => text switch
    {
        "given" => ConsentState.Given,
        "relayed" => ConsentState.Relayed,
        "recalling" => ConsentState.Recalling,
        _ => ConsentState.Withdrawn,
    };

    internal static MemberContact? Contact(DbDataReader r, int column, string member, MemberKey? key) =>
        key is null || r.IsDBNull(column) ? null : JsonSerializer.Deserialize(key.Open((byte[])r[column], member), MembersJson.Default.MemberContact);

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}

/// <summary>Where a page of members ended.</summary>
internal readonly record struct MemberMark(string NameKey, string Id)
{
    /// <summary>Reads <see cref="ToString"/> back; null where the text is none.</summary>
    internal static MemberMark? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var name, var id] ? new MemberMark(name, id) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{NameKey}\n{Id}"));
}
