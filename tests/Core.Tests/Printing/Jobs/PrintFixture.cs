using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Printing;
using EdgeGateway.Core.Printing.Jobs;
using Microsoft.Extensions.Logging;
using Tests.Shared;

namespace Core.Tests.Printing.Jobs;

/// <summary>A desk on a file of its own, a manual clock, and an outbox that knows repeats.</summary>
internal sealed class PrintFixture : IDisposable
{
    private readonly Dictionary<Guid, EventDraft> _told = [];
    private readonly string _folder;
    private readonly IReadOnlyList<string> _templates;
    private readonly Random _random = new(4711);

    public PrintFixture(params string[] moreTemplates)
    {
        _templates = ["receipt", "broken", .. moreTemplates];
        // Kills here end the program, not the machine: a disk in memory shows the same, sooner.
        const string Memory = "/dev/shm";
        _folder = Directory.Exists(Memory) ? Directory.CreateDirectory(Path.Combine(Memory, $"print-{Guid.NewGuid():N}")).FullName : Directory.CreateTempSubdirectory("print-").FullName;
        Desk = Open();
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public ManualClock Clock { get; } = new();

    public PrintingOptions Options { get; } = new();

    public string File => Path.Combine(_folder, "printing.db");

    public PrintDesk Desk { get; private set; }

    public List<(PaperPrinter Printer, string? Role)> Printers { get; } = [];

    public List<PrinterStation> Stations { get; } = [];

    public ListLog Log { get; } = new();

    /// <summary>Does something around an append to the outbox: true before, false after.</summary>
    public Action<bool> AtAppend { get; set; } = _ => { };

    public bool OutboxRefuses { get; set; }

    /// <summary>The events that headquarters would be told.</summary>
    public IReadOnlyCollection<EventDraft> Told => _told.Values;

    public int Appends { get; private set; }

    public PaperPrinter Add(string id, StatusAnswers answers = StatusAnswers.RealTime | StatusAnswers.Queued, string? role = null, bool isWeak = false, PrinterProfile? profile = null)
    {
        var printer = new PaperPrinter(id, answers, Clock, isWeak);
        if (profile is not null)
        {
            printer = new PaperPrinter(id, profile.Status, Clock, isWeak) { Profile = profile };
        }

        Printers.Add((printer, role));
        Stations.Add(Desk.Place(printer, null, role));
        return printer;
    }

    public JobView Submit(string text, string? printer = null, string? role = null, Guid? id = null, int? copies = null, int? priority = null, DateTimeOffset? expires = null)
    {
        var answer = Desk.Submit(Wanted(text, printer ?? (role is null ? Printers[0].Printer.Id : null), role, id, copies, priority, expires), new PrintAsker("console", "Ann"));
        Assert.Null(answer.Refusal);
        return answer.Job!;
    }

    public static WantedJob Wanted(
        string text, string? printer = null, string? role = null, Guid? id = null, int? copies = null, int? priority = null, DateTimeOffset? expires = null) =>
        new(id, "receipt", JsonSerializer.SerializeToElement(new { text }), "en", copies, printer, role, priority, expires);

    /// <summary>Lets every printer work until none has anything to do now.</summary>
    public async Task WorkAsync()
    {
        bool some;
        do
        {
            some = false;
            foreach (var station in Stations.ToArray())
            {
                some |= await TurnAsync(station);
            }
        }
        while (some);
    }

    /// <summary>One turn of a printer; waits inside it pass at once.</summary>
    public async Task<bool> TurnAsync(PrinterStation station)
    {
        var turn = Desk.TurnAsync(station, Token);
        while (!turn.IsCompleted)
        {
            if (Clock.ArmedTimers > 0)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(500));
            }

            await Task.Yield();
        }

        return await turn;
    }

    public JobView Find(JobView job) => Desk.Find(job.Id)!;

    /// <summary>What is printed of a job.</summary>
    public string DataOf(JobView job)
    {
        Assert.NotNull(Desk.Preview(job.Id).Svg);
        return TextRenderer.Drawn;
    }

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    /// <summary>The gateway was killed and starts again on what is on the disk.</summary>
    public async Task RestartAsync()
    {
        Desk.Dispose();
        Desk = Open();
        Stations.Clear();
        foreach (var (printer, role) in Printers)
        {
            printer.Reset();
            Stations.Add(Desk.Place(printer, null, role));
        }

        await Desk.LoseStraysAsync("the printer is no longer there", Token);
    }

    public void Dispose()
    {
        Desk.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private PrintDesk Open() => PrintDesk.Open(File, new TextRenderer(_templates), Options, KeepAsync, Clock, _random.NextDouble, null, Log);

    private ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        AtAppend(true);
        if (OutboxRefuses)
        {
            throw new OutboxFullException("full");
        }

        Appends++;
        foreach (var one in events)
        {
            _told.TryAdd(one.OriginId!.Value, one);
        }

        AtAppend(false);
        return default;
    }

    /// <summary>One line of text a document.</summary>
    private sealed class TextRenderer(IReadOnlyList<string> templates) : IDocumentRenderer
    {
        public static string Drawn { get; private set; } = "";

        public IReadOnlyList<string> Templates => templates;

        public PrintDocument Render(string template, JsonElement data, string culture, PrinterProfile profile) => template == "broken"
            ? throw new PrintDocumentException("data.total: is missing\ndata.lines: is missing")
            : new PrintDocument(template, [new TextPart([data.GetProperty(template switch { "weighed-label" => "name", "vip-slip" => "member", _ => "text" }).GetString()!]), new CutPart()]);

        public string Preview(string template, JsonElement data, string culture, PrinterProfile profile)
        {
            Render(template, data, culture, profile);
            Drawn = data.GetRawText();
            return $"<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
        }
    }

    internal sealed class ListLog : ILogger<PrintDesk>
    {
        public List<(int Id, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (Lines)
            {
                Lines.Add((eventId.Id, formatter(state, exception)));
            }
        }
    }
}
