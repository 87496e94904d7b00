using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>What came to the service.</summary>
internal sealed record LocalRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Path => Target.Split('?')[0];

    public IReadOnlyDictionary<string, string> Query => Target.Split('?').ElementAtOrDefault(1) is not { } query
        ? new Dictionary<string, string>()
        : query.Split('&').Select(part => part.Split('=', 2)).ToDictionary(part => part[0], part => Uri.UnescapeDataString(part[1]));
}

/// <summary>What it answers: null for a status closes the connection, a negative one never answers.</summary>
internal sealed record LocalReply(int? Status, string Body = "", params (string Name, string Value)[] Headers);

/// <summary>A small HTTP server on this machine, over TLS where it has a certificate.</summary>
internal sealed class LocalService : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly X509Certificate2? _certificate;
    private readonly CancellationTokenSource _stop = new();

    public LocalService(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _ = AcceptAsync();
    }

    public string Url => string.Create(CultureInfo.InvariantCulture, $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Answers a request.</summary>
    public Func<LocalRequest, LocalReply> Answer { get; set; } = _ => new LocalReply(200);

    public List<LocalRequest> Requests { get; } = [];

    /// <summary>Completes when a request has come that is never answered.</summary>
    public TaskCompletionSource Hanging { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate);
                    stream = tls;
                }

                while (await ReadAsync(stream) is { } request)
                {
                    lock (Requests)
                    {
                        Requests.Add(request);
                    }

                    var reply = Answer(request);
                    switch (reply.Status)
                    {
                        case null:
                            return;
                        case < 0:
                            Hanging.TrySetResult();
                            await new TaskCompletionSource().Task.WaitAsync(_stop.Token);
                            return;
                    }

                    var body = Encoding.UTF8.GetBytes(reply.Body);
                    var head = new StringBuilder(FormattableString.Invariant($"HTTP/1.1 {reply.Status} X\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"));
                    foreach (var (name, value) in reply.Headers)
                    {
                        head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
                    }

                    await stream.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. body], _stop.Token);
                }
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The client went.
            }
        }
    }

    private async Task<LocalRequest?> ReadAsync(Stream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (head.Count < 4 || !head.TakeLast(4).SequenceEqual("\r\n\r\n"u8.ToArray()))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, _stop.Token);
        var first = lines[0].Split(' ');
        return new LocalRequest(first[0], first[1], headers, Encoding.UTF8.GetString(body));
    }
}
