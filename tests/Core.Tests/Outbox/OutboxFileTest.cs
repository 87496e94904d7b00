using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>A test of the file alone, without a writer: step by step, at the edges of its numbers.</summary>
public abstract class OutboxFileTest : IAsyncLifetime
{
    private readonly OutboxFixture _fixture = new();
    private OutboxFile? _file;

    internal OutboxFixture Fixture => _fixture;

    internal OutboxOptions Options => _fixture.Options;

    /// <summary>Opened when first asked for, so that the options can be set before.</summary>
    internal OutboxFile File => _file ??= Open();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        await _fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal void Reopen()
    {
        File.Dispose();
        _file = Open();
    }

    internal void InsertLedger(int count) => Insert(count, () => _fixture.Ledger());

    internal void InsertTelemetry(int count, string text = "x") => Insert(count, () => _fixture.Telemetry(text));

    /// <summary>Changes what has been committed behind the file's back, so that rows fail their checksum.</summary>
    internal void Damage(string which)
    {
        File.Commit();
        _fixture.Sql($"UPDATE event SET crc = crc + 1 WHERE {which}");
    }

    private void Insert(int count, Func<OutboxEntry> next)
    {
        for (var i = 0; i < count; i++)
        {
            var entry = next();
            File.Insert(entry.Class, entry.Time.UtcTicks, entry.Body);
        }
    }

    private OutboxFile Open()
    {
        var file = OutboxFile.Open(Options);
        file.BeginEpoch(_fixture.Clock.GetUtcNow());
        return file;
    }
}
