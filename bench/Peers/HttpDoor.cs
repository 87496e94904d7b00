using System.Net;
using System.Text;
using System.Text.Json;

namespace Bench.Peers;

/// <summary>Hands events over by HTTP, on a connection of its own: one request, one answer, and 200 means taken.</summary>
internal sealed class HttpDoor : IDoor
{
    private readonly HttpClient _http;
    private readonly PeerAddress _address;
    private readonly string _device;
    private readonly bool _isOurs;

    public HttpDoor(PeerAddress address, string device, bool isOurs)
    {
        (_address, _device, _isOurs) = (address, device, isOurs);
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = new UriBuilder("http", "127.0.0.1", address.Port).Uri };
        foreach (var (name, value) in address.Headers ?? new Dictionary<string, string>())
        {
            _http.DefaultRequestHeaders.Add(name, value);
        }
    }

    public async Task SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        // Texts are of letters, digits and spaces: nothing to escape.
        var body = new StringBuilder("[");
        foreach (var text in texts)
        {
            body.Append(body.Length > 1 ? "," : "").Append(_isOurs
                ? $$"""{"id":"{{Guid.NewGuid()}}","type":"scan.read","device":"{{_device}}","data":{"symbology":"]C1","text":"{{text}}"} }"""
                : $$"""{"device":"{{_device}}","text":"{{text}}"}""");
        }

        using var content = new StringContent(body.Append(']').ToString(), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync(new Uri(_address.Path!, UriKind.Relative), content, cancellationToken);
        var said = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.StatusCode != HttpStatusCode.OK)
        {
            throw new IOException($"It answered {(int)answer.StatusCode}: {said}");
        }

        if (_isOurs && Accepted(said) != texts.Count)
        {
            throw new IOException($"It took {Accepted(said)} of {texts.Count}: {said}");
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private static int Accepted(string answer)
    {
        using var json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("accepted").GetArrayLength();
    }
}
