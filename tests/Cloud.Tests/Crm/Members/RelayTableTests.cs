using Cloud.Crm.Members;
using Cloud.Crm.Storage;
using Tests.Shared;

namespace Cloud.Tests.Crm.Members;

/// <summary>Who is to get a template, where transactions overlap: a matter of PostgreSQL, for SQLite has one writer.</summary>
[Trait("needs", "postgres")]
public sealed class RelayTableTests : IAsyncLifetime
{
    private readonly PostgresTestDatabase _database = new();
    private readonly GatewayModel _one = new("store-1", "gw-1");
    private readonly GatewayModel _two = new("store-2", "gw-2");
    private IngestFixture _ingest = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Cancel);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_one, _two], Cancel);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Key_DatedBeforeTheSpreadAndCommittedAfterIt_IsSpreadTo()
    {
        var relays = new RelayTable(_ingest.Database, _ingest.Clock);
        await RunAsync(
            """
            INSERT INTO member_consent (member, gateway, state, other_stores, given_at) SELECT 'm-1', id, 'given', true, '2026-01-01' FROM gateway WHERE gateway = 'gw-1'
            """);
        await using (var connection = await _ingest.Database.OpenAsync(Cancel))
        await using (var saying = await connection.BeginTransactionAsync(Cancel))
        {
            await saying.Command(
                "INSERT INTO gateway_members (gateway, public_key, key_since) SELECT id, '\\x04', @now FROM gateway WHERE gateway = 'gw-2'",
                ("now", _ingest.Clock.GetUtcNow().UtcDateTime)).RunAsync(Cancel);
            _ingest.Clock.Advance(TimeSpan.FromMilliseconds(50));
            await relays.SpreadAsync(Cancel);
            await saying.CommitAsync(Cancel);
        }

        _ingest.Clock.Advance(TimeSpan.FromMilliseconds(50));
        await relays.SpreadAsync(Cancel);

        await using var asked = await _ingest.Database.OpenAsync(Cancel);
        Assert.Equal(
            ["m-1 to gw-2"],
            await asked.Command("SELECT r.member || ' to ' || g.gateway FROM member_relay r JOIN gateway g ON g.id = r.receiver").ListAsync(r => r.GetString(0), Cancel));
    }

    private Task<int> RunAsync(string sql) => _ingest.Database.WriteAsync(transaction => transaction.Command(sql).RunAsync(Cancel), Cancel);
}
