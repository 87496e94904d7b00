using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Who is signed in. A session is a row: it outlives a restart, every node knows it, and it ends at once where the row goes.</summary>
internal sealed class SessionTable(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>How long a session lives at most.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>How long it lives unused.</summary>
    internal static readonly TimeSpan Idle = TimeSpan.FromHours(12);

    /// <summary>How often its use, and a token's, is written down.</summary>
    internal static readonly TimeSpan TouchEvery = TimeSpan.FromMinutes(5);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins a session.</summary>
    /// <returns>What the cookie holds.</returns>
    internal async Task<string> BeginAsync(DbTransaction transaction, string account, CancellationToken cancellationToken)
    {
        var secret = Secrets.Make();
        await transaction.Command("DELETE FROM session WHERE expires_at <= @now", ("now", database.ToTime(Now))).RunAsync(cancellationToken);
        await transaction.Command(
            "INSERT INTO session (hash, account, created_at, seen_at, expires_at) VALUES (@hash, @account, @now, @now, @end)",
            ("hash", Secrets.HashOf(secret)), ("account", account), ("now", database.ToTime(Now)), ("end", database.ToTime(Now + Longest))).RunAsync(cancellationToken);
        await transaction.Command("UPDATE account SET last_seen_at = @now WHERE id = @id", ("now", database.ToTime(Now)), ("id", account)).RunAsync(cancellationToken);
        return secret;
    }

    /// <summary>Ends one session.</summary>
    internal Task EndAsync(string secret, CancellationToken cancellationToken) => database.WriteAsync(
        t => t.Command("DELETE FROM session WHERE hash = @hash", ("hash", Secrets.HashOf(secret))).RunAsync(cancellationToken), cancellationToken);

    /// <summary>Ends every session of an account, in the transaction of the reason.</summary>
    internal static Task EndAllAsync(DbTransaction transaction, string account, CancellationToken cancellationToken) =>
        transaction.Command("DELETE FROM session WHERE account = @account", ("account", account)).RunAsync(cancellationToken);

    /// <summary>Whose session it is, or null where there is none any more.</summary>
    internal async Task<Caller?> CallerOfAsync(string secret, CancellationToken cancellationToken)
    {
        var hash = Secrets.HashOf(secret);
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            """
            SELECT a.id, a.name, a.role, s.seen_at FROM session s JOIN account a ON a.id = s.account
            WHERE s.hash = @hash AND s.expires_at > @now AND s.seen_at > @idle AND a.active
            """,
            ("hash", hash), ("now", database.ToTime(Now)), ("idle", database.ToTime(Now - Idle)))
            .ListAsync(r => (Id: r.GetString(0), Name: r.GetString(1), Role: r.GetString(2), SeenAt: database.ReadTime(r, 3)!.Value), cancellationToken);
        if (found is not [var session] || RolePermissions.Read(session.Role) is not { } role)
        {
            return null;
        }

        if (session.SeenAt < Now - TouchEvery)
        {
            await TouchAsync(hash, session.Id, cancellationToken);
        }

        return new Caller(session.Id, session.Name, role, await AccessScope.StoresOfAsync(connection, session.Id, role, cancellationToken));
    }

    private Task<int> TouchAsync(string hash, string account, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            await transaction.Command("UPDATE session SET seen_at = @now WHERE hash = @hash", ("hash", hash), ("now", database.ToTime(Now))).RunAsync(cancellationToken);
            return await transaction.Command("UPDATE account SET last_seen_at = @now WHERE id = @id", ("id", account), ("now", database.ToTime(Now))).RunAsync(cancellationToken);
        },
        cancellationToken);
}
