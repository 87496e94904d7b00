using System.Security.Cryptography;
using Cloud.Crm.Access.Oidc;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Tests.Shared;

namespace Cloud.Tests.Crm.Access;

/// <summary>ID tokens that are nearly right. OpenID Connect Core 1.0, 3.1.3.7.</summary>
public sealed class IdTokensTests : IDisposable
{
    private static readonly OidcOptions s_options = new("p", "P", "https://id.example", "us", null, [], null, [], null, null);

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ManualClock _clock = new();

    public void Dispose()
    {
        _key.Dispose();
        _other.Dispose();
    }

    [Theory]
    [InlineData("right", true)]
    [InlineData("issuer", false)]
    [InlineData("audience", false)]
    [InlineData("nonce", false)]
    [InlineData("no nonce", false)]
    [InlineData("expired", false)]
    [InlineData("no end", false)]
    [InlineData("not yet", false)]
    [InlineData("key", false)]
    [InlineData("unsigned", false)]
    [InlineData("shared secret", false)]
    [InlineData("two audiences", false)]
    [InlineData("other party", false)]
    [InlineData("nobody", false)]
    public async Task IdToken_WithOneThingWrong_IsRefused(string which, bool good)
    {
        var now = _clock.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object> { ["sub"] = "u-1", ["nonce"] = "n-1" };
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = "https://id.example", Audience = "us", Claims = claims, IssuedAt = now, NotBefore = now, Expires = now.AddMinutes(5),
            SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_key) { KeyId = "k" }, SecurityAlgorithms.EcdsaSha256),
        };
        switch (which)
        {
            case "issuer": descriptor.Issuer = "https://id.example/"; break;
            case "audience": descriptor.Audience = "them"; break;
            case "nonce": claims["nonce"] = "n-2"; break;
            case "no nonce": claims.Remove("nonce"); break;
            case "expired": (descriptor.NotBefore, descriptor.Expires) = (now.AddMinutes(-9), now.AddMinutes(-2)); break;
            case "no end": descriptor.Expires = null; break;
            case "not yet": (descriptor.NotBefore, descriptor.Expires) = (now.AddMinutes(2), now.AddMinutes(5)); break;
            case "key": descriptor.SigningCredentials = new SigningCredentials(new ECDsaSecurityKey(_other) { KeyId = "k" }, SecurityAlgorithms.EcdsaSha256); break;
            case "unsigned": descriptor.SigningCredentials = null; break;
            case "shared secret": descriptor.SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(new byte[32]) { KeyId = "k" }, SecurityAlgorithms.HmacSha256); break;
            case "two audiences": (descriptor.Audience, claims["aud"]) = (null, (string[])["us", "them"]); break;
            case "other party": claims["azp"] = "them"; break;
            case "nobody": claims.Remove("sub"); break;
            default: break;
        }

        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        var provider = new OpenIdConnectConfiguration { Issuer = "https://id.example" };
        provider.SigningKeys.Add(new ECDsaSecurityKey(_key) { KeyId = "k" });

        if (good)
        {
            Assert.Equal("u-1", (await IdTokens.CheckAsync(token, s_options, provider, "n-1", _clock)).Subject);
        }
        else
        {
            await Assert.ThrowsAsync<OidcException>(() => IdTokens.CheckAsync(token, s_options, provider, "n-1", _clock));
        }
    }
}
