using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Schema;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>Who may ingest a shard, on both databases.</summary>
public abstract class LeaseTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly TimeSpan s_duration = TimeSpan.FromMinutes(5);
    private readonly T _database = new();
    private readonly ManualClock _clock = new();
    private HeadquartersDatabase _one = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _one = _database.Open();
        await SchemaMigration.ApplyAsync(_one, _clock, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Shard_HeldByOneNode_IsNotTakenByAnotherBeforeItExpires()
    {
        var first = Node("node-1");
        var second = Node("node-2");
        var held = (await first.RoundAsync([7], Cancel)).Held.Single();

        Assert.Empty((await second.RoundAsync([7], Cancel)).Held);
        Assert.Equal([held], (await first.RoundAsync([7], Cancel)).Held);
        Assert.True(await first.IsHeldAsync(held, Cancel));
    }

    [Fact]
    public async Task Shard_Expired_IsTakenUnderAHigherToken()
    {
        var first = Node("node-1");
        var second = Node("node-2");
        var former = (await first.RoundAsync([7], Cancel)).Held.Single();
        await ExpireAsync();
        var now = (await second.RoundAsync([7], Cancel)).Held.Single();

        Assert.Equal(former.Token + 1, now.Token);
        Assert.False(await first.IsHeldAsync(former, Cancel));
        Assert.Empty((await first.RoundAsync([7], Cancel)).Held);
    }

    [Fact]
    public async Task Shard_ExpiredAndNotTaken_IsRenewedUnderItsToken()
    {
        var first = Node("node-1");
        var held = (await first.RoundAsync([7], Cancel)).Held.Single();
        await ExpireAsync();

        Assert.Equal([held], (await first.RoundAsync([7], Cancel)).Held);
    }

    [Fact]
    public async Task Node_StartedAgain_TakesItsFormerShardsAtOnceAndFencesItsFormerSelf()
    {
        var before = Node("node-1");
        var former = (await before.RoundAsync([7], Cancel)).Held.Single();
        var now = (await Node("node-1").RoundAsync([7], Cancel)).Held.Single();

        Assert.Equal(former.Token + 1, now.Token);
        Assert.False(await before.IsHeldAsync(former, Cancel));
    }

    [Fact]
    public async Task Node_StartedAgainWhoseFirstRoundWasTakenBack_TakesItsFormerShardsWithTheNext()
    {
        await Node("node-1").RoundAsync([7], Cancel);
        var script = new ScriptedDatabase(_one) { Fails = new IOException("the database is away") };
        var again = new LeaseTable(script, "node-1", s_duration, _clock);
        await Assert.ThrowsAsync<IOException>(() => again.RoundAsync([7], Cancel));
        script.Fails = null;

        Assert.Single((await again.RoundAsync([7], Cancel)).Held);
    }

    [Fact]
    public async Task Shards_OfTwoNodes_ComeToBeShared()
    {
        int[] shards = [1, 2, 3, 4, 5];
        var first = Node("node-1");
        var second = Node("node-2");
        Assert.Equal(5, (await first.RoundAsync(shards, Cancel)).Held.Count);
        await second.RoundAsync(shards, Cancel);
        var round = await first.RoundAsync(shards, Cancel);
        Assert.Equal([4, 5], round.Excess.Select(l => l.Shard));

        await first.ReleaseAsync(round.Excess, leaving: false, Cancel);
        Assert.Equal([4, 5], (await second.RoundAsync(shards, Cancel)).Held.Select(l => l.Shard));
        Assert.Empty((await first.RoundAsync(shards, Cancel)).Excess);
    }

    [Fact]
    public async Task Shards_OfANodeThatLeft_AreFreeAtOnce()
    {
        var first = Node("node-1");
        var second = Node("node-2");
        var held = (await first.RoundAsync([1, 2, 3], Cancel)).Held;
        await second.RoundAsync([1, 2, 3], Cancel);
        await first.ReleaseAsync(held, leaving: true, Cancel);

        Assert.Equal(3, (await second.RoundAsync([1, 2, 3], Cancel)).Held.Count);
    }

    [Fact]
    public async Task TwoHolders_OfOneShard_NeverBothCommit()
    {
        var gateway = new GatewayModel("store-1", "gw-1");
        var ingest = await IngestFixture.CreateAsync(_one, [gateway], Cancel);
        var zombie = (await LeaseRowAsync())!.Value;
        await ExpireAsync();
        var successor = (await Node("node-2").RoundAsync([gateway.Address.Shard], Cancel)).Held.Single();
        var two = _database.Open();

        var late = await CommitAsync(_one, zombie);
        var now = await CommitAsync(two, successor);
        var later = await CommitAsync(_one, zombie);

        Assert.Equal([OutcomeKind.LeaseLost, OutcomeKind.Applied, OutcomeKind.LeaseLost], [late, now, later]);
        Assert.Equal([1, 2], await ingest.StoredAsync("gw-1", "1-a"));

        async Task<OutcomeKind> CommitAsync(HeadquartersDatabase database, ShardLease lease) =>
            (await GroupCommit.RunAsync(
                database,
                [new IngestTicket(ingest.Reader.Read(gateway.Batch("1-a", 1, 2)), lease, _clock.GetUtcNow().UtcDateTime, false, static (_, _) => { })],
                _clock.GetUtcNow().UtcDateTime,
                null,
                Cancel))[0].Kind;

        async Task<ShardLease?> LeaseRowAsync()
        {
            await using var connection = await _one.OpenAsync(Cancel);
            return (await connection.Command("SELECT shard, holder, token FROM shard_lease WHERE holder IS NOT NULL")
                .ListAsync(r => new ShardLease(r.GetInt32(0), r.GetString(1), r.GetInt64(2)), Cancel)).Single();
        }
    }

    private LeaseTable Node(string name) => new(_one, name, s_duration, _clock);

    /// <summary>Time passes: by the machine's clock on SQLite, in the rows where the database's clock counts.</summary>
    private async Task ExpireAsync()
    {
        _clock.Advance(s_duration);
        if (_database.Provider == "postgres")
        {
            await using var connection = await _one.OpenAsync(Cancel);
            await connection.Command("UPDATE shard_lease SET expires_at = clock_timestamp()").RunAsync(Cancel);
            await connection.Command("UPDATE node SET expires_at = clock_timestamp()").RunAsync(Cancel);
        }
    }
}

public sealed class LeaseOnSqliteTests : LeaseTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class LeaseOnPostgresTests : LeaseTests<PostgresTestDatabase>;
