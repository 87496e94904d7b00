using Cloud.Contracts;

namespace Cloud.Tests.Crm;

/// <summary>What ingest does when the database does not do its part.</summary>
public sealed class DatabaseFailureTests : IAsyncLifetime
{
    private readonly SqliteTestDatabase _database = new();
    private readonly FakeBroker _broker = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly GatewayModel _other = new("store-1", "gw-2");
    private IngestFixture _ingest = null!;
    private ScriptedDatabase _script = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway, _other], Cancel);
        _script = new ScriptedDatabase(_database.Open());
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Database_AwayForAWhile_AnswersNothingMeanwhileAndEverythingAfterwards()
    {
        await using var node = await TestNode.StartAsync(_script, _broker, Cancel);
        await _broker.CursorAsync(_gateway, c => c.Seq == 0, Cancel);
        _script.FailBegins(3);
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        _broker.Publish(_gateway.Batch("1-a", 6, 10));
        await _broker.CursorAsync(_gateway, c => c.Seq == 10, Cancel);

        Assert.DoesNotContain(_broker.CursorsOf(_gateway), c => c.Replay);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => (long)i), await _ingest.StoredAsync("gw-1", "1-a"));
    }

    [Fact]
    public async Task Batch_TheDatabaseRefuses_IsDeadLetteredAndTheOthersCommit()
    {
        _script.OnWrite = writes =>
        {
            if (writes.Events.Exists(e => e.Event.Seq == 7))
            {
                throw new InvalidDataException("value out of range");
            }
        };
        await using var node = await TestNode.StartAsync(_script, _broker, Cancel);
        await _broker.CursorAsync(_gateway, _ => true, Cancel);
        await _broker.CursorAsync(_other, _ => true, Cancel);
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        _broker.Publish(_gateway.Batch("1-a", 6, 8));
        _broker.Publish(_other.Batch("1-b", 1, 5));
        _broker.Publish(_gateway.Batch("1-a", 9, 10));
        await _broker.CursorAsync(_gateway, c => c == new CursorDocument("1-a", 10), Cancel);
        await _broker.CursorAsync(_other, c => c == new CursorDocument("1-b", 5), Cancel);

        Assert.Equal([1, 2, 3, 4, 5, 9, 10], await _ingest.StoredAsync("gw-1", "1-a"));
        Assert.Contains("value out of range", (await _ingest.DeadLettersAsync()).Single().Reason, StringComparison.Ordinal);
    }
}
