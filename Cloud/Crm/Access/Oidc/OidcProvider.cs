using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Cloud.Crm.Access.Oidc;

/// <summary>The providers of the configuration.</summary>
internal sealed record OidcProviders(IReadOnlyList<OidcProvider> All)
{
    /// <summary>The one of a name, or null.</summary>
    internal OidcProvider? Find(string name) => All.FirstOrDefault(p => p.Options.Name == name);
}

/// <summary>One provider: authorization code with PKCE, and nothing else.</summary>
internal sealed class OidcProvider : IDisposable
{
    private const int MaxAnswer = 256 * 1024;

    private readonly TimeProvider _clock;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = TimeSpan.FromSeconds(10), MaxResponseContentBufferSize = MaxAnswer,
    };

    private readonly ConfigurationManager<OpenIdConnectConfiguration> _configuration;

    internal OidcProvider(OidcOptions options, TimeProvider clock)
    {
        (Options, _clock) = (options, clock);
        _configuration = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{options.Issuer.TrimEnd('/')}/.well-known/openid-configuration", new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = !new Uri(options.Issuer).IsLoopback });
    }

    internal OidcOptions Options { get; }

    /// <summary>Where the browser goes.</summary>
    /// <exception cref="OidcException">The provider does not answer.</exception>
    internal async Task<string> AuthorizationUrlAsync(OidcRequest request, string redirect, CancellationToken cancellationToken)
    {
        var provider = await ConfigurationAsync(cancellationToken);
        return QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = Options.ClientId,
            ["redirect_uri"] = redirect,
            ["scope"] = string.Join(' ', Options.Scopes.Prepend("openid").Distinct()),
            ["state"] = request.State,
            ["nonce"] = request.Nonce,
            ["code_challenge"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(request.Verifier))),
            ["code_challenge_method"] = "S256",
        });
    }

    /// <summary>Exchanges the code for who it is.</summary>
    /// <exception cref="OidcException">The provider refuses, or what it says is not right.</exception>
    internal async Task<JsonWebToken> RedeemAsync(OidcRequest request, string code, string redirect, CancellationToken cancellationToken)
    {
        var token = await ExchangeAsync(request, code, redirect, cancellationToken);
        try
        {
            return await IdTokens.CheckAsync(token, Options, await ConfigurationAsync(cancellationToken), request.Nonce, _clock);
        }
        catch (OidcException exception) when (exception.UnknownKey)
        {
            _configuration.RequestRefresh();
            return await IdTokens.CheckAsync(token, Options, await ConfigurationAsync(cancellationToken), request.Nonce, _clock);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<OpenIdConnectConfiguration> ConfigurationAsync(CancellationToken cancellationToken)
    {
        try
        {
            var provider = await _configuration.GetConfigurationAsync(cancellationToken);
            return provider.Issuer == Options.Issuer ? provider : throw new OidcException($"the provider says that it is '{provider.Issuer}'; configured is '{Options.Issuer}'");
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or HttpRequestException)
        {
            throw new OidcException($"the provider's configuration cannot be read: {(exception.InnerException ?? exception).Message}");
        }
    }

    private async Task<string> ExchangeAsync(OidcRequest request, string code, string redirect, CancellationToken cancellationToken)
    {
        var provider = await ConfigurationAsync(cancellationToken);
        var form = new Dictionary<string, string> { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect, ["code_verifier"] = request.Verifier };
        using var exchange = new HttpRequestMessage(HttpMethod.Post, provider.TokenEndpoint);
        if (Options.ClientSecretFile is { } file)
        {
            var secret = (await File.ReadAllTextAsync(file, cancellationToken)).TrimEnd('\r', '\n');
            exchange.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(Options.ClientId)}:{Uri.EscapeDataString(secret)}")));
        }
        else
        {
            form["client_id"] = Options.ClientId;
        }

        exchange.Content = new FormUrlEncodedContent(form);
        try
        {
            using var response = await _http.SendAsync(exchange, cancellationToken);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode && answer.RootElement.TryGetProperty("id_token", out var token) && token.GetString() is { } text
                ? text
                : throw new OidcException($"the provider answered {(int)response.StatusCode} to the code: {(answer.RootElement.TryGetProperty("error", out var error) ? error.ToString() : "no id_token")}");
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or InvalidOperationException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new OidcException($"the provider does not answer as it should: {exception.Message}");
        }
    }
}
