using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>
/// Locks a login after wrong passwords, whether there is such an account or not. An attempt is counted before it is looked at, so that many at
/// once, on many nodes, are no more attempts than one after the other.
/// </summary>
internal sealed class SignInGuard(HeadquartersDatabase database, TimeProvider clock, ILogger<SignInGuard> logger)
{
    /// <summary>Wrong attempts in a row after which a login is locked.</summary>
    internal const int Most = 5;

    /// <summary>For how long; and after how long without an attempt earlier ones are forgotten.</summary>
    internal static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    private const string CountSql =
        """
        INSERT INTO sign_in_guard (login_key, failed, tried_at) VALUES (@key, 1, @now)
        ON CONFLICT (login_key) DO UPDATE SET
            failed = CASE WHEN sign_in_guard.tried_at <= @forget OR sign_in_guard.locked_until IS NOT NULL THEN 1 ELSE sign_in_guard.failed + 1 END,
            locked_until = CASE WHEN sign_in_guard.tried_at > @forget AND sign_in_guard.locked_until IS NULL AND sign_in_guard.failed + 1 >= @most THEN @until ELSE NULL END,
            tried_at = @now
        WHERE sign_in_guard.locked_until IS NULL OR sign_in_guard.locked_until <= @now
        RETURNING failed
        """;

    /// <summary>Counts an attempt.</summary>
    /// <returns>False where the login is locked.</returns>
    internal async Task<bool> TakeAsync(string login, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var failed = await database.WriteAsync(
            async transaction =>
            {
                // Forgets what is long past, so that tried logins do not pile up.
                await transaction.Command("DELETE FROM sign_in_guard WHERE tried_at < @old", ("old", database.ToTime(now - (4 * Lock)))).RunAsync(cancellationToken);
                return await transaction.Command(
                    CountSql, ("key", Key(login)), ("now", database.ToTime(now)), ("forget", database.ToTime(now - Lock)), ("until", database.ToTime(now + Lock)), ("most", Most))
                    .ListAsync(r => r.GetInt32(0), cancellationToken);
            },
            cancellationToken);
        if (failed is [>= Most])
        {
            logger.LoginLocked(Most, Lock.TotalMinutes);
        }

        return failed.Count > 0;
    }

    /// <summary>The attempt was right: nothing is held against the login any more.</summary>
    internal Task ForgiveAsync(string login, CancellationToken cancellationToken) => database.WriteAsync(
        t => t.Command("DELETE FROM sign_in_guard WHERE login_key = @key", ("key", Key(login))).RunAsync(cancellationToken), cancellationToken);

    // Hashed: people type passwords into the wrong field.
    private static string Key(string login) => Secrets.HashOf(AccountRules.KeyOf(login));
}
