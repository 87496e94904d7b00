using Cloud.Crm.Storage;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Cloud.Crm.Access.Oidc;

/// <summary>
/// Finds the account of somebody who proved himself at a provider: the one that is linked; else the one that was made for the verified e-mail
/// address, which is linked now; else, where the provider's claims are given roles, a new one. Nobody gets an account otherwise.
/// </summary>
internal sealed class OidcSignIn(HeadquartersDatabase database, AccountTable accounts, AccountLinks links)
{
    /// <summary>The account, or null where there is none.</summary>
    internal Task<Account?> FindAsync(OidcOptions options, JsonWebToken who, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            var connection = transaction.Connection!;
            var role = RoleOf(options, who);
            var scope = new AccessScope(Texts(who, options.RegionsClaim), role == Role.Admin ? [] : Texts(who, options.StoresClaim));
            if (await AccountLinks.FindAsync(connection, options.Issuer, who.Subject, cancellationToken) is { } linked)
            {
                return await UpdateAsync(linked);
            }

            var email = who.TryGetValue<bool>("email_verified", out var verified) && verified && who.TryGetValue<string>("email", out var address) ? address : null;
            if (email is not null && await accounts.OfEmailAsync(connection, email, cancellationToken) is { } invited)
            {
                // Somebody of that provider is it already: an address that was given to another person opens nothing.
                var other = (await AccountLinks.OfAsync(connection, [invited.Id], cancellationToken))[invited.Id].Any(l => l.Issuer == options.Issuer);
                return !other && invited.Active && await links.AddAsync(transaction, invited, options.Name, options.Issuer, who.Subject, cancellationToken) ? await UpdateAsync(invited.Id) : null;
            }

            if (role is null || await scope.MistakeAsync(transaction, role.Value, cancellationToken) is not null)
            {
                return null;
            }

            var made = await accounts.AddAsync(
                transaction, null, $"{options.Name}-{Secrets.HashOf(who.Subject)[..16]}", NameOf(who, email), email, role.Value, null, scope, cancellationToken);
            return made is not null && await links.AddAsync(transaction, made, options.Name, options.Issuer, who.Subject, cancellationToken) ? made : null;

            // Where the provider says what somebody is, it says so each time.
            async Task<Account?> UpdateAsync(string id)
            {
                if (await accounts.FindAsync(connection, id, cancellationToken) is not { Active: true } account)
                {
                    return null;
                }

                if (options.RoleClaim is null)
                {
                    return account;
                }

                if (role is not { } now)
                {
                    return null;
                }

                var had = (await AccessScope.OfAsync(connection, [id], cancellationToken)).GetValueOrDefault(id) ?? AccessScope.None;
                var wanted = new AccessScope(options.RegionsClaim is null ? had.Regions : scope.Regions, options.StoresClaim is null ? had.Stores : scope.Stores);
                if (account.Role == now && wanted.Regions.Order().SequenceEqual(had.Regions.Order()) && wanted.Stores.Order().SequenceEqual(had.Stores.Order()))
                {
                    return account;
                }

                var changed = await accounts.ChangeAsync(
                    transaction, Caller.Headquarters, id, null, new AccountPatch(null, null, now, now == Role.Admin ? [] : [.. wanted.Regions], now == Role.Admin ? [] : [.. wanted.Stores], null), cancellationToken);
                return changed.Conflict is null ? changed.Account : null;
            }
        },
        cancellationToken);

    private static Role? RoleOf(OidcOptions options, JsonWebToken who)
    {
        var said = Texts(who, options.RoleClaim);
        foreach (var (value, role) in options.Roles)
        {
            if (said.Contains(value))
            {
                return role;
            }
        }

        return null;
    }

    /// <summary>A claim's texts, whether it is one or an array.</summary>
    private static IReadOnlyList<string> Texts(JsonWebToken who, string? claim) =>
        claim is null ? [] : [.. who.Claims.Where(c => c.Type == claim).Select(c => c.Value).Distinct(StringComparer.Ordinal)];

    private static string NameOf(JsonWebToken who, string? email)
    {
        var name = who.TryGetValue<string>("name", out var said) ? said : email ?? who.Subject;
        return AccountRules.NameMistake(name) is null ? name : "without a name";
    }
}
