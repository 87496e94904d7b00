using Cloud.Contracts.Members;
using Cloud.Crm.Members;
using Cloud.Tests.Crm.Sales;

namespace Cloud.Tests.Crm.Programme;

/// <summary>Which stores are told of whom, on both databases.</summary>
public abstract class MemberStoresTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly Dictionary<int, (HeldProfiles Held, SortedSet<string> Members)> _gateways = [];
    private SalesShop _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database);
        await _shop.RunAsync("INSERT INTO gateway_members (gateway) SELECT id FROM gateway");
        (_gateways[1], _gateways[2]) = ((new HeldProfiles(null, 0, 0), []), (new HeldProfiles(null, 0, 0), []));
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Profile_GoesToTheHomeStoreAndWhereSomebodyBought_AndNowhereElse()
    {
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.JoinedAsync("m-2", home: "store-2");
        await _shop.JoinedAsync("m-3");
        Assert.Equal("m-1 m-3 | m-2 m-3", await StoresAsync());

        await _shop.BookAsync(_shop.Sale(1, 100, "m-1", store: "store-2"));
        await _shop.BookAsync(_shop.Sale(2, 100, "m-3", store: "store-2"));
        Assert.Equal("m-1 | m-1 m-2 m-3", await StoresAsync());

        // Whoever moves is forgotten where nothing else keeps him.
        await _shop.JoinedAsync("m-2", home: "store-1");
        Assert.Equal("m-1 m-2 | m-1 m-3", await StoresAsync());
    }

    [Fact]
    public async Task Profile_OfALevelThatIsKnownEverywhere_GoesToAllStoresAndComesBackWithTheLevel()
    {
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.BookAsync(_shop.Sale(1, 500_000, "m-1"));
        Assert.Equal("m-1 | m-1", await StoresAsync());

        await _shop.BookAsync(_shop.Return(2, 1, 500_000));
        Assert.Equal("m-1 | ", await StoresAsync());
    }

    [Fact]
    public async Task Profile_WithAFaceInAStore_IsKnownThereWhileTheConsentHolds()
    {
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.RunAsync("INSERT INTO member_consent (member, gateway, state, other_stores, given_at) SELECT 'm-1', g.id, 'given', m.gone, @now FROM gateway g, member m WHERE g.gateway = 'gw-2'");
        Assert.Equal("m-1 | m-1", await StoresAsync());

        await _shop.RunAsync("UPDATE member_consent SET state = 'withdrawn'");
        Assert.Equal("m-1 | ", await StoresAsync());
    }

    [Fact]
    public async Task Profile_AStoreNotSeenForThirteenMonths_ForgetsIt()
    {
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.BookAsync(_shop.Sale(1, 100, "m-1", store: "store-2"));
        _shop.Clock.Advance(new DateTime(2027, 12, 22) - new DateTime(2026, 11, 22));
        Assert.Equal("m-1 | m-1", await StoresAsync());

        _shop.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal("m-1 | ", await StoresAsync());
    }

    [Fact]
    public async Task Gateway_WhoseStoreNothingConcerns_IsSentNothing()
    {
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.JoinedAsync("m-2", home: "store-2");
        await StoresAsync();
        var held = _gateways[2].Held;
        await _shop.JoinedAsync("m-1", home: "store-1");
        await PlaceAsync();
        await Table.PassOverAsync(Cancel);

        Assert.Equal("1", await _shop.OneAsync("SELECT count(*) FROM gateway_members WHERE seen = (SELECT version FROM member_line)"));
        Assert.Null(await Table.NextRunAsync(2, "gw-2", held, SalesShop.Keys.Key!, Cancel));
        Assert.NotNull(await Table.NextRunAsync(1, "gw-1", _gateways[1].Held, SalesShop.Keys.Key!, Cancel));
    }

    private ProfileTable Table => new(_shop.Database, _shop.Clock);

    private async Task PlaceAsync()
    {
        while (await _shop.Places.PlaceAsync(Cancel))
        {
        }

        await _shop.Places.PlaceAsync(Cancel);
    }

    /// <summary>Sends every gateway what it is to know, as the courier does, and says who is known in which store.</summary>
    private async Task<string> StoresAsync()
    {
        await PlaceAsync();
        foreach (var gateway in _gateways.Keys.ToArray())
        {
            var (held, members) = _gateways[gateway];
            while (await Table.NextRunAsync(gateway, $"gw-{gateway}", held, SalesShop.Keys.Key!, Cancel) is var (line, after, upTo, run))
            {
                Assert.Equal(held.Line == line ? held.Version : 0, after);
                if (after == 0)
                {
                    members.Clear();
                }

                members.UnionWith(run.Members.Select(member => member.Id));
                members.ExceptWith(run.Gone);
                held = new HeldProfiles(line, upTo, members.Count);
                await Table.HoldsAsync(gateway, held, _shop.Clock.GetUtcNow().UtcDateTime, Cancel);
            }

            _gateways[gateway] = (held, members);
        }

        return string.Join(" | ", _gateways.OrderBy(g => g.Key).Select(g => string.Join(' ', g.Value.Members)));
    }
}

public sealed class MemberStoresOnSqliteTests : MemberStoresTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class MemberStoresOnPostgresTests : MemberStoresTests<PostgresTestDatabase>;
