using System.Data.Common;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Members;

/// <summary>What pages ask about members.</summary>
internal sealed class MemberQueries(HeadquartersDatabase database)
{
    /// <summary>What each gateway holds of a person's face, by store; under whichever of the person's ids the stores know it.</summary>
    internal async Task<IReadOnlyList<ConsentView>> ConsentsAsync(string member, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT g.store, s.name, g.gateway, g.status, c.state, c.text_version, c.language, c.other_stores, c.given_at, c.withdrawn_at, c.attempts, c.said
            FROM member_consent c JOIN gateway g ON g.id = c.gateway LEFT JOIN store s ON s.store = g.store
            WHERE c.member IN (SELECT @member UNION SELECT id FROM member WHERE merged_into = @member) ORDER BY g.store, g.gateway, c.member
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
            SELECT g.store, g.gateway, k.public_key, k.key_since, k.members, CASE WHEN k.line = l.line THEN l.version - k.seen ELSE l.version END, k.said
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
