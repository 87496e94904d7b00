using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Programs' keys.</summary>
internal sealed class TokenTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>What a token begins with, so that one that was left lying about is recognised.</summary>
    internal const string Prefix = "hqt_";

    private const string Columns = "t.id, t.name, t.role, t.created_by, t.created_at, t.expires_at, t.last_used_at";

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Makes a token.</summary>
    /// <param name="caller">Who makes it.</param>
    /// <param name="name">What people know it by.</param>
    /// <param name="role">What it may.</param>
    /// <param name="scope">Where.</param>
    /// <param name="days">After how many days it is worth nothing; null for never.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token with its secret, or what is wrong.</returns>
    internal Task<(TokenView? Token, string? Mistake)> AddAsync(Caller caller, string name, Role role, AccessScope scope, int? days, CancellationToken cancellationToken) =>
        database.WriteAsync<(TokenView?, string?)>(
            async transaction =>
            {
                if (await scope.MistakeAsync(transaction, role, cancellationToken) is { } mistake)
                {
                    return (null, mistake);
                }

                var secret = Prefix + Secrets.Make();
                var now = Now;
                var token = new TokenView(
                    Guid.CreateVersion7(clock.GetUtcNow()).ToString(), name, role, scope.Regions, scope.Stores, caller.Id, now, days is { } count ? now.AddDays(count) : null, null, secret);
                await transaction.Command(
                    """
                    INSERT INTO access_token (id, hash, name, role, created_by, created_at, expires_at)
                    VALUES (@id, @hash, @name, @role, @by, @now, @end)
                    """,
                    ("id", token.Id), ("hash", Secrets.HashOf(secret)), ("name", name), ("role", role.Word()), ("by", caller.Id), ("now", database.ToTime(now)),
                    ("end", token.ExpiresAt is { } end ? database.ToTime(end) : null)).RunAsync(cancellationToken);
                await scope.SetAsync(transaction, token.Id, cancellationToken);
                await audit.AddAsync(transaction, caller, "token.created", "token", token.Id, null, AuditDetail.Of(("name", name), ("role", role.Word())), cancellationToken);
                return (token, null);
            },
            cancellationToken);

    /// <summary>Takes a token back.</summary>
    /// <returns>False where there is none, or none any more.</returns>
    internal Task<bool> RevokeAsync(Caller caller, string id, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command("UPDATE access_token SET revoked_at = @now WHERE id = @id AND revoked_at IS NULL", ("id", id), ("now", database.ToTime(Now)))
                .RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "token.revoked", "token", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>The tokens that were not taken back, newest first.</summary>
    /// <param name="after">The last id of the page before, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TokenPage> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT {Columns} FROM access_token t WHERE t.revoked_at IS NULL {(after is null ? "" : "AND t.id < @after")} ORDER BY t.id DESC LIMIT @limit",
            after is null ? [("limit", limit + 1)] : [("limit", limit + 1), ("after", after)]).ListAsync(Read, cancellationToken);
        var page = rows.Take(limit).ToList();
        var scopes = await AccessScope.OfAsync(connection, [.. page.Select(t => t.Id)], cancellationToken);
        return new TokenPage(
            [.. page.Select(t => scopes.TryGetValue(t.Id, out var scope) ? t with { Regions = scope.Regions, Stores = scope.Stores } : t)],
            rows.Count > limit ? page[^1].Id : null);
    }

    /// <summary>Whose token it is, or null where it is worth nothing.</summary>
    internal async Task<Caller?> CallerOfAsync(string secret, CancellationToken cancellationToken)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT {Columns} FROM access_token t WHERE t.hash = @hash AND t.revoked_at IS NULL", ("hash", Secrets.HashOf(secret))).ListAsync(Read, cancellationToken);
        if (found is not [var token] || token.ExpiresAt <= Now)
        {
            return null;
        }

        if (token.LastUsedAt is null || token.LastUsedAt < Now - SessionTable.TouchEvery)
        {
            await database.WriteAsync(
                t => t.Command("UPDATE access_token SET last_used_at = @now WHERE id = @id", ("id", token.Id), ("now", database.ToTime(Now))).RunAsync(cancellationToken), cancellationToken);
        }

        return new Caller(token.Id, token.Name, token.Role, await AccessScope.StoresOfAsync(connection, token.Id, token.Role, cancellationToken));
    }

    private TokenView Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), RolePermissions.Read(r.GetString(2))!.Value, [], [], r.GetString(3), database.ReadTime(r, 4)!.Value, database.ReadTime(r, 5), database.ReadTime(r, 6), null);
}
