namespace Cloud.Crm.Access.Oidc;

/// <summary>An OpenID provider at which people sign in.</summary>
/// <param name="Name">Its name in addresses.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Issuer">Its issuer, https, or http on loopback.</param>
/// <param name="ClientId">Who we are there.</param>
/// <param name="ClientSecretFile">The file with our secret there, or null for a public client.</param>
/// <param name="Scopes">What is asked for beside openid.</param>
/// <param name="RoleClaim">The claim that names roles there, or null: roles are given here.</param>
/// <param name="Roles">What a value of that claim is here; of several the first in this order.</param>
/// <param name="StoresClaim">The claim that names stores, or null.</param>
/// <param name="RegionsClaim">The claim that names regions, or null.</param>
internal sealed record OidcOptions(
    string Name, string Title, string Issuer, string ClientId, string? ClientSecretFile, IReadOnlyList<string> Scopes,
    string? RoleClaim, IReadOnlyList<(string Value, Role Role)> Roles, string? StoresClaim, string? RegionsClaim);
