using Cloud.Crm.Stock;
using static Cloud.Tests.Crm.Stock.StockSaid;

namespace Cloud.Tests.Crm.Stock;

/// <summary>What each event of a store does to the books, on both databases.</summary>
public abstract class StockIngestTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private readonly T _database = new();
    private readonly GatewayModel _one = new("store-1", "gw-1");
    private readonly GatewayModel _two = new("store-1", "gw-2");
    private StockStore _store = null!;

    public async ValueTask InitializeAsync() => _store = await StockStore.CreateAsync(_database, _one, _two);

    public async ValueTask DisposeAsync()
    {
        await _store.AssertAddsUpAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Taken_GoesFromThePlateIntoTheBasket_AndReturnedBack()
    {
        await _store.SayAsync(_one, Taken(1, "p1", "cola", 3), Returned(2, "p1", "cola", 1));

        Assert.Equal("basket 2, plate/p1 -2", await BooksAsync("cola"));
    }

    [Fact]
    public async Task OnPlate_OpensTheBooksAndCorrectsThemAgainstTheLoss()
    {
        await _store.SayAsync(_one, Taken(1, "p1", "cola", 1, onPlate: 11));
        Assert.Equal("basket 1, loss -12, plate/p1 11", await BooksAsync("cola"));

        await _store.SayAsync(_one, Taken(2, "p1", "cola", 1, onPlate: 10), Taken(3, "p1", "cola", 1, onPlate: 8), Taken(4, "p1", "cola", 2, onPlate: 6));
        Assert.Equal("basket 5, loss -11, plate/p1 6", await BooksAsync("cola"));
        Assert.Equal(
            ["12 loss plate/p1 plate_count event/1/1", "1 plate/p1 loss plate_count event/1/3"],
            await _store.ListAsync("SELECT quantity, from_location, to_location, reason, evidence FROM stock_move WHERE reason = 'plate_count' ORDER BY at"));
    }

    [Fact]
    public async Task Restock_ComesFromTheBackroom()
    {
        await MoveAsync("cola", 24, StockLocation.Vendor, StockLocation.Backroom, StockReason.Receipt, 0);
        await _store.SayAsync(_one, Returned(1, "p1", "cola", 12, onPlate: 12, restock: true));

        Assert.Equal("backroom 12, plate/p1 12, vendor -24", await BooksAsync("cola"));
    }

    [Fact]
    public async Task Batch_ComesTwice_MovesOnce()
    {
        var batch = _store.Batch(_one, Taken(1, "p1", "cola", 2));
        await _store.Ingest.ApplyAsync(batch, batch);
        await _store.Ingest.ApplyAsync(batch);

        Assert.Equal("basket 2, plate/p1 -2", await BooksAsync("cola"));
    }

    [Fact]
    public async Task Sale_OfGoodsOnPlates_EmptiesTheBasketWhicheverIsToldFirst()
    {
        await SellAsync("cola", 1, 5);
        await SellAsync("bread", 2, 5);
        await SellAsync("milk", 1, 0);
        Assert.Equal("customer 1, shelf -1", await BooksAsync("cola"));

        await _store.SayAsync(_one, Taken(4, "p1", "cola", 1, onPlate: 9), Taken(4, "p2", "milk", 1));
        Assert.Equal("customer 1, loss -10, plate/p1 9", await BooksAsync("cola"));
        Assert.Equal("customer 2, shelf -2", await BooksAsync("bread"));
        Assert.Equal("basket 1, customer 1, plate/p2 -1, shelf -1", await BooksAsync("milk"));

        await SellAsync("milk", 1, 6);
        Assert.Equal("customer 2, plate/p2 -1, shelf -1", await BooksAsync("milk"));
    }

    [Fact]
    public async Task PlateThatRecounts_SetsItsOtherGoodsRight_WhateverItSaysBesides()
    {
        await _store.SayAsync(_one, Taken(1, "p1", "cola", 1, onPlate: 9), Taken(2, "p1", "milk", 1, onPlate: 4));
        await _store.SayAsync(_one, Recounting(Taken(3, "p1", "milk", 1, onPlate: 3), """[{"sku":"cola","on_plate":10}]"""));
        Assert.Equal("basket 1, loss -11, plate/p1 10", await BooksAsync("cola"));
        Assert.Equal("basket 2, loss -5, plate/p1 3", await BooksAsync("milk"));

        await _store.SayAsync(_one, Recounting(Ambiguous(4, "p1"), """[{"sku":"milk","on_plate":4}]"""), Recounting(Disturbed(5, "p1"), """[{"sku":"cola","on_plate":9},{"sku":"tea","on_plate":2}]"""));
        Assert.Equal("basket 1, loss -10, plate/p1 9", await BooksAsync("cola"));
        Assert.Equal("basket 2, loss -6, plate/p1 4", await BooksAsync("milk"));
        Assert.Equal("loss -2, plate/p1 2", await BooksAsync("tea"));
    }

    /// <summary>A count that cannot be one is not booked; what else the event says is.</summary>
    [Theory]
    [InlineData("""{"sku":"cola","on_plate":3}""")]
    [InlineData("""[{"sku":"cola","on_plate":-3},{"sku":"","on_plate":3},{"on_plate":3},{"sku":"cola"},[],7,null]""")]
    [InlineData("7")]
    public async Task RecountThatCannotBeOne_IsNotBooked(string recounted)
    {
        await _store.SayAsync(_one, Taken(1, "p1", "cola", 1, onPlate: 9), Recounting(Taken(2, "p1", "milk", 1, onPlate: 4), recounted));
        Assert.Equal("basket 1, loss -10, plate/p1 9", await BooksAsync("cola"));
        Assert.Equal("basket 1, loss -5, plate/p1 4", await BooksAsync("milk"));
    }

    [Fact]
    public async Task Count_KnowsWhatMovedSinceItWasMade()
    {
        await MoveAsync("bread", 20, StockLocation.Vendor, StockLocation.Shelf, StockReason.Receipt, 0);
        await SellAsync("bread", 2, 10);
        await SellAsync("bread", 3, 30);

        // 17 were there at minute 20; the books had 18.
        await _store.SayAsync(_one, Counted(20, "shelf", "bread", 17));
        Assert.Equal("customer 5, loss 1, shelf 14, vendor -20", await BooksAsync("bread"));
        Assert.Equal(["17 18"], await _store.ListAsync("SELECT counted, expected FROM stock_count"));

        // A till that was offline tells of minute 15: whoever counted had seen that.
        await SellAsync("bread", 1, 15);
        Assert.Equal("customer 6, shelf 14, vendor -20", await BooksAsync("bread"));
    }

    [Fact]
    public async Task Count_OlderThanOneThatIsKnown_ChangesNothing()
    {
        await _store.SayAsync(_one, Counted(20, "backroom", "bread", 17));
        await _store.SayAsync(_two, Counted(10, "仓库", "bread", 30));

        Assert.Equal("backroom 17, loss -17", await BooksAsync("bread"));
    }

    [Fact]
    public async Task Count_OfSeveralSessionsAtOnePlace_IsTheSumOfTheParts()
    {
        await _store.SayAsync(_one, Counted(10, "Aisle 3", "bread", 5, "s-1"));
        await _store.SayAsync(_two, Counted(14, "Aisle 3", "bread", 3, "s-2"));
        Assert.Equal("loss -8, shelf 8", await BooksAsync("bread"));

        await _store.SayAsync(_two, Counted(90, "Aisle 3", "bread", 6, "s-3"));
        Assert.Equal("loss -6, shelf 6", await BooksAsync("bread"));
        Assert.Equal(["s-1 Aisle 3 closed gateway", "s-2 Aisle 3 closed gateway", "s-3 Aisle 3 closed gateway"], await _store.ListAsync("SELECT id, name, state, source FROM stocktake ORDER BY id"));
    }

    [Fact]
    public async Task Count_OfAPlate_BeatsWhatThePlateSaidBefore_AndNotWhatItSaysLater()
    {
        await _store.SayAsync(_one, Taken(1, "p1", "cola", 1, onPlate: 11), Ambiguous(2, "p1"));
        await _store.SayAsync(_one, Counted(3, "p1", "cola", 9, plate: "p1"), Taken(4, "p1", "cola", 1, onPlate: 8));
        await _store.SayAsync(_two, Counted(2, "p1", "cola", 10, plate: "p1"));

        Assert.Equal("basket 2, loss -10, plate/p1 8", await BooksAsync("cola"));
    }

    [Fact]
    public async Task Weight_IsBookedInGrams_AndNotOnGoodsOfPieces()
    {
        await _store.Ingest.ApplyAsync(_store.Batch(_one, Counted(1, "shelf", "ham", 2, unit: "piece")));
        await _store.ListAsync("UPDATE product SET unit = 'gram' WHERE sku = 'ham' RETURNING sku");
        await _store.SayAsync(_one, Counted(5, "shelf", "ham", 1_250_500, unit: "mg"), Counted(6, "shelf", "ham", 3));

        Assert.Equal("loss -1251, shelf 1251", await BooksAsync("ham"));
        Assert.Equal(["count_unit ham event/1/3"], await _store.ListAsync("SELECT kind, subject, evidence FROM stock_alarm"));
    }

    [Fact]
    public async Task Doubt_StandsUntilItIsSettled_AndIsRaisedOnce()
    {
        await _store.SayAsync(_one, Ambiguous(1, "p1"), Ambiguous(2, "p1"), Disturbed(2, "p2"), Disturbed(3, "p3"));
        await _store.SayAsync(_one, Taken(4, "p1", "cola", 1), Taken(5, "p2", "cola", 1));
        Assert.Equal(["p1 ambiguous event/1/1", "p2 - -", "p3 disturbed event/1/4"], await _store.ListAsync("SELECT plate, doubt, doubt_evidence FROM stock_plate ORDER BY plate"));
        Assert.Equal(["ambiguous p1", "disturbed p3"], await OpenAlarmsAsync());

        await _store.SayAsync(_one, Counted(6, "p1", "cola", 9, plate: "p1"), Counted(6, "p3", "cola", 9, plate: "p3"));
        Assert.Equal(["p1 -", "p2 -", "p3 -"], await _store.ListAsync("SELECT plate, doubt FROM stock_plate ORDER BY plate"));
        Assert.Empty(await OpenAlarmsAsync());
    }

    [Fact]
    public async Task StoresOwnAlarm_BeginsOnceAndEnds()
    {
        await _store.SayAsync(_one, Low(1, "cola", 3));
        await _store.SayAsync(_one, Low(2, "cola", 2));
        await _store.SayAsync(_two, Low(3, "cola", 1));
        Assert.Equal(["shelf_low cola", "shelf_low cola"], await OpenAlarmsAsync());

        await _store.SayAsync(_one, Restored(4, "cola", 6), Low(5, "cola", 3), Restored(6, "cola", 7), Low(7, "cola", 2));
        Assert.Equal(["1 2", "1 -", "2 -"], (await _store.ListAsync("SELECT source, CASE WHEN ended_at IS NULL THEN NULL ELSE 2 END FROM stock_alarm ORDER BY source, ended_at IS NULL")));
    }

    [Theory]
    [InlineData("stock.item.taken", """{"plate":"p1","sku":"cola","count":0}""")]
    [InlineData("stock.item.taken", """{"plate":"p1","sku":"cola","count":-3}""")]
    [InlineData("stock.item.taken", """{"plate":"p1","sku":"cola","count":"3"}""")]
    [InlineData("stock.item.taken", """{"plate":"","sku":"cola","count":1}""")]
    [InlineData("stock.item.returned", """{"plate":"p1","sku":7,"count":1}""")]
    [InlineData("stock.count.recorded", """{"location":"shelf","sku":"cola","counted":-1,"who":"Li"}""")]
    [InlineData("stock.count.recorded", """{"location":"shelf","sku":"a\u0000b","counted":1,"who":"Li"}""")]
    [InlineData("stock.level.low", """{"sku":"cola","on_hand":1.5,"threshold":3}""")]
    public async Task Event_ThatSaysNoQuantity_IsKeptAndBooksNothing(string type, string data)
    {
        await _store.SayAsync(_one, (type, 1, data), Taken(2, "p1", "cola", 1));

        Assert.Equal("basket 1, plate/p1 -1", await BooksAsync("cola"));
        Assert.Equal(2, await _store.Ingest.CountAsync("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task Clock_ThatGoesBack_DoesNotChangeTheOrderOfAPlate()
    {
        await _store.SayAsync(_one, Taken(10, "p1", "cola", 1, onPlate: 11), Taken(2, "p1", "cola", 1, onPlate: 10), Taken(2, "p1", "cola", 2, onPlate: 8));

        Assert.Equal("basket 4, loss -12, plate/p1 8", await BooksAsync("cola"));
        Assert.Equal(["1"], await _store.ListAsync("SELECT count(*) FROM stock_move WHERE reason IN ('plate_count', 'already_counted')"));
    }

    private Task<string> BooksAsync(string sku) => _store.BooksAsync("store-1", sku);

    private Task<List<string>> OpenAlarmsAsync() => _store.ListAsync("SELECT kind, subject FROM stock_alarm WHERE ended_at IS NULL ORDER BY kind, subject");

    private Task<int> MoveAsync(string sku, long quantity, string from, string to, string reason, double minute) =>
        _store.MoveAsync(new StockMove("store-1", sku, quantity, from, to, reason, "purchase/1", StockStore.Minute(minute), "anna"));

    private Task<int> SellAsync(string sku, long quantity, double minute) =>
        _store.MoveAsync(new StockMove("store-1", sku, quantity, StockLocation.Shelf, StockLocation.Customer, StockReason.Sale, "sale/1", StockStore.Minute(minute), "till-1"));
}

public sealed class StockIngestOnSqliteTests : StockIngestTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockIngestOnPostgresTests : StockIngestTests<PostgresTestDatabase>;
