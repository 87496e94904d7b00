using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Host.Tests.Console;

/// <summary>A Chromium without a window, told what to do over its own protocol; nothing but the browser is needed.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Listening = "DevTools listening on ";

    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _mistakes = [];
    private Process? _process;
    private string? _language;
    private int _id;

    /// <summary>What the page threw and did not catch.</summary>
    public IReadOnlyList<string> Mistakes => _mistakes;

    /// <summary>Starts it; where there is none, every page is skipped.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Array.Find(s_places, File.Exists) is not { } program)
        {
            return;
        }

        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-extensions",
            "--remote-debugging-port=0", $"--user-data-dir={_profile.Path}/profile", "about:blank",
        ];
        _process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _ = _process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                await AttachAsync(new Uri(line[Listening.Length..]));
                return;
            }
        }

        throw new InvalidOperationException("The browser ended before it listened.");
    }

    /// <summary>Goes to a page as somebody does who speaks that language and has a screen of that width; skips the test where there is no browser.</summary>
    public async Task OpenAsync(string url, string language, int width, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(_process is null, "no Chromium here (apt-get install chromium)");
        if (_language is not null)
        {
            await CallAsync("Page.removeScriptToEvaluateOnNewDocument", new() { ["identifier"] = _language }, cancellationToken);
        }

        var script = new JsonObject { ["source"] = $"try {{ localStorage.setItem('language', '{language}'); }} catch {{ }}" };
        _language = (await CallAsync("Page.addScriptToEvaluateOnNewDocument", script, cancellationToken))["identifier"]!.GetValue<string>();
        await CallAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false }, cancellationToken);
        _mistakes.Clear();
        await CallAsync("Page.navigate", new() { ["url"] = url }, cancellationToken);
    }

    /// <summary>Waits until a script's value is truthy and gives it as JSON; after half a minute the test has failed, and says what the page showed.</summary>
    public async Task<JsonNode> UntilAsync(string script, CancellationToken cancellationToken)
    {
        var patient = $$"""
            new Promise(done => {
              const end = Date.now() + 30000;
              const look = () => {
                let value = null;
                try { value = {{script}}; } catch { }
                if (value || Date.now() > end) done({ value: value || null, text: document.body.innerText });
                else setTimeout(look, 25);
              };
              look();
            })
            """;
        var answer = await CallAsync("Runtime.evaluate", new() { ["expression"] = patient, ["returnByValue"] = true, ["awaitPromise"] = true }, cancellationToken);
        var found = answer["result"]?["value"];
        Assert.True(found?["value"] is not null, $"{script}\nnever came; {string.Join('\n', Mistakes)}\n{answer.ToJsonString()}\n{found?["text"]}");
        return found!["value"]!.DeepClone();
    }

    /// <summary>Runs a script.</summary>
    public Task DoAsync(string script, CancellationToken cancellationToken) => UntilAsync($"({script}, true)", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _profile.Dispose();
    }

    private async Task AttachAsync(Uri browser)
    {
        using var http = new HttpClient();
        var targets = JsonNode.Parse(await http.GetStringAsync(new Uri($"http://{browser.Authority}/json/list")))!.AsArray();
        var page = targets.First(t => t!["type"]!.GetValue<string>() == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await _socket.ConnectAsync(new Uri(page), CancellationToken.None);
        await CallAsync("Runtime.enable", [], CancellationToken.None);
        await CallAsync("Page.enable", [], CancellationToken.None);
    }

    private async Task<JsonNode> CallAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = ++_id;
        var call = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(call.ToJsonString()), WebSocketMessageType.Text, true, cancellationToken);
        while (true)
        {
            var message = await ReceiveAsync(cancellationToken);
            if (message["method"]?.GetValue<string>() == "Runtime.exceptionThrown")
            {
                _mistakes.Add(message["params"]!.ToJsonString());
            }
            else if (message["id"]?.GetValue<int>() == id)
            {
                return message["result"] ?? throw new InvalidOperationException($"{method}: {message.ToJsonString()}");
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync(CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var buffer = new byte[16 * 1024];
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, cancellationToken);
            whole.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(Encoding.UTF8.GetString(whole.GetBuffer(), 0, (int)whole.Length)) ?? throw new JsonException("null");
    }
}
