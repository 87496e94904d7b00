using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Programme;
using Cloud.Crm.Storage;
using Cloud.Tests.Crm.Sales;

namespace Cloud.Tests.Crm.Programme;

/// <summary>Levels in the books, on both databases.</summary>
public abstract class LevelBookTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private SalesShop _shop = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database);
        await _shop.JoinedAsync("m-1", home: "store-1");
        await _shop.SubscribeAsync([LevelNotices.Name]);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Level_AtTheFenThatGivesIt_IsGivenWithOneNotice()
    {
        await _shop.BookAsync(_shop.Sale(1, 499_999));
        Assert.Equal("silver", await LevelAsync());
        await _shop.BookAsync(_shop.Sale(2, 1));
        await _shop.BookAsync(_shop.Sale(2, 1));
        await _shop.BookAsync(_shop.Sale(3, 1));
        Assert.Equal("gold", await LevelAsync());

        string[] told = ["member.level_changed level/m-1/gold/2026 store-1", "member.level_changed level/m-1/silver/2026 store-1"];
        Assert.Equal(told, await _shop.ToldAsync());
        Assert.Equal(
            [" silver sale/" + SalesShop.Id(1), "silver gold sale/" + SalesShop.Id(2)], await _shop.ListAsync("SELECT from_level, to_level, evidence FROM level_change ORDER BY from_level"));

        // Down and up again in the same year is no news.
        await _shop.BookAsync(_shop.Return(4, 2, 1));
        await _shop.BookAsync(_shop.Return(5, 3, 1));
        Assert.Equal("silver", await LevelAsync());
        await _shop.BookAsync(_shop.Sale(6, 1));
        Assert.Equal("gold", await LevelAsync());
        Assert.Equal(told, await _shop.ToldAsync());
    }

    [Fact]
    public async Task Level_WhenTheDaysAreOver_EndsOnceWhoeverLooks()
    {
        await _shop.BookAsync(_shop.Sale(1, 500_000));
        var other = _shop.OnAnotherNode(_database);
        _shop.Clock.Advance(TimeSpan.FromDays(364));
        Assert.Equal(0, await _shop.Watch.LookAsync(100, Cancel));
        Assert.Equal("gold", await LevelAsync());

        _shop.Clock.Advance(TimeSpan.FromDays(1));
        var looked = await Task.WhenAll(new[] { _shop, other, _shop, other }.Select(shop => Task.Run(() => shop.Watch.LookAsync(100, Cancel), Cancel)));
        Assert.Equal(1, looked.Sum());
        Assert.Equal(("", "2"), (await LevelAsync(), await _shop.OneAsync("SELECT count(*) FROM level_change")));
        Assert.Equal("day/2027-11-22", await _shop.OneAsync("SELECT evidence FROM level_change WHERE to_level = ''"));
    }

    [Fact]
    public async Task Rules_Changed_GiveOtherLevelsAndSalesKeepTheirPoints()
    {
        await _shop.BookAsync(_shop.Sale(1, 60_000));
        var rules = SalesShop.Rules with
        {
            Levels = [SalesShop.Rules.Levels[0] with { Rules = [new LevelRule(LevelRule.Spend, 50_000, LevelRule.Calendar)] }], Points = SalesShop.Rules.Points with { Points = 5 },
        };
        Assert.False(await _shop.Programmes.SetAsync(rules, 0, Caller.Headquarters, Cancel));
        var preview = await new LevelPreview(_shop.Database, _shop.Clock).ReadAsync(rules, Cancel);
        Assert.Equal((1L, 1L, 0L), (preview.Members, preview.Up, preview.Down));
        Assert.Equal([("", 1L, 0L), ("silver", 0L, 1L)], preview.Levels.Select(level => (level.Level, level.Now, level.Then)));

        Assert.True(await _shop.Programmes.SetAsync(rules, 1, Caller.Headquarters, Cancel));
        Assert.Equal(1, await _shop.Watch.LookAsync(100, Cancel));
        Assert.Equal(0, await _shop.Watch.LookAsync(100, Cancel));
        Assert.Equal("silver", await LevelAsync());
        await _shop.BookAsync(_shop.Return(2, 1, 10_000));
        Assert.Equal("500", await _shop.OneAsync("SELECT balance FROM points_account"));
    }

    [Fact]
    public async Task Level_GivenByHand_StaysUntilARuleGivesAHigherOne()
    {
        await _shop.JoinedAsync("m-2", level: "silver");
        await _shop.JoinedAsync("m-3", level: "founder");
        await _shop.BookAsync(_shop.Sale(1, 100, "m-2"));
        await _shop.BookAsync(_shop.Sale(2, 600_000, "m-3"));
        Assert.Equal(["silver", "founder"], await _shop.ListAsync("SELECT level FROM member WHERE id <> 'm-1' ORDER BY id"));

        await _shop.BookAsync(_shop.Sale(3, 500_000, "m-2"));
        Assert.Equal("gold", await LevelAsync("m-2"));
        await _shop.BookAsync(_shop.Return(4, 3, 500_000));
        Assert.Equal("silver", await LevelAsync("m-2"));
    }

    [Fact]
    public async Task Level_WrittenByAPersonWhileTheRulesAreLookedAt_Stays()
    {
        await _shop.BookAsync(_shop.Sale(1, 60_000));
        var rules = SalesShop.Rules with { Levels = [SalesShop.Rules.Levels[0] with { Rules = [new LevelRule(LevelRule.Spend, 50_000, LevelRule.Rolling, 365)] }, SalesShop.Rules.Levels[1]] };
        Assert.True(await _shop.Programmes.SetAsync(rules, 1, Caller.Headquarters, Cancel));

        // The rules would write silver. They have read the customer when the notice of the rise asks what time it is, and have not written yet.
        await _shop.Database.WriteAsync(
            async look =>
            {
                var moment = new AskedClock(_shop.Clock, () => Task.Run(() => GiveAsync(look), Cancel).GetAwaiter().GetResult());
                var levels = new LevelBook(_shop.Database, new LevelNotices(new WebhookEvents(new OutgoingTable(_shop.Database, _shop.Clock), moment)), _shop.Clock);
                await levels.LookAsync(look, await _shop.Programmes.CurrentAsync(look, Cancel), ["m-1"], new Dictionary<string, string>(), Cancel);
                Assert.True(moment.WasAsked);
                return true;
            },
            Cancel);
        Assert.Equal("gold", await LevelAsync());

        await _shop.Watch.LookAsync(100, Cancel);
        await _shop.BookAsync(_shop.Sale(2, 100));
        Assert.Equal("gold", await LevelAsync());

        // SQLite has one writer: what is written in between can only be of the same transaction.
        async Task GiveAsync(DbTransaction look)
        {
            const string give = "UPDATE member SET level = 'gold' WHERE id = 'm-1'";
            if (_shop.Database.Provider == "sqlite")
            {
                await look.Command(give).RunAsync(Cancel);
                return;
            }

            await using var connection = await _shop.Database.OpenAsync(Cancel);
            await connection.Command(give).RunAsync(Cancel);
        }
    }

    [Fact]
    public async Task Level_ThatWasPaidFor_HoldsItsDaysAndGoesBackWithTheGoods()
    {
        await _shop.BookAsync(_shop.Sale(1, 9_900, sku: "gold-card"));
        Assert.Equal("gold", await LevelAsync());
        await _shop.BookAsync(_shop.Return(2, 1, 9_900, "gold-card"));
        Assert.Equal("", await LevelAsync());

        await _shop.BookAsync(_shop.Sale(3, 9_900, sku: "gold-card"));
        _shop.Clock.Advance(TimeSpan.FromDays(29));
        await _shop.Watch.LookAsync(100, Cancel);
        Assert.Equal("gold", await LevelAsync());
        _shop.Clock.Advance(TimeSpan.FromDays(1));
        await _shop.Watch.LookAsync(100, Cancel);
        Assert.Equal("", await LevelAsync());
    }

    [Fact]
    public async Task Books_AfterAnythingTwice_AgreeAndAreTheSame()
    {
        var random = new Random(7);
        var done = new List<Func<Task>>();
        for (var i = 1; i <= 25; i++)
        {
            var (number, fen, original) = (i, random.Next(1, 300) * 100, random.Next(1, i + 1));
            var sale = random.Next(4) == 0 && original < i ? _shop.Return(number, original, fen / 10) : _shop.Sale(number, fen) with { PointsBurnt = random.Next(3) == 0 ? random.Next(60) : 0 };
            done.Add(() => _shop.BookAsync(sale, isStrict: false));
        }

        done.Insert(12, () => _shop.Desk.ExpireAsync(10, Cancel));
        foreach (var step in done)
        {
            await step();
            await _shop.AssertAgreesAsync();
        }

        var books = await BooksAsync();
        foreach (var step in done)
        {
            await step();
        }

        Assert.Equal(books, await BooksAsync());
        _shop.Clock.Advance(TimeSpan.FromDays(400));
        await _shop.Desk.ExpireAsync(10, Cancel);
        Assert.Equal(0, await _shop.Desk.ExpireAsync(10, Cancel));
        Assert.Equal("0", await _shop.OneAsync("SELECT balance FROM points_account"));
        await _shop.AssertAgreesAsync();
    }

    /// <summary>A clock that lets something happen the first time it is asked.</summary>
    private sealed class AskedClock(TimeProvider clock, Action first) : TimeProvider
    {
        internal bool WasAsked { get; private set; }

        public override DateTimeOffset GetUtcNow()
        {
            if (!WasAsked)
            {
                WasAsked = true;
                first();
            }

            return clock.GetUtcNow();
        }
    }

    private Task<string> LevelAsync(string member = "m-1") => _shop.OneAsync($"SELECT level FROM member WHERE id = '{member}'");

    private async Task<List<string>> BooksAsync() =>
    [
        .. await _shop.ListAsync("SELECT id, points, remaining FROM points_entry ORDER BY id"),
        .. await _shop.ListAsync("SELECT balance, owed, level FROM points_account"),
        .. await _shop.ListAsync("SELECT location, quantity FROM stock_level ORDER BY location"),
        .. await _shop.ListAsync("SELECT day, sales, returns, sold_fen, returned_fen FROM sale_day ORDER BY day"),
        .. await _shop.ListAsync("SELECT key FROM outgoing ORDER BY key"),
    ];
}

public sealed class LevelBookOnSqliteTests : LevelBookTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class LevelBookOnPostgresTests : LevelBookTests<PostgresTestDatabase>;
