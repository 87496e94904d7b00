using Cloud.Crm.Access;
using Cloud.Crm.Stock;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Goods on their way between stores, on both databases.</summary>
public abstract class TransferTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private static readonly Caller s_manager = new("mei", "Mei", Role.Manager, new HashSet<string> { "store-2" });
    private readonly T _database = new();
    private StockChain _chain = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _chain = await StockChain.CreateAsync(_database);

    public async ValueTask DisposeAsync()
    {
        await _chain.Store.AssertAddsUpAsync();
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Transfer_ArrivesInParts_AndWhatIsMissingStaysInTransitUntilItIsSettled()
    {
        await _chain.DeliverAsync("store-1", "cola", 10);
        var body = new TransferBody("store-1", "store-2", [new TransferGoods("cola", 8)]);
        var made = await _chain.Transfers.CreateAsync(body, s_manager, "k", Cancel);
        Assert.Equal(made.Value!.Id, (await _chain.Transfers.CreateAsync(body, s_manager, "k", Cancel)).Value!.Id);
        var id = made.Value.Id;
        Assert.Equal(404, (await _chain.Transfers.ShipAsync(id, null, s_manager, Cancel)).Status);
        Assert.Equal(409, (await _chain.Transfers.ReceiveAsync(id, Part(1), s_manager, null, Cancel)).Status);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _chain.Transfers.ShipAsync(id, null, StockChain.Anna, Cancel), Cancel)));
        Assert.Equal("backroom 2, transit 8, vendor -10", await _chain.Store.BooksAsync("store-1", "cola"));

        Assert.Equal(200, (await _chain.Transfers.ReceiveAsync(id, Part(5), s_manager, "part-1", Cancel)).Status);
        Assert.Equal(200, (await _chain.Transfers.ReceiveAsync(id, Part(5), s_manager, "part-1", Cancel)).Status);
        var tooMany = await _chain.Transfers.ReceiveAsync(id, Part(4), s_manager, "part-2", Cancel);
        Assert.Equal((409, "3 of 'cola' are on their way with this transfer, not 4; count what is too much where it lies"), (tooMany.Status, tooMany.Refusal));
        Assert.Equal("receiving 5", await _chain.Store.BooksAsync("store-2", "cola"));
        Assert.Equal(3, (await ListAsync("store-2")).Single().Incoming);
        Assert.Equal(["transfer.received", "transfer.shipped"], await _chain.ToldAsync());
        Assert.Equal(3, (await _chain.Transfers.FindAsync(id, s_manager, Cancel))!.Lines.Single().Missing);

        var settled = (await _chain.Transfers.ClaimAsync(id, new TransferClaims([new TransferClaim("cola", Lost: 2, Found: 1)]), StockChain.Anna, null, Cancel)).Value!;
        Assert.Equal(("received", 0), (settled.State, settled.Lines.Single().Missing));
        Assert.Equal("backroom 3, loss 2, vendor -10", await _chain.Store.BooksAsync("store-1", "cola"));
        Assert.Null(await _chain.Transfers.FindAsync(id, new Caller("x", "x", Role.Manager, new HashSet<string> { "store-3" }), Cancel));

        static TransferLines Part(long quantity) => new([new TransferGoods("cola", quantity)]);
    }

    [Fact]
    public async Task Transfer_OfMoreThanThereIs_IsRefusedAndNothingLeaves()
    {
        await _chain.DeliverAsync("store-1", "cola", 3);
        await _chain.DeliverAsync("store-1", "tea", 3);
        var id = (await _chain.Transfers.CreateAsync(new TransferBody("store-1", "store-2", [new("cola", 3), new("tea", 4)]), StockChain.Anna, null, Cancel)).Value!.Id;
        var refused = await _chain.Transfers.ShipAsync(id, null, StockChain.Anna, Cancel);

        Assert.Equal(409, refused.Status);
        Assert.Equal(("draft", 0), ((await _chain.Transfers.FindAsync(id, StockChain.Anna, Cancel))!.State, (await _chain.Transfers.FindAsync(id, StockChain.Anna, Cancel))!.Lines.Sum(l => l.Shipped)));
        Assert.Equal("backroom 3, vendor -3", await _chain.Store.BooksAsync("store-1", "cola"));
        Assert.Equal("cancelled", (await _chain.Transfers.CancelAsync(id, StockChain.Anna, Cancel)).Value!.State);
    }

    private async Task<IReadOnlyList<StockRow>> ListAsync(string store, string show = "all") =>
        (await _chain.Queries.ListAsync(new HashSet<string> { store }, null, show, null, 50, Cancel)).Rows;
}

public sealed class TransferOnSqliteTests : TransferTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class TransferOnPostgresTests : TransferTests<PostgresTestDatabase>;
