using Cloud.Crm.Storage;

namespace Cloud.Crm.Access.Oidc;

/// <summary>Sign-ins that are at a provider's now: rows, so that the answer may come to any node, and each is good once.</summary>
internal sealed class OidcRequests(HeadquartersDatabase database, TimeProvider clock)
{
    /// <summary>How long somebody has for it.</summary>
    internal static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Begins one.</summary>
    internal async Task<OidcRequest> BeginAsync(string provider, CancellationToken cancellationToken)
    {
        var request = new OidcRequest(Secrets.Make(), Secrets.Make(), Secrets.Make());
        await database.WriteAsync(
            t => t.Command(
                "INSERT INTO oidc_request (state, provider, nonce, verifier, expires_at) VALUES (@state, @provider, @nonce, @verifier, @end)",
                ("state", Secrets.HashOf(request.State)), ("provider", provider), ("nonce", request.Nonce), ("verifier", request.Verifier), ("end", database.ToTime(Now + Life)))
                .RunAsync(cancellationToken),
            cancellationToken);
        return request;
    }

    /// <summary>Takes one back, once; null where there is none, or none any more.</summary>
    internal async Task<OidcRequest?> TakeAsync(string provider, string state, CancellationToken cancellationToken) =>
        (await database.WriteAsync(
            t => t.Command(
                "DELETE FROM oidc_request WHERE state = @state AND provider = @provider AND expires_at > @now RETURNING nonce, verifier",
                ("state", Secrets.HashOf(state)), ("provider", provider), ("now", database.ToTime(Now)))
                .ListAsync(r => new OidcRequest(state, r.GetString(0), r.GetString(1)), cancellationToken),
            cancellationToken)).SingleOrDefault();
}

/// <summary>What ties an answer to its question.</summary>
/// <param name="State">Held by the browser and given back by the provider.</param>
/// <param name="Nonce">Given back inside the signed ID token.</param>
/// <param name="Verifier">PKCE: only who has it may exchange the code.</param>
internal sealed record OidcRequest(string State, string Nonce, string Verifier);
