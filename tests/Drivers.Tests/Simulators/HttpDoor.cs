using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Drivers.Tests.Simulators;

/// <summary>An intake on a free port that answers as docs/intake.md says, and refuses every so often.</summary>
internal sealed class HttpDoor : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentDictionary<Guid, long> _accepted = new();
    private readonly int _refuseEvery;
    private int _requests;

    private HttpDoor(int port, int refuseEvery)
    {
        _refuseEvery = refuseEvery;
        Url = $"http://127.0.0.1:{port}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = ServeAsync();
    }

    public string Url { get; }

    public int Accepted => _accepted.Count;

    public static HttpDoor Open(int refuseEvery)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        return new HttpDoor(port, refuseEvery);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                await AnswerAsync(context);
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
        var right = context.Request.Headers["Authorization"] == "Bearer secret" && context.Request.Url!.AbsolutePath == "/v1/events";
        if (!right || ++_requests % _refuseEvery == 0)
        {
            context.Response.StatusCode = right ? 503 : 401;
            context.Response.Close();
            return;
        }

        var events = body.RootElement.ValueKind == JsonValueKind.Array ? body.RootElement.EnumerateArray().ToList() : [body.RootElement];
        var accepted = events.ConvertAll(one =>
        {
            var id = one.GetProperty("id").GetGuid();
            return new { id, epoch = "1-abc", seq = _accepted.GetOrAdd(id, _ => _accepted.Count + 1) };
        });
        context.Response.Close(JsonSerializer.SerializeToUtf8Bytes(new { accepted }), willBlock: true);
    }
}
