using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>The rows of accounts; each write in the caller's transaction, with its audit entry.</summary>
internal sealed class AccountTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>How long a one-time code is good.</summary>
    internal static readonly TimeSpan CodeLife = TimeSpan.FromHours(72);

    private const string Columns = "a.id, a.login, a.name, a.email, a.role, a.password_hash, a.active, a.version, a.created_at, a.last_seen_at";

    private object Now => database.ToTime(clock.GetUtcNow().UtcDateTime);

    /// <summary>Whether there is any account.</summary>
    internal static async Task<bool> AnyAsync(DbConnection connection, CancellationToken cancellationToken) =>
        (await connection.Command("SELECT 1 FROM account LIMIT 1").ListAsync(r => 1, cancellationToken)).Count > 0;

    /// <summary>The account of a login.</summary>
    internal async Task<Account?> OfLoginAsync(DbConnection connection, string login, CancellationToken cancellationToken) =>
        (await connection.Command($"SELECT {Columns} FROM account a WHERE a.login_key = @key", ("key", AccountRules.KeyOf(login))).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>The account of an e-mail address.</summary>
    internal async Task<Account?> OfEmailAsync(DbConnection connection, string email, CancellationToken cancellationToken) =>
        (await connection.Command($"SELECT {Columns} FROM account a WHERE a.email_key = @key", ("key", AccountRules.KeyOf(email))).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>The account of an id.</summary>
    internal async Task<Account?> FindAsync(DbConnection connection, string id, CancellationToken cancellationToken) =>
        (await connection.Command($"SELECT {Columns} FROM account a WHERE a.id = @id", ("id", id)).ListAsync(Read, cancellationToken)).SingleOrDefault();

    /// <summary>Accounts by login.</summary>
    /// <param name="search">What login, name or address hold; null for all.</param>
    /// <param name="after">The last login key of the page before, or null.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<(List<Account> Accounts, string? Next)> ListAsync(string? search, string? after, int limit, CancellationToken cancellationToken)
    {
        var where = new List<string> { "a.login_key > @after" };
        var parameters = new List<(string, object?)> { ("after", after ?? ""), ("limit", limit + 1) };
        if (search is not null)
        {
            where.Add(@"(a.login_key LIKE @part ESCAPE '\' OR lower(a.name) LIKE @part ESCAPE '\' OR a.email_key LIKE @part ESCAPE '\')");
            parameters.Add(("part", $"%{AccountRules.KeyOf(search).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal)}%"));
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"SELECT {Columns} FROM account a WHERE {string.Join(" AND ", where)} ORDER BY a.login_key LIMIT @limit", [.. parameters]).ListAsync(Read, cancellationToken);
        return ([.. rows.Take(limit)], rows.Count > limit ? AccountRules.KeyOf(rows[limit - 1].Login) : null);
    }

    /// <summary>Adds an account.</summary>
    /// <returns>It, or null where login or address are another's.</returns>
    internal async Task<Account?> AddAsync(
        DbTransaction transaction, Caller? caller, string login, string name, string? email, Role role, string? passwordHash, AccessScope scope, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = new Account(Guid.CreateVersion7(now).ToString(), login, name.Trim(), string.IsNullOrEmpty(email) ? null : email, role, passwordHash, true, 1, now.UtcDateTime, null);
        var added = await transaction.Command(
            """
            INSERT INTO account (id, login, login_key, name, email, email_key, role, password_hash, created_at)
            VALUES (@id, @login, @login_key, @name, @email, @email_key, @role, @hash, @now) ON CONFLICT DO NOTHING
            """,
            ("id", account.Id), ("login", login), ("login_key", AccountRules.KeyOf(login)), ("name", account.Name), ("email", account.Email),
            ("email_key", account.Email is { } address ? AccountRules.KeyOf(address) : null), ("role", role.Word()), ("hash", passwordHash), ("now", Now)).RunAsync(cancellationToken);
        if (added == 0)
        {
            return null;
        }

        await scope.SetAsync(transaction, account.Id, cancellationToken);
        await audit.AddAsync(
            transaction, caller ?? account.AsCaller(null), "account.created", "account", account.Id, null, AuditDetail.Of(("login", login), ("role", role.Word())), cancellationToken);
        return account;
    }

    /// <summary>Changes an account; what is null stays. Sessions end where it is made inactive.</summary>
    internal async Task<AccountChanged> ChangeAsync(DbTransaction transaction, Caller caller, string id, long? wanted, AccountPatch change, CancellationToken cancellationToken)
    {
        // Every active admin's row is locked first, so that two admins cannot take the role from each other at once.
        await transaction.Command("UPDATE account SET version = version WHERE id IN (SELECT id FROM account WHERE role = 'admin' AND active ORDER BY id)").RunAsync(cancellationToken);
        if (await FindAsync(transaction.Connection!, id, cancellationToken) is not { } now)
        {
            return new AccountChanged(null, false, null);
        }

        var role = change.Role ?? now.Role;
        var active = change.Active ?? now.Active;
        if (now is { Role: Role.Admin, Active: true } && (role != Role.Admin || !active)
            && (await transaction.Command("SELECT 1 FROM account WHERE role = 'admin' AND active AND id <> @id LIMIT 1", ("id", id)).ListAsync(r => 1, cancellationToken)).Count == 0)
        {
            return new AccountChanged(now, false, "this is the last active admin; make another one first");
        }

        var email = change.Email is null ? now.Email : change.Email.Length == 0 ? null : change.Email;
        if (email is not null && await OfEmailAsync(transaction.Connection!, email, cancellationToken) is { } other && other.Id != id)
        {
            return new AccountChanged(now, false, "another account has this e-mail address");
        }

        var scopes = await AccessScope.OfAsync(transaction.Connection!, [id], cancellationToken);
        var had = scopes.GetValueOrDefault(id) ?? AccessScope.None;
        var scope = role == Role.Admin ? new AccessScope(change.Regions ?? [], change.Stores ?? []) : new AccessScope(change.Regions ?? had.Regions, change.Stores ?? had.Stores);
        if (await scope.MistakeAsync(transaction, role, cancellationToken) is { } mistake)
        {
            return new AccountChanged(now, false, mistake);
        }

        var changed = await transaction.Command(
            """
            UPDATE account SET name = @name, email = @email, email_key = @email_key, role = @role, active = @active, version = version + 1
            WHERE id = @id AND version = @wanted
            """,
            ("name", change.Name?.Trim() ?? now.Name), ("email", email), ("email_key", email is null ? null : AccountRules.KeyOf(email)), ("role", role.Word()), ("active", active),
            ("id", id), ("wanted", wanted ?? now.Version)).RunAsync(cancellationToken);
        if (changed == 0)
        {
            return new AccountChanged(now, true, null);
        }

        await scope.SetAsync(transaction, id, cancellationToken);
        if (!active)
        {
            await SessionTable.EndAllAsync(transaction, id, cancellationToken);
        }

        await audit.AddAsync(
            transaction, caller, now.Active && !active ? "account.deactivated" : "account.changed", "account", id, null,
            AuditDetail.Of(("role", role.Word()), ("regions", string.Join(' ', scope.Regions)), ("stores", string.Join(' ', scope.Stores)), ("active", active ? "true" : "false")), cancellationToken);
        return new AccountChanged(await FindAsync(transaction.Connection!, id, cancellationToken), false, null);
    }

    /// <summary>Gives a password. Every session ends, and one-time codes are worth nothing any more.</summary>
    internal async Task SetPasswordAsync(DbTransaction transaction, Caller caller, string id, string hash, CancellationToken cancellationToken)
    {
        await transaction.Command(
            "UPDATE account SET password_hash = @hash, reset_hash = NULL, reset_expires_at = NULL, version = version + 1 WHERE id = @id", ("hash", hash), ("id", id)).RunAsync(cancellationToken);
        await SessionTable.EndAllAsync(transaction, id, cancellationToken);
        await audit.AddAsync(transaction, caller, "account.password-set", "account", id, null, null, cancellationToken);
    }

    /// <summary>Makes a one-time code with which a password can be chosen. The old password is good until then.</summary>
    /// <returns>The code and its end, or null where there is no such account.</returns>
    internal async Task<(string Code, DateTime ExpiresAt)?> MakeCodeAsync(DbTransaction transaction, Caller caller, string id, CancellationToken cancellationToken)
    {
        var code = Secrets.MakeCode();
        var end = clock.GetUtcNow().UtcDateTime + CodeLife;
        if (await transaction.Command(
            "UPDATE account SET reset_hash = @hash, reset_expires_at = @end WHERE id = @id AND active", ("hash", Secrets.HashOfCode(code)), ("end", database.ToTime(end)), ("id", id))
            .RunAsync(cancellationToken) == 0)
        {
            return null;
        }

        await audit.AddAsync(transaction, caller, "account.reset", "account", id, null, null, cancellationToken);
        return (code, end);
    }

    /// <summary>Uses a one-time code up.</summary>
    /// <returns>False where it is not the account's, or no longer.</returns>
    internal async Task<bool> UseCodeAsync(DbTransaction transaction, string id, string code, CancellationToken cancellationToken) =>
        await transaction.Command(
            "UPDATE account SET reset_hash = NULL, reset_expires_at = NULL WHERE id = @id AND active AND reset_hash = @hash AND reset_expires_at > @now",
            ("id", id), ("hash", Secrets.HashOfCode(code)), ("now", Now)).RunAsync(cancellationToken) > 0;

    private Account Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.Text(3), RolePermissions.Read(r.GetString(4))!.Value, r.Text(5), r.GetBoolean(6), r.GetInt64(7),
        database.ReadTime(r, 8)!.Value, database.ReadTime(r, 9));
}

/// <summary>What came of a change.</summary>
/// <param name="Account">The account as it is now; null where there is none.</param>
/// <param name="Outdated">Somebody else changed it before.</param>
/// <param name="Conflict">Why it may not be.</param>
internal sealed record AccountChanged(Account? Account, bool Outdated, string? Conflict);
