using Cloud.Contracts;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Mqtt;
using Microsoft.Data.Sqlite;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>How a node lets its shards go: one that another node has too few of, and all of them when it is stopped.</summary>
public sealed class IngestStopTests : IAsyncLifetime
{
    private const int LeasesFailing = 5012;

    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(9);

    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly GatewayModel _other = new("store-1", "gw-2");
    private readonly FakeBroker _broker = new();
    private readonly TestMeters _meters = new();
    private readonly RecordedLog<IngestNode> _log = new();
    private IngestFixture _ingest = null!;
    private ScriptedDatabase _script = null!;
    private IngestNode _node = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Ct);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway, _other], Ct);
        _script = new ScriptedDatabase(_database.Open());
        _node = new IngestNode(
            _script, new FleetRegistry(_script), new LeaseTable(_script, "node-1", s_lease, _ingest.Clock), s_lease, _broker,
            new MqttConnectOptions { Host = "broker", Port = 8883, ClientId = "" }, _ingest.Clock, () => 0.5, new IngestMetrics(_meters), _log);
        await _node.StartAsync(Ct);
        await _broker.CursorAsync(_gateway, _ => true, Ct);
        await _broker.CursorAsync(_other, _ => true, Ct);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.StopAsync(CancellationToken.None);
        _node.Dispose();
        _meters.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Stop_EndsEverySessionAndGivesTheLeasesBack()
    {
        Assert.Equal(2, _broker.Open);
        await _node.StopAsync(Ct);
        Assert.Equal((0, true), (_broker.Open, _node.ExecuteTask!.IsCompletedSuccessfully));
        Assert.Equal(0, await _ingest.CountAsync("SELECT count(*) FROM shard_lease WHERE holder IS NOT NULL"));
    }

    [Theory]
    [InlineData("database")]
    [InlineData("timeout")]
    [InlineData("disk")]
    [InlineData("cancelled")]
    public async Task Stop_WhereTheLeasesCannotBeGivenBack_EndsAllTheSame_AndSaysSo(string failure)
    {
        _script.Fails = failure switch
        {
            "database" => new SqliteException("locked", 5),
            "timeout" => new TimeoutException("no answer"),
            "disk" => new IOException("gone"),
            _ => new OperationCanceledException("too long"),
        };
        await _node.StopAsync(Ct);
        Assert.True(_node.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Contains(_log.Lines, l => l.Id == LeasesFailing);
    }

    [Fact]
    public async Task Shard_ThatAnotherNodeHasTooFewOf_IsLeftBeforeItIsGivenBack_AndTheOtherGoesOn()
    {
        var two = new LeaseTable(_database.Open(), "node-2", s_lease, _ingest.Clock);
        Assert.Empty((await two.RoundAsync(_ingest.Fleet.Shards, Ct)).Held);
        _ingest.Clock.Advance(s_lease / 3);
        IReadOnlyList<ShardLease> taken = [];
        await UntilAsync(async () => (taken = (await two.RoundAsync(_ingest.Fleet.Shards, Ct)).Held).Count > 0);
        var given = Assert.Single(taken);
        Assert.Equal(1, _broker.Open);
        var (kept, left) = given.Shard == _gateway.Address.Shard ? (_other, _gateway) : (_gateway, _other);
        _broker.Publish(left.Batch("1-a", 1, 5));
        _broker.Publish(kept.Batch("1-b", 1, 5));
        await _broker.CursorAsync(kept, c => c.Seq == 5, Ct);
        Assert.DoesNotContain(_broker.CursorsOf(left), c => c.Seq == 5);

        // The next round renews what is left and has nothing more to do with the other.
        const string Renewed = "SELECT max(expires_at) FROM shard_lease WHERE holder LIKE 'node-1/%'";
        var before = await _ingest.CountAsync(Renewed);
        _ingest.Clock.Advance(s_lease / 3);
        await UntilAsync(async () => await _ingest.CountAsync(Renewed) > before);
        Assert.Equal(1, _broker.Open);
        await _node.StopAsync(Ct);
        Assert.True(_node.ExecuteTask!.IsCompletedSuccessfully);
    }

    /// <summary>The database tells nobody what others write to it.</summary>
    private async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var look = new PeriodicTimer(TimeSpan.FromMilliseconds(2), TimeProvider.System);
        while (!await isSo())
        {
            Assert.False(_node.ExecuteTask!.IsCompleted);
            await look.WaitForNextTickAsync(Ct);
        }
    }
}
