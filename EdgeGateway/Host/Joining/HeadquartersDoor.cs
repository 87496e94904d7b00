using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts.Joining;

namespace EdgeGateway.Host.Joining;

/// <summary>Headquarters over HTTPS, known by its authority or by one that this machine trusts anyway.</summary>
/// <param name="address">https, or http on loopback.</param>
/// <param name="authority">The authority of headquarters.</param>
internal sealed class HeadquartersDoor(Uri address, X509Certificate2 authority) : IDisposable
{
    private const int LongestAnswer = 64 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = ClientOf(address, (certificate, errors) => IsTrusted(certificate, errors, authority));

    /// <summary>Reads an address.</summary>
    /// <returns>Null, with what is wrong, where it is none.</returns>
    public static Uri? ReadAddress(string? text, out string? mistake)
    {
        mistake = null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0
            && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)))
        {
            return uri;
        }

        mistake = $"\"{text}\" is no address of headquarters; expected https://NAME or https://NAME:PORT";
        return null;
    }

    /// <summary>Asks who answers at an address for its authority, and takes it only if the code names it. Whoever stands between can answer nothing else.</summary>
    /// <exception cref="JoinException">Nobody answers, or somebody else does.</exception>
    public static async Task<X509Certificate2> FindAuthorityAsync(Uri address, JoinCode code, CancellationToken cancellationToken)
    {
        // Nothing is sent and nothing believed here: what comes is held to the fingerprint in the code.
        using var client = ClientOf(address, (_, _) => true);
        var (status, body) = await SendAsync(client, new HttpRequestMessage(HttpMethod.Get, new Uri("/api/join/authority", UriKind.Relative)), cancellationToken);
        if (status != 200)
        {
            throw new JoinException($"{address} says {status} to the question for its authority; is it headquarters, and does it let gateways join?");
        }

        try
        {
            var found = X509Certificate2.CreateFromPem(System.Text.Encoding.UTF8.GetString(body));
            return JoinCode.FingerprintOf(found.RawData) == code.Fingerprint
                ? found : throw new JoinException($"who answers at {address} is not the headquarters that made the code; nothing was sent. Check the address, and the network between");
        }
        catch (CryptographicException e)
        {
            throw new JoinException($"{address} answers with no certificate where its authority is asked for; is it headquarters?", e);
        }
    }

    /// <summary>Sends a document and reads the answer's body.</summary>
    /// <exception cref="JoinException">No answer came.</exception>
    public Task<(int Status, byte[] Body)> PostAsync<T>(string path, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative)) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(document, type)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return SendAsync(_client, request, cancellationToken);
    }

    /// <summary>Asks for a file from a byte on; redirects are not followed. The body is read from the network as it is asked for.</summary>
    /// <param name="path">Where at headquarters.</param>
    /// <param name="authorization">Who asks (<see cref="GatewayProof"/>).</param>
    /// <param name="from">The first byte that is wanted.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JoinException">No answer came.</exception>
    public async Task<HttpResponseMessage> GetAsync(string path, string authorization, long from, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Range = new RangeHeaderValue(from, null);
        return await AskAsync(_client, request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<(int Status, byte[] Body)> SendAsync(HttpClient client, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var owned = request;
        using var response = await AskAsync(client, request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, HttpRequestMessage request, HttpCompletionOption until, CancellationToken cancellationToken)
    {
        try
        {
            return await client.SendAsync(request, until, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new JoinException($"{client.BaseAddress} cannot be reached: {e.InnerException?.Message ?? e.Message}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new JoinException($"{client.BaseAddress} did not answer within {s_patience.TotalSeconds:0} s", e);
        }
    }

    private static HttpClient ClientOf(Uri address, Func<X509Certificate2, SslPolicyErrors, bool> isTrusted) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => certificate is X509Certificate2 shown && isTrusted(shown, errors),
        },
    })
    {
        BaseAddress = address,
        Timeout = s_patience,
        MaxResponseContentBufferSize = LongestAnswer,
    };

    private static bool IsTrusted(X509Certificate2 shown, SslPolicyErrors errors, X509Certificate2 authority)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors != SslPolicyErrors.RemoteCertificateChainErrors)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
        return chain.Build(shown);
    }
}

/// <summary>Joining or renewing did not succeed; the message is one line for people.</summary>
internal sealed class JoinException(string message, Exception? inner = null) : Exception(message, inner);
