using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Joining;

/// <summary>Reads codes, certificates and returns.</summary>
internal sealed class JoinTable(HeadquartersDatabase database)
{
    // The newest certificate of each gateway, its open code and its wish to return.
    private const string StandingSql =
        """
        SELECT g.store, g.gateway, c.serial, c.issued_at, c.expires_at, c.revoked_at, j.expires_at, r.key_mark, r.address, r.asked_at, r.confirmed_at
        FROM gateway g
        LEFT JOIN gateway_certificate c ON c.gateway = g.id
            AND c.serial = (SELECT n.serial FROM gateway_certificate n WHERE n.gateway = g.id ORDER BY n.issued_at DESC, n.serial DESC LIMIT 1)
        LEFT JOIN join_code j ON j.gateway = g.id AND j.used_at IS NULL AND j.expires_at > @now
        LEFT JOIN gateway_return r ON r.gateway = g.id
        ORDER BY g.store, g.gateway
        """;

    /// <summary>How every gateway stands, by store and name.</summary>
    internal async Task<List<GatewayStanding>> StandingsAsync(DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(StandingSql, ("now", database.ToTime(now))).ListAsync(
            r => new GatewayStanding(
                r.GetString(1), r.GetString(0), GatewayStanding.StateOf(Time(r, 4), Time(r, 5), now), r.Text(2), Time(r, 3), Time(r, 4), Time(r, 5), Time(r, 6),
                r.Text(7) is { } mark ? new GatewayReturn(mark, r.GetString(8), Time(r, 9)!.Value, Time(r, 10)) : null),
            cancellationToken);
    }

    /// <summary>Serial numbers that were taken back and would still be good, with when.</summary>
    internal async Task<List<(string Serial, DateTime At)>> RevokedAsync(DateTime now, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            "SELECT serial, revoked_at FROM gateway_certificate WHERE revoked_at IS NOT NULL AND expires_at > @now ORDER BY serial", ("now", database.ToTime(now - TimeSpan.FromDays(1))))
            .ListAsync(r => (r.GetString(0), Time(r, 1)!.Value), cancellationToken);
    }

    /// <summary>Gateways some certificate of which was taken back since a moment, with when that was last.</summary>
    internal async Task<List<(string Store, string Gateway, int Shard, DateTime At)>> RevokedSinceAsync(DateTime since, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command(
            """
            SELECT g.store, g.gateway, g.shard, max(c.revoked_at) FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway
            WHERE c.revoked_at > @since GROUP BY g.store, g.gateway, g.shard
            """,
            ("since", database.ToTime(since))).ListAsync(r => (r.GetString(0), r.GetString(1), r.GetInt32(2), Time(r, 3)!.Value), cancellationToken);
    }

    /// <summary>A certificate by its serial number, or null.</summary>
    internal Task<GivenCertificate?> FindAsync(DbTransaction transaction, string serial, CancellationToken cancellationToken) =>
        FindAsync(transaction, "c.serial = @value", serial, cancellationToken);

    /// <summary>The certificate of a key, or null.</summary>
    internal Task<GivenCertificate?> OfKeyAsync(DbTransaction transaction, string mark, CancellationToken cancellationToken) =>
        FindAsync(transaction, "c.key_mark = @value", mark, cancellationToken);

    /// <summary>The newest certificate of a gateway, or null.</summary>
    internal Task<GivenCertificate?> NewestAsync(DbTransaction transaction, int gateway, CancellationToken cancellationToken) =>
        FindAsync(transaction, "c.gateway = @value", gateway, cancellationToken);

    private async Task<GivenCertificate?> FindAsync(DbTransaction transaction, string where, object value, CancellationToken cancellationToken)
    {
        var found = await transaction.Command(
            $"""
             SELECT c.serial, c.gateway, g.store, g.gateway, g.shard, c.pem, c.expires_at, c.revoked_at
             FROM gateway_certificate c JOIN gateway g ON g.id = c.gateway WHERE {where} ORDER BY c.issued_at DESC, c.serial DESC LIMIT 1
             """,
            ("value", value)).ListAsync(
            r => new GivenCertificate(r.GetString(0), new JoiningGateway(r.GetInt32(1), r.GetString(2), r.GetString(3), r.GetInt32(4)), r.GetString(5), Time(r, 6)!.Value, Time(r, 7)),
            cancellationToken);
        return found is [var certificate] ? certificate : null;
    }

    private DateTime? Time(DbDataReader reader, int column) => database.ReadTime(reader, column);
}

/// <summary>A gateway that joins or has joined.</summary>
/// <param name="Id">Its row.</param>
/// <param name="Store">Its store.</param>
/// <param name="Name">Its name.</param>
/// <param name="Shard">The shard its topics stand on.</param>
internal sealed record JoiningGateway(int Id, string Store, string Name, int Shard)
{
    /// <summary>What it is called in its certificate, and so by the broker: the beginning of all its topics, after the root.</summary>
    internal string Identity => IdentityOf(Shard, Store, Name);

    /// <inheritdoc cref="Identity"/>
    internal static string IdentityOf(int shard, string store, string name) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{shard}/{store}/{name}");
}

/// <summary>A certificate that was given to a gateway.</summary>
internal sealed record GivenCertificate(string Serial, JoiningGateway Gateway, string Pem, DateTime ExpiresAt, DateTime? RevokedAt);
