using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;
using SQLitePCL;
using Tests.Shared;

namespace Core.Tests.Outbox;

/// <summary>A folder of its own, a manual clock, and an outbox file that can be opened, closed and looked into.</summary>
internal sealed class OutboxFixture : IAsyncDisposable
{
    private readonly bool _ownsFolder;

    public OutboxFixture(string? folder = null)
    {
        _ownsFolder = folder is null;
        Folder = folder ?? Directory.CreateTempSubdirectory("outbox-").FullName;
        Options = new OutboxOptions { Path = Path.Combine(Folder, "outbox.db") };
        Stamp = new EventStamp("store-1", "gw-1", Clock, () => true, () => TimeSpan.FromSeconds(5));
    }

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public string Folder { get; }

    public ManualClock Clock { get; } = new();

    public OutboxOptions Options { get; }

    public EventStamp Stamp { get; }

    public ListLogger Log { get; } = new();

    /// <summary>How many descriptors of this process are of the file or its log.</summary>
    public int Held => Directory.GetFiles("/proc/self/fd")
        .Count(descriptor => new FileInfo(descriptor).LinkTarget is { } target && target.StartsWith(Options.Path, StringComparison.Ordinal));

    public EdgeGateway.Core.Outbox.Outbox Open() => EdgeGateway.Core.Outbox.Outbox.Open(Options, Stamp, Clock, Log);

    public OutboxEntry Ledger(string text = "x", Guid? origin = null) => Stamp.Stamp(new EventDraft(
        EventTypes.ScanRead, "till-1", Clock.GetUtcNow(), Encoding.UTF8.GetBytes($$"""{"symbology":"qr","text":"{{text}}"}"""), origin));

    public OutboxEntry Telemetry(string text = "x") => Stamp.Stamp(new EventDraft(
        EventTypes.DeviceSample, "scale-1", Clock.GetUtcNow(), Encoding.UTF8.GetBytes($$"""{"text":"{{text}}"}""")));

    /// <summary>Runs SQL on the file by a connection of its own, while the outbox may be open.</summary>
    public long Sql(string sql)
    {
        Batteries_V2.Init();
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open(Options.Path, out var database));
        using (database)
        {
            raw.sqlite3_busy_timeout(database, 5000);
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(database, sql, out var statement));
            using (statement)
            {
                return raw.sqlite3_step(statement) == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : 0;
            }
        }
    }

    /// <summary>Everything that can be read after a number, batch by batch.</summary>
    public static List<OutboxBatch> ReadAll(EdgeGateway.Core.Outbox.Outbox outbox, long after = 0, int maxEvents = 500)
    {
        var batches = new List<OutboxBatch>();
        while (outbox.Read(after, maxEvents, 1 << 20) is { } batch)
        {
            batches.Add(batch);
            after = batch.Last;
        }

        return batches;
    }

    public static JsonElement Body(OutboxRow row) => JsonDocument.Parse(row.Body).RootElement;

    public static string TextOf(OutboxRow row) => Body(row).GetProperty("data").GetProperty("text").GetString()!;

    /// <summary>The buffer.gap events among the rows.</summary>
    public static List<GapEvent> Gaps(IEnumerable<OutboxBatch> batches) =>
        [.. batches.SelectMany(b => b.Rows).Select(Body).Where(b => b.GetProperty("type").GetString() == EventTypes.BufferGap).Select(GapEvent.Of)];

    public async ValueTask DisposeAsync()
    {
        await Task.CompletedTask;
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}

internal sealed record GapEvent(string Class, string Epoch, long First, long Last, long Count, string Why)
{
    public static GapEvent Of(JsonElement body)
    {
        var data = body.GetProperty("data");
        return new GapEvent(
            data.GetProperty("class").GetString()!,
            data.GetProperty("epoch").GetString()!,
            data.GetProperty("first").GetInt64(),
            data.GetProperty("last").GetInt64(),
            data.GetProperty("count").GetInt64(),
            data.GetProperty("why").GetString()!);
    }
}

/// <summary>Keeps what was logged.</summary>
internal sealed class ListLogger : ILogger
{
    private readonly List<(int Id, string Text)> _lines = [];

    public IReadOnlyList<(int Id, string Text)> Lines
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

    public void Log<TState>(LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add((eventId.Id, formatter(state, exception) + exception));
        }
    }
}
