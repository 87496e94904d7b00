using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cloud.Crm.Members;

namespace Cloud.Crm.Outgoing;

/// <summary>
/// Posts messages to subscribers, signed. Names are resolved here and the address is looked at before it is connected to, so that no name leads
/// into our own network; redirects are not followed, and of an answer no more is read than is shown.
/// </summary>
internal sealed class WebhookCarrier : IOutgoingCarrier, IDisposable
{
    internal const string KindName = "webhook";

    private const int ShownBytes = 256;
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(15);

    private readonly WebhookTable _webhooks;
    private readonly MemberKeyring _keys;
    private readonly OutgoingOptions _options;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    internal WebhookCarrier(WebhookTable webhooks, MemberKeyring keys, OutgoingOptions options, TimeProvider clock)
    {
        (_webhooks, _keys, _options, _clock) = (webhooks, keys, options, clock);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(1),
            MaxResponseHeadersLength = 16,
            ConnectCallback = ConnectAsync,
        })
        {
            Timeout = s_limit,
        };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("headquarters/1");
    }

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <summary>A subscription's secret: derived from the key file, so that the database does not hold it. Null where there is no key file.</summary>
    internal static string? SecretOf(Webhook webhook, MemberKey? key) =>
        key?.WebhookSecretOf(webhook.Id, webhook.Generation) is { } secret ? "whs_" + Convert.ToHexStringLower(secret) : null;

    /// <summary>The signature's header: <c>t=UNIX SECONDS,v1=HEX</c>, HMAC-SHA256 under the secret's text over the seconds, a point and the body.</summary>
    internal static string Sign(string secret, DateTimeOffset at, string body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"t={seconds},v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{seconds}.{body}")))}";
    }

    /// <inheritdoc/>
    public async Task<Carried> CarryAsync(OutgoingMessage message, CancellationToken cancellationToken)
    {
        if (await _webhooks.FindAsync(message.Target, cancellationToken) is not { Active: true } webhook)
        {
            return new Carried(CarryOutcome.Never, "the subscription was removed or switched off");
        }

        if (SecretOf(webhook, _keys.Key) is not { } secret)
        {
            return new Carried(CarryOutcome.Never, "this headquarters has no key file (members.keyFile), and nothing is sent without a signature");
        }

        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, webhook.Url) { Content = new StringContent(message.Body, Encoding.UTF8, "application/json") };
            request.Headers.Add("Headquarters-Delivery", message.Id);
            request.Headers.Add("Headquarters-Signature", Sign(secret, _clock.GetUtcNow(), message.Body));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            var said = $"{(int)response.StatusCode} {await ShownAsync(response, cancellationToken)}".TrimEnd();
            return new Carried(
                response.IsSuccessStatusCode ? CarryOutcome.Sent : response.StatusCode == HttpStatusCode.Gone ? CarryOutcome.Never : CarryOutcome.Again, said);
        }
        catch (HttpRequestException exception)
        {
            return new Carried(CarryOutcome.Again, (exception.InnerException as SocketException ?? (Exception)exception).Message);
        }
        catch (Exception exception) when (exception is IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new Carried(CarryOutcome.Again, exception is IOException ? exception.Message : $"no answer within {s_limit.TotalSeconds:0} s");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var host = context.DnsEndPoint.Host;
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var plain = context.InitialRequestMessage.RequestUri?.Scheme == Uri.UriSchemeHttp;
        var allowed = Array.FindAll(addresses, a => IsOurs(a) || (!plain && PublicAddresses.Contains(a)));
        if (allowed.Length == 0)
        {
            throw new IOException($"'{host}' is {(plain ? "asked by plain http and " : "")}not an address that webhooks may go to; see outgoing.privateNetworks");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsOurs(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _options.PrivateNetworks.Any(network => network.Contains(plain));
    }

    private static async Task<string> ShownAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return "";
        }

        var buffer = new byte[ShownBytes];
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var length = await stream.ReadAtLeastAsync(buffer, ShownBytes, throwOnEndOfStream: false, cancellationToken);
        return new string([.. Encoding.UTF8.GetString(buffer, 0, length).Where(c => !char.IsControl(c))]);
    }
}
