using System.Globalization;
using Cloud.Contracts;
using Cloud.Crm.Clocks;
using Cloud.Crm.Fleet;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;
using Cloud.Tests.Crm.Sales;
using Tests.Shared;

namespace Cloud.Tests.Crm.Clocks;

/// <summary>When things happened at a store whose clock was wrong, and what headquarters' figures make of it, on both databases.</summary>
public abstract class TimeCorrectionTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private SalesShop _shop = null!;
    private SimulatedBox _box = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ManualClock Clock => _shop.Clock;

    public async ValueTask InitializeAsync()
    {
        _shop = await SalesShop.CreateAsync(_database, true, _gateway);
        // 17:00 of the store, Shanghai, on the 22nd.
        Clock.Advance(new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero) - Clock.GetUtcNow());
        _box = new SimulatedBox(_gateway, Clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task BootAt1970_ThenSynchronised_MovesWhatCameToWhenItHappened_Once()
    {
        await LiveAsync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        await BookAsync();
        // The last of it was there when it came, and so that is the latest that the rest can have been.
        Assert.Equal(["2026-11-22T16:00:00Z 3 0 0", "2026-11-22T18:00:00Z 4 1 60"], await HoursAsync());
        Assert.Equal(["2026-11-23 1 990"], await DaysAsync());

        _box.Sync();
        var sync = _box.Send();
        await _shop.Ingest.ApplyAsync(sync);
        await CorrectAsync();

        string[] hours = ["2026-11-22T10:00:00Z 3 0 0", "2026-11-22T11:00:00Z 4 1 60"];
        Assert.Equal(hours, await HoursAsync());
        Assert.Equal("7", await TextAsync("SELECT CAST(CAST(sum(people) AS bigint) AS text) FROM visit_hour_zone"));
        Assert.Equal(["2026-11-22 1 990"], await DaysAsync());
        Assert.Equal("2026-11-22 2026-11-22", await TextAsync("SELECT day || ' ' || counts_day FROM sale"));
        Assert.Equal(["v-1 2026-11-22T11:30:00Z"], await TimesAsync("SELECT visit, arrived_at FROM member_visit"));
        Assert.Equal(
            ["2026-11-22T11:40:00Z", "2026-11-22T11:45:00Z"],
            (await TimesAsync("SELECT reason, at FROM stock_move ORDER BY at")).Select(move => move.Split(' ')[1]).Distinct());

        // Again, and everything once more: nothing moves twice. What came is as it came.
        Assert.False(await new TimeCorrection(_shop.Database).RoundAsync(Cancel));
        await _shop.Ingest.ApplyAsync(sync);
        Assert.False(await new TimeCorrection(_shop.Database).RoundAsync(Cancel));
        Assert.Equal(hours, await HoursAsync());
        Assert.Equal(0, await _shop.Ingest.CountAsync("SELECT count(*) FROM event WHERE corrected_at IS NULL AND NOT clock_synced"));
        var events = await EventsAsync();
        Assert.Equal((TimeQuality.Exact, 1970), (events[0].TimeQuality, events[^1].Time.Year));
        Assert.All(events.Skip(1), e => Assert.Equal((TimeQuality.Corrected, 1970, 22), (e.TimeQuality, e.Time.Year, e.HappenedAt.Day)));
        Assert.Equal(events.OrderByDescending(e => e.Position).Select(e => e.HappenedAt), events.Select(e => e.HappenedAt).OrderDescending());
    }

    [Fact]
    public async Task Sale_ThatWaitsToBeBooked_IsBookedOnTheDayItWasMade()
    {
        await LiveAsync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        await CorrectAsync();
        await BookAsync();
        Assert.Equal(["2026-11-22 1 990"], await DaysAsync());
    }

    [Fact]
    public async Task WrongClock_SetBackAndForward_ChangesNothing()
    {
        Count(1);
        Clock.Advance(TimeSpan.FromHours(1));
        _box.Step(TimeSpan.FromHours(-1));
        Count(2);
        Clock.Advance(TimeSpan.FromHours(1));
        _box.Step(TimeSpan.FromDays(20_000));
        Count(4);
        Clock.Advance(TimeSpan.FromHours(6));
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        await CorrectAsync();
        Assert.Equal(["2026-11-22T09:00:00Z 1 0 0", "2026-11-22T10:00:00Z 2 0 0", "2026-11-22T11:00:00Z 4 0 0"], await HoursAsync());
    }

    [Fact]
    public async Task YearWithoutTime_IsReckonedFromTheLastSync_AtOnce()
    {
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.LoseSync();
        Clock.Advance(TimeSpan.FromDays(365));
        _box.Step(TimeSpan.FromDays(-300));
        Count(3);
        var happened = Clock.GetUtcNow().UtcDateTime;
        Clock.Advance(TimeSpan.FromHours(5));
        await _shop.Ingest.ApplyAsync(_box.Send());
        var counted = (await EventsAsync())[0];
        Assert.Equal((TimeQuality.Corrected, happened), (counted.TimeQuality, counted.HappenedAt));
        Assert.False(await new TimeCorrection(_shop.Database).RoundAsync(Cancel));
        Assert.Equal(["2027-11-22T09:00:00Z 3 0 0"], await HoursAsync());
    }

    [Fact]
    public async Task StartThatWasNeverSynchronised_HasBounds_AndTheNextOnesSyncDoesNotTouchIt()
    {
        _box.Sync();
        var known = Clock.GetUtcNow().UtcDateTime;
        await _shop.Ingest.ApplyAsync(_box.Send());
        Clock.Advance(TimeSpan.FromHours(1));
        _box.Reboot();
        Count(1);
        Clock.Advance(TimeSpan.FromHours(3));
        Count(2);
        await _shop.Ingest.ApplyAsync(_box.Send());
        var came = Clock.GetUtcNow().UtcDateTime;
        Clock.Advance(TimeSpan.FromHours(1));
        _box.Reboot();
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        Assert.False(await new TimeCorrection(_shop.Database).RoundAsync(Cancel));

        // The last one came at once, and so three hours between them are known too, though no clock was right.
        var events = (await EventsAsync()).Where(e => e.Type == EventTypes.VisitCounted).ToList();
        Assert.All(events, e => Assert.Equal((TimeQuality.Bounded, known), (e.TimeQuality, e.NotBefore)));
        Assert.Equal([came, came.AddHours(-3)], events.Select(e => e.HappenedAt));
        Assert.Equal(["2026-11-22T10:00:00Z 1 0 0", "2026-11-22T13:00:00Z 2 0 0"], await HoursAsync());
    }

    [Fact]
    public async Task ServiceRestartedBeforeTheSync_SharesTheClockOfItsStart()
    {
        _box.SayHealth();
        Count(1);
        Clock.Advance(TimeSpan.FromHours(4));
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.Restart();
        Count(2);
        Clock.Advance(TimeSpan.FromHours(4));
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        await CorrectAsync();
        Assert.Equal(["2026-11-22T09:00:00Z 1 0 0", "2026-11-22T13:00:00Z 2 0 0"], await HoursAsync());
    }

    [Fact]
    public async Task HeadquartersKilledInTheMiddle_GoesOnWhereItWas_AndNothingMovesTwice()
    {
        const int people = (2 * TimeCorrection.MostEvents) + 10;
        for (var i = 0; i < people; i++)
        {
            Count(1);
        }

        Clock.Advance(TimeSpan.FromHours(5));
        await _shop.Ingest.ApplyAsync(_box.Send());
        _box.Sync();
        await _shop.Ingest.ApplyAsync(_box.Send());
        Assert.True(await new TimeCorrection(_shop.Database).RoundAsync(Cancel));
        var killed = new TimeCorrection(_shop.Database) { Committing = static () => throw new IOException("killed") };
        await Assert.ThrowsAsync<IOException>(() => killed.RoundAsync(Cancel));
        Assert.Equal(["2026-11-22T09:00:00Z 500 0 0", "2026-11-22T14:00:00Z 510 0 0"], await HoursAsync());

        // Events go on coming meanwhile.
        Count(1);
        await _shop.Ingest.ApplyAsync(_box.Send());
        await CorrectAsync();
        Assert.Equal(["2026-11-22T09:00:00Z 1010 0 0", "2026-11-22T14:00:00Z 1 0 0"], await HoursAsync());
        Assert.Equal("1011", await TextAsync("SELECT CAST(CAST(sum(people) AS bigint) AS text) FROM visit_hour_zone"));
    }

    /// <summary>A day at a store without a network and with a clock in 1970; the night comes before it is sent.</summary>
    private async Task LiveAsync()
    {
        await _shop.RunAsync("UPDATE store SET time_zone = 'Asia/Shanghai'");
        Clock.Advance(TimeSpan.FromHours(1));
        Count(3);
        Clock.Advance(TimeSpan.FromHours(1.5));
        _box.Say(EventTypes.VipArrived, """{"member":"m-1","how":"face","visit":"v-1","zone":"door"}""");
        Clock.Advance(TimeSpan.FromMinutes(10));
        _box.Say(EventTypes.StockItemTaken, """{"plate":"a-1","sku":"oat-milk","count":2,"on_plate":4}""", "plate-1");
        Clock.Advance(TimeSpan.FromMinutes(5));
        _box.Say(EventTypes.SaleRecorded, $$"""{"sale":"{{SalesShop.Id(1)}}","till":"till-1","total_fen":990,"lines":[{"sku":"sencha","quantity":1,"amount_fen":990}]}""", "till-1");
        _box.Say(EventTypes.VisitEnded, """{"zone":"door","dwell_seconds":60,"visit":"v-2"}""");
        Count(4);
        Clock.Advance(TimeSpan.FromHours(6.5));
    }

    private void Count(int people) => _box.Say(EventTypes.VisitCounted, string.Create(CultureInfo.InvariantCulture, $$"""{"zone":"door","count":{{people}}}"""));

    private async Task CorrectAsync()
    {
        var correction = new TimeCorrection(_shop.Database);
        Assert.True(await correction.RoundAsync(Cancel));
        while (await correction.RoundAsync(Cancel))
        {
        }
    }

    private async Task BookAsync() => Assert.Equal(1, await _shop.Inbox.BookAsync(SaleKind.Sale, 10, Cancel));

    private async Task<List<EventView>> EventsAsync() =>
        await _shop.Ingest.Queries.EventsAsync([.. (await _shop.Ingest.Queries.MarksAsync("store-1", Cancel)).Select(m => (m, 0L, long.MaxValue))], 100, Cancel);

    /// <summary>The hours in which somebody was.</summary>
    private async Task<List<string>> HoursAsync()
    {
        await using var connection = await _shop.Database.OpenAsync(Cancel);
        return await connection.Command("SELECT hour, people, stays, dwell_seconds FROM visit_hour WHERE people <> 0 OR stays <> 0 OR dwell_seconds <> 0 ORDER BY hour").ListAsync(
            r => string.Create(CultureInfo.InvariantCulture, $"{_shop.Database.ReadTime(r, 0):yyyy-MM-ddTHH:mm:ssZ} {r.GetInt64(1)} {r.GetInt64(2)} {r.GetInt64(3)}"), Cancel);
    }

    private async Task<List<string>> TimesAsync(string sql)
    {
        await using var connection = await _shop.Database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetString(0)} {_shop.Database.ReadTime(r, 1):yyyy-MM-ddTHH:mm:ssZ}"), Cancel);
    }

    private async Task<List<string>> DaysAsync()
    {
        await using var connection = await _shop.Database.OpenAsync(Cancel);
        return await connection.Command("SELECT day, sales, sold_fen FROM sale_day WHERE sales <> 0 OR sold_fen <> 0 ORDER BY day")
            .ListAsync(r => string.Create(CultureInfo.InvariantCulture, $"{r.GetString(0)} {r.GetInt64(1)} {r.GetInt64(2)}"), Cancel);
    }

    private async Task<string> TextAsync(string sql)
    {
        await using var connection = await _shop.Database.OpenAsync(Cancel);
        return (await connection.Command(sql).ListAsync(r => r.GetString(0), Cancel)).Single();
    }
}

public sealed class TimeCorrectionOnSqliteTests : TimeCorrectionTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class TimeCorrectionOnPostgresTests : TimeCorrectionTests<PostgresTestDatabase>;
