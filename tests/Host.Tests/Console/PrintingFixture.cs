using System.Net;
using System.Text;
using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Printing.Documents;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Host.Tests.Console;

/// <summary>A console with a print desk that works in real time, and printers by script.</summary>
internal sealed class PrintingFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly DocumentRenderer _renderer = new(null, LabelLayouts.Of(new LabelOptions { Layouts = [new() { Pattern = "21IIIIIWWWWWC" }] }), TimeProvider.System);
    private Task _run = Task.CompletedTask;

    private PrintingFixture() => Desk = PrintDesk.Open(
        Path.Combine(_folder.Path, "printing.db"), _renderer, Options, KeepAsync, TimeProvider.System, () => 0.5, null, NullLogger<PrintDesk>.Instance);

    public PrintingOptions Options { get; } = new();

    public PrintDesk Desk { get; }

    public ConsoleFixture Console { get; private set; } = null!;

    public List<EventDraft> Told { get; } = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<PrintingFixture> StartAsync(bool realTime = false, params (ScriptedPrinter Printer, string? Name, string? Role)[] printers)
    {
        var made = new PrintingFixture();
        made.Console = await ConsoleFixture.StartAsync(
            console => new PrintingEndpoints(made.Desk, DocumentRenderer.Sample, 10, console.Time, made._stop.Token).Routes, withToken: false, Stop, realTime);
        foreach (var (printer, name, role) in printers)
        {
            made.Desk.Add(printer, name, role);
        }

        made._run = made.Desk.RunAsync(made._stop.Token);
        return made;
    }

    public static JsonElement Sample(string template) => DocumentRenderer.Sample(template, "en");

    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string path, object body)
    {
        using var content = new StringContent(body as string ?? JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await Console.Client.PostAsync($"/v1/printing/{path}", content, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        return (answer.StatusCode, text.StartsWith('{') ? JsonDocument.Parse(text).RootElement : default);
    }

    public async Task<JsonElement> GetAsync(string path) => JsonDocument.Parse(await Console.Client.GetStringAsync($"/v1/printing{path}", Stop)).RootElement;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        await Console.DisposeAsync();
        Desk.Dispose();
        _renderer.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }

    private ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        lock (Told)
        {
            Told.AddRange(events);
        }

        return default;
    }
}
