using System.Data.Common;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Access;

/// <summary>Who accounts are at OpenID providers: issuer and subject, which a provider never gives to anybody else.</summary>
internal sealed class AccountLinks(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    /// <summary>The account of somebody at a provider, or null.</summary>
    internal static async Task<string?> FindAsync(DbConnection connection, string issuer, string subject, CancellationToken cancellationToken) =>
        (await connection.Command("SELECT account FROM account_link WHERE issuer = @issuer AND subject = @subject", ("issuer", issuer), ("subject", subject))
            .ListAsync(r => r.GetString(0), cancellationToken)).SingleOrDefault();

    /// <summary>Links an account.</summary>
    /// <returns>False where that somebody is another account's already.</returns>
    internal async Task<bool> AddAsync(DbTransaction transaction, Account account, string provider, string issuer, string subject, CancellationToken cancellationToken)
    {
        if (await transaction.Command(
            """
            INSERT INTO account_link (issuer, subject, account, provider, linked_at) VALUES (@issuer, @subject, @account, @provider, @now)
            ON CONFLICT (issuer, subject) DO NOTHING
            """,
            ("issuer", issuer), ("subject", subject), ("account", account.Id), ("provider", provider), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime)))
            .RunAsync(cancellationToken) == 0)
        {
            return false;
        }

        await audit.AddAsync(transaction, account.AsCaller(null), "account.linked", "account", account.Id, null, AuditDetail.Of(("issuer", issuer)), cancellationToken);
        return true;
    }

    /// <summary>The links of each account.</summary>
    internal static async Task<ILookup<string, AccountLinkView>> OfAsync(DbConnection connection, IReadOnlyList<string> accounts, CancellationToken cancellationToken)
    {
        var rows = accounts.Count == 0
            ? []
            : await connection.Command(
                $"SELECT account, provider, issuer FROM account_link WHERE account IN ({string.Join(", ", accounts.Select((_, i) => $"@a{i}"))}) ORDER BY account, issuer",
                [.. accounts.Select((a, i) => ($"a{i}", (object?)a))]).ListAsync(r => (r.GetString(0), new AccountLinkView(r.GetString(1), r.GetString(2))), cancellationToken);
        return rows.ToLookup(r => r.Item1, r => r.Item2, StringComparer.Ordinal);
    }
}
