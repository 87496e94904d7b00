using System.Net.Security;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>Sends one request and reads the whole answer.</summary>
/// <remarks>
/// Certificates are verified; redirects are not followed, cookies not kept, no proxy of the environment is used: nothing but the configured host is talked to.
/// An answer is read up to 64 KiB. Failures become answers; only the caller's own token throws.
/// </remarks>
internal sealed class WebhookLine : IDisposable
{
    private const int LongestAnswer = 64 * 1024;

    private readonly TimeProvider _clock;
    private readonly HttpClient _client;

    /// <summary>Makes a line.</summary>
    /// <param name="clock">The clock of the limits.</param>
    /// <param name="verify">Verifies a server's certificate in a test; null for the rules of the system.</param>
    public WebhookLine(TimeProvider clock, RemoteCertificateValidationCallback? verify = null)
    {
        _clock = clock;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = 4,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ActivityHeadersPropagator = null,
        };
        if (verify is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = verify;
        }

        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Sends a message once.</summary>
    public async Task<WebhookAnswer> SendAsync(WebhookTarget target, WebhookMessage message, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(target.Timeout, _clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var request = target.Format.Request(target, message, _clock.GetUtcNow());
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, both.Token).ConfigureAwait(false);
            return body is { } read
                ? target.Format.Judge(response.StatusCode, response.Headers, read)
                : new WebhookAnswer(WebhookOutcome.Failed, $"its answer is longer than {LongestAnswer} bytes");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, $"no answer within {target.Timeout}");
        }
        catch (HttpRequestException e)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, $"cannot be reached: {e.HttpRequestError}: {e.InnerException?.Message ?? e.Message}");
        }
        catch (IOException e)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, $"the connection broke: {e.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static async Task<ReadOnlyMemory<byte>?> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var body = new MemoryStream();
            var buffer = new byte[4096];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                if (body.Length + read > LongestAnswer)
                {
                    return null;
                }

                body.Write(buffer, 0, read);
            }

            return body.GetBuffer().AsMemory(0, (int)body.Length);
        }
    }
}
