using Cloud.Contracts;
using Cloud.Crm.Health;

namespace Cloud.Tests.Crm;

/// <summary>Sessions, leases and cursors together, over a broker in memory, on both databases.</summary>
public abstract class IngestNodeTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly FakeBroker _broker = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly GatewayModel _other = new("store-2", "gw-2");
    private readonly Hearing _hearing = new(TimeProvider.System);
    private IngestFixture _ingest = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway, _other], Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Node_Started_TellsEveryGatewayWhereItStandsAndAnswersWhatComes()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        await using var node = await StartAsync();
        await _broker.CursorAsync(_gateway, c => c == new CursorDocument("1-a", 5, Replay: true), Cancel);
        await _broker.CursorAsync(_other, c => c == new CursorDocument(null, 0), Cancel);

        _broker.Publish(_gateway.Batch("1-a", 6, 9));
        await _broker.CursorAsync(_gateway, c => c == new CursorDocument("1-a", 9), Cancel);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], await _ingest.StoredAsync("gw-1", "1-a"));
    }

    [Fact]
    public async Task Gateway_SaysOnline_IsToldItsCursorAgain()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        await using var node = await StartAsync();
        await _broker.CursorAsync(_gateway, c => c.Seq == 5, Cancel);
        var before = _broker.CursorsOf(_gateway).Count;
        _broker.Publish(_gateway.State("online"));
        await _broker.UntilAsync(() => _broker.CursorsOf(_gateway).Count > before, Cancel);

        Assert.Equal(new CursorDocument("1-a", 5), _broker.CursorsOf(_gateway)[^1]);
    }

    [Fact]
    public async Task SignOfLife_IsHeardAndChangesNothing()
    {
        await using var node = await StartAsync();
        await SayOnlineAsync();
        Assert.Null(Heard().SinceSign);
        _broker.Publish(_gateway.SignOfLife());
        await SayOnlineAsync();
        Assert.NotNull(Heard().SinceSign);

        _broker.Publish(_gateway.State("offline"));
        _broker.Publish(_gateway.SignOfLife());
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        await _broker.CursorAsync(_gateway, c => c.Seq == 5, Cancel);
        Assert.Equal(1, await _ingest.CountAsync("SELECT count(*) FROM gateway WHERE gateway = 'gw-1' AND status = 'offline'"));

        Heard Heard() => _hearing.Of(_hearing.Leases().Single(l => l.Shard == _gateway.Address.Shard), _ingest.Fleet.Find("gw-1")!.Id, null)!.Value;

        async Task SayOnlineAsync()
        {
            var before = _broker.CursorsOf(_gateway).Count;
            _broker.Publish(_gateway.State("online"));
            await _broker.UntilAsync(() => _broker.CursorsOf(_gateway).Count > before, Cancel);
            Assert.Equal(before + 1, _broker.CursorsOf(_gateway).Count);
        }
    }

    [Fact]
    public async Task BatchesBehindAHole_AreOneRequestAndEndCompleteAfterTheReplay()
    {
        await using var node = await StartAsync();
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        for (var first = 11; first < 40; first += 5)
        {
            _broker.Publish(_gateway.Batch("1-a", first, first + 4));
        }

        await _broker.CursorAsync(_gateway, c => c == new CursorDocument("1-a", 5, Replay: true), Cancel);
        for (var first = 6; first < 40; first += 5)
        {
            _broker.Publish(_gateway.Batch("1-a", first, first + 4));
        }

        await _broker.CursorAsync(_gateway, c => c.Seq == 40, Cancel);
        Assert.Single(_broker.CursorsOf(_gateway), c => c.Replay);
        Assert.Equal(Enumerable.Range(1, 40).Select(i => (long)i), await _ingest.StoredAsync("gw-1", "1-a"));
    }

    [Fact]
    public async Task Connection_Lost_IsMadeAgainAndTheSessionsMessagesAreTaken()
    {
        await using var node = await StartAsync();
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        await _broker.CursorAsync(_gateway, c => c.Seq == 5, Cancel);
        _broker.CutAll();
        _broker.Publish(_gateway.Batch("1-a", 6, 10));
        await _broker.CursorAsync(_gateway, c => c.Seq == 10, Cancel);

        await AssertLedgerAsync(10);
    }

    [Fact]
    public async Task Node_Stopped_AnswersWhatItHadTakenAndLeavesItsShards()
    {
        var node = await StartAsync();
        await _broker.CursorAsync(_gateway, c => c.Seq == 0, Cancel);
        for (var first = 1; first <= 100; first += 10)
        {
            _broker.Publish(_gateway.Batch("1-a", first, first + 9));
        }

        await _broker.CursorAsync(_gateway, c => c.Seq > 0, Cancel);
        await node.DisposeAsync();

        var stored = await _ingest.StoredAsync("gw-1", "1-a");
        Assert.Equal(stored.Count, _broker.CursorsOf(_gateway)[^1].Seq);
        Assert.Equal(0, await _ingest.CountAsync("SELECT count(*) FROM shard_lease WHERE holder IS NOT NULL"));
        Assert.Equal(0, await _ingest.CountAsync("SELECT count(*) FROM node"));
    }

    [Fact]
    public async Task Successor_TakesOverWhileEventsFlow_NothingIsLostDoubledOrDisordered()
    {
        await using var zombie = await StartAsync();
        var sent = 0L;
        await SendAsync(40);
        await using var successor = await StartAsync();
        await SendAsync(80);
        await _broker.CursorAsync(_gateway, c => c.Seq == sent, Cancel);

        Assert.Equal(Enumerable.Range(1, (int)sent).Select(i => (long)i), await _ingest.StoredAsync("gw-1", "1-a"));
        await AssertLedgerAsync(sent);

        // As the uplink does: a window that goes back to the cursor when it asks for replay.
        async Task SendAsync(int batches)
        {
            for (var last = sent + (batches * 5L); sent < last;)
            {
                _broker.Publish(_gateway.Batch("1-a", sent + 1, sent + 5));
                sent += 5;
                var at = sent;
                await _broker.UntilAsync(() => _broker.CursorsOf(_gateway) is [.., var c] && (c.Seq >= at - 20 || c.Replay), Cancel);
                if (_broker.CursorsOf(_gateway)[^1] is { Replay: true } replay)
                {
                    sent = replay.Seq;
                }
            }
        }
    }

    [Fact]
    public async Task TwoNodes_ShareTheShardsAndBothCommit()
    {
        await using var one = await StartAsync("node-1", TimeSpan.FromSeconds(1));
        await using var two = await TestNode.StartAsync(_database.Open(), _broker, Cancel, "node-2", TimeSpan.FromSeconds(1));
        await WaitForHoldersAsync(2);
        _broker.Publish(_gateway.Batch("1-a", 1, 5));
        _broker.Publish(_other.Batch("1-b", 1, 5));
        await _broker.CursorAsync(_gateway, c => c.Seq == 5, Cancel);
        await _broker.CursorAsync(_other, c => c.Seq == 5, Cancel);
        await one.DisposeAsync();
        await WaitForHoldersAsync(1);
        _broker.Publish(_gateway.Batch("1-a", 6, 10));
        _broker.Publish(_other.Batch("1-b", 6, 10));
        await _broker.CursorAsync(_gateway, c => c.Seq == 10, Cancel);
        await _broker.CursorAsync(_other, c => c.Seq == 10, Cancel);
    }

    private async Task<TestNode> StartAsync(string name = "node-1", TimeSpan? lease = null)
    {
        var node = await TestNode.StartAsync(_database.Open(), _broker, Cancel, name, lease, hearing: _hearing);
        await _broker.CursorAsync(_gateway, _ => true, Cancel);
        await _broker.CursorAsync(_other, _ => true, Cancel);
        return node;
    }

    private async Task WaitForHoldersAsync(int nodes)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await _ingest.CountAsync("SELECT count(DISTINCT holder) FROM shard_lease WHERE holder IS NOT NULL") != nodes
            || await _ingest.CountAsync("SELECT count(*) FROM shard_lease WHERE holder IS NOT NULL") != 2)
        {
            await look.WaitForNextTickAsync(Cancel);
        }
    }

    private async Task AssertLedgerAsync(long events)
    {
        var ledger = (await _ingest.Queries.LedgerAsync(null, Cancel)).Single(l => l.Gateway == "gw-1");
        Assert.Equal((events, events), (ledger.Rows, ledger.Tally));
    }
}

public sealed class IngestNodeOnSqliteTests : IngestNodeTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class IngestNodeOnPostgresTests : IngestNodeTests<PostgresTestDatabase>;
