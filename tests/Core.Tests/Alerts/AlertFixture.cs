using System.Text.Json;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Members;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Visits;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using Tests.Shared;

namespace Core.Tests.Alerts;

/// <summary>Alerts in a folder of their own, a manual clock, and an outbox that knows repeats.</summary>
internal sealed class AlertFixture : IDisposable
{
    private readonly Dictionary<Guid, EventDraft> _told = [];
    private AlertDesk? _desk;

    public AlertFixture() => Folder = Directory.CreateDirectory(
        Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"alerts-{Guid.NewGuid():N}")).FullName;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Folder { get; }

    public ManualClock Clock { get; private init; } = new();

    public AlertOptions Options { get; private init; } = new();

    public List<string> Shift { get; private init; } = ["ann", "bob", "cho"];

    public Dictionary<string, MemberProfile> Profiles { get; private init; } = [];

    public Dictionary<string, int> Stock { get; } = [];

    public HashSet<string> Consents { get; } = [];

    public ListLog Log { get; } = new();

    public AlertDesk Desk => _desk ??= Open();

    /// <summary>The events that headquarters would be told.</summary>
    public IReadOnlyList<(string Type, string Staff, string? Reason)> Told =>
        [.. _told.Values.Select(draft => (draft.Type, DataOf(draft).GetProperty("staff").GetString()!, DataOf(draft).TryGetProperty("reason", out var reason) ? reason.GetString() : null))];

    public IReadOnlyCollection<EventDraft> Drafts => _told.Values;

    public bool OutboxRefuses { get; set; }

    /// <summary>Is told of each append, after it is done.</summary>
    public Action Appended { get; set; } = () => { };

    public string File => Path.Combine(Folder, "alerts.db");

    public static JsonElement DataOf(EventDraft draft) => JsonDocument.Parse(draft.Data).RootElement;

    public MemberProfile Know(string member, string? assigned = null, params string[] notes)
    {
        var profile = new MemberProfile(
            member, "李美玲 女士", "gold", Clock.GetUtcNow().AddDays(-7), [new UsualGoods("sku-oil", "Olive oil"), new UsualGoods("sku-tea", "Tea")], notes, assigned, Clock.GetUtcNow());
        return Profiles[member] = profile;
    }

    public async Task<AlertView> ArriveAsync(string member = "m-1", string how = RecognisedBy.Face, Guid? visit = null, decimal? confidence = 0.93m)
    {
        var id = visit ?? Guid.NewGuid();
        await Desk.ArrivedAsync(new Arrival(id, member, how, "entrance", Clock.GetUtcNow(), how == RecognisedBy.Face ? confidence : null), Token);
        return Desk.Open.Single(alert => alert.Visit == id);
    }

    public AlertView Only() => Assert.Single(Desk.Open);

    /// <summary>Time passes, and the desk looks.</summary>
    public void Advance(double seconds)
    {
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        Desk.Look();
    }

    public async Task TellAsync() => Assert.True(await Desk.DeliverAsync(Token));

    public AlertDesk Open() => AlertDesk.OpenAt(
        File,
        Options,
        new AlertSources(member => Profiles.GetValueOrDefault(member), sku => Stock.TryGetValue(sku, out var count) ? count : null, Consents.Contains, () => Shift),
        new NoteSeal(Turn, Turn),
        KeepAsync,
        Clock,
        null,
        Log);

    /// <summary>A fixture on a copy of the file as it is now, while nothing is closed or flushed: what a kill would leave.</summary>
    public AlertFixture Killed()
    {
        var after = new AlertFixture { Clock = Clock, Options = Options, Shift = Shift, Profiles = Profiles };
        foreach (var path in Directory.GetFiles(Folder).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)))
        {
            System.IO.File.Copy(path, Path.Combine(after.Folder, Path.GetFileName(path)), overwrite: true);
        }

        foreach (var (origin, draft) in _told)
        {
            after._told[origin] = draft;
        }

        return after;
    }

    /// <summary>Runs SQL on the file by a connection of its own, while the desk has it open.</summary>
    public void Sql(string sql)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(File, out var database));
        using (database)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_exec(database, sql));
        }
    }

    /// <summary>Whether a text is in any file but one.</summary>
    public bool OnDiskButIn(string name, string text) => OnDisk(System.Text.Encoding.UTF8.GetBytes(text), name);

    /// <summary>Whether some bytes are anywhere in the file or beside it.</summary>
    public bool OnDisk(ReadOnlySpan<byte> bytes, string? butIn = null)
    {
        foreach (var path in Directory.GetFiles(Folder))
        {
            if (Path.GetFileName(path) == butIn)
            {
                continue;
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            if (content.AsSpan().IndexOf(bytes) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _desk?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private static byte[] Turn(byte[] bytes) => Array.ConvertAll(bytes, one => (byte)(one ^ 0x5a));

    private ValueTask KeepAsync(IReadOnlyList<EventDraft> events, CancellationToken cancellationToken)
    {
        if (OutboxRefuses)
        {
            throw new OutboxUnavailableException("the disk is full");
        }

        foreach (var draft in events)
        {
            _ = _told.TryAdd(draft.OriginId!.Value, draft);
        }

        Appended();
        return ValueTask.CompletedTask;
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class ListLog : ILogger<AlertDesk>
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add($"{eventId.Id} {formatter(state, exception)}{exception}");
        }
    }
}
