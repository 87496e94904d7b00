using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Cloud.Crm.Access.Oidc;

/// <summary>Checks ID tokens: OpenID Connect Core 1.0, section 3.1.3.7.</summary>
internal static class IdTokens
{
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(1);

    // Signatures of keys that the provider publishes; no secrets shared with it, and never none.
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The token's claims.</summary>
    /// <exception cref="OidcException">Something is wrong with it.</exception>
    internal static async Task<JsonWebToken> CheckAsync(string token, OidcOptions options, OpenIdConnectConfiguration provider, string nonce, TimeProvider clock)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var result = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = options.Issuer,
            ValidAudience = options.ClientId,
            IssuerSigningKeys = provider.SigningKeys,
            ValidAlgorithms = s_algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, _) => until is { } end && now < end + s_skew && (from is not { } begin || now >= begin - s_skew),
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken read)
        {
            throw new OidcException($"the ID token is not valid: {result.Exception?.GetType().Name}", result.Exception is SecurityTokenSignatureKeyNotFoundException);
        }

        if (read.TryGetValue<string>("azp", out var party) ? party != options.ClientId : read.Audiences.Skip(1).Any())
        {
            throw new OidcException("the ID token is for somebody else");
        }

        if (!read.TryGetValue<string>("nonce", out var said) || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(nonce)))
        {
            throw new OidcException("the ID token is of another sign-in");
        }

        return string.IsNullOrEmpty(read.Subject) ? throw new OidcException("the ID token names nobody") : read;
    }
}

/// <summary>Signing in at a provider went wrong; the message is for the log.</summary>
internal sealed class OidcException(string message, bool unknownKey = false) : Exception(message)
{
    /// <summary>The key may be newer than what we have read of the provider.</summary>
    internal bool UnknownKey { get; } = unknownKey;
}
