using Cloud.Crm.Stock;
using static Cloud.Tests.Crm.Stock.StockSaid;

namespace Cloud.Tests.Crm.Stock;

/// <summary>
/// Whatever happens in a store and in whatever order headquarters hears of it: every SKU adds up to zero, every level is the sum of its moves, and the books end alike.
/// </summary>
public abstract class StockPropertyTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const int Cases = 6;
    private const int Orders = 2;
    private static readonly string[] s_skus = ["cola", "bread", "milk"];
    private static readonly string[] s_locations = ["shelf", "backroom", "plate/p1", "plate/p2"];

    private readonly T _database = new();
    private readonly GatewayModel[] _gateways =
        [.. Enumerable.Range(0, 2 * Cases * Orders).SelectMany(i => new[] { new GatewayModel($"store-{i}", $"gw-{i}-1"), new GatewayModel($"store-{i}", $"gw-{i}-2") })];

    private StockStore _store = null!;
    private int _next;

    public async ValueTask InitializeAsync() => _store = await StockStore.CreateAsync(_database, _gateways);

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task AnyOrderOfWhatHappens_EndsInTheSameBooksThatAddUp()
    {
        await Samples.SeedsAsync(Cases, RunAsync);
        await _store.AssertAddsUpAsync();
    }

    private async Task RunAsync(int seed)
    {
        var ends = new List<string>();
        for (var order = 0; order < Orders; order++)
        {
            // What happened is the same in both stores; only the order in which it is heard of differs.
            var (first, second) = (_gateways[_next], _gateways[_next + 1]);
            _next += 2;
            var random = new Random(seed);
            var day = new Day(random);
            await PlayAsync(day, first, second, new Random(HashCode.Combine(seed, order)));
            ends.Add(string.Join('\n', await Task.WhenAll(s_skus.Select(async sku => $"{sku}: {await _store.BooksAsync(first.Store, sku)}"))));
        }

        Assert.True(ends[0] == ends[1], $"seed {seed}:\n{ends[0]}\nand\n{ends[1]}");
    }

    private async Task PlayAsync(Day day, GatewayModel first, GatewayModel second, Random network)
    {
        var waiting = new[] { new Queue<(string, double, string)>(day.First), new Queue<(string, double, string)>(day.Second) };
        var moves = day.Moves.Select(move => move with { Store = first.Store }).ToArray();
        network.Shuffle(moves);
        var told = new Queue<StockMove>(moves);
        while (told.Count > 0 || waiting.Any(w => w.Count > 0))
        {
            var which = network.Next(3);
            if (which == 2)
            {
                var some = Enumerable.Range(0, Math.Min(told.Count, network.Next(1, 5))).Select(_ => told.Dequeue()).ToArray();
                await _store.MoveAsync(some);
                if (network.Next(3) == 0)
                {
                    await _store.MoveAsync(some);
                }
            }
            else if (waiting[which].Count > 0)
            {
                var batch = _store.Batch(which == 0 ? first : second, [.. Enumerable.Range(0, Math.Min(waiting[which].Count, network.Next(1, 6))).Select(_ => waiting[which].Dequeue())]);
                await _store.Ingest.ApplyAsync(network.Next(3) == 0 ? [batch, batch] : [batch]);
            }
        }
    }

    /// <summary>A day of a store: what its two gateways say in their order, and what tills and people move, each at a minute of its own.</summary>
    private sealed class Day
    {
        private readonly Random _random;
        private readonly Queue<int> _minutes;

        internal Day(Random random)
        {
            _random = random;
            var minutes = Enumerable.Range(1, 200).ToArray();
            random.Shuffle(minutes);
            _minutes = new Queue<int>(minutes);
            First = Said("p1");
            Second = Said("p2");
            Moves = [.. Enumerable.Range(0, random.Next(3, 25)).Select(Moved)];
        }

        internal List<(string, double, string)> First { get; }

        internal List<(string, double, string)> Second { get; }

        internal List<StockMove> Moves { get; }

        private string Sku => s_skus[_random.Next(s_skus.Length)];

        private List<(string, double, string)> Said(string plate)
        {
            // Mostly in the order of time; a gateway whose clock was set back says later things with earlier times.
            var minutes = Enumerable.Range(0, _random.Next(3, 25)).Select(_ => (double)_minutes.Dequeue()).Order().ToArray();
            if (_random.Next(4) == 0)
            {
                _random.Shuffle(minutes);
            }

            return [.. minutes.Select(minute => _random.Next(10) switch
            {
                < 4 => Taken(minute, plate, s_skus[_random.Next(2)], _random.Next(1, 4), _random.Next(3) > 0 ? _random.Next(20) : null),
                < 6 => Returned(minute, plate, s_skus[_random.Next(2)], _random.Next(1, 4), _random.Next(3) > 0 ? _random.Next(20) : null, _random.Next(3) == 0),
                6 => Counted(minute, plate, s_skus[_random.Next(2)], _random.Next(20), plate: plate),
                7 => Counted(minute, _random.Next(2) == 0 ? "shelf" : "backroom", Sku, _random.Next(20), _random.Next(2) == 0 ? null : $"s-{_random.Next(3)}"),
                8 => Ambiguous(minute, plate),
                _ => Low(minute, Sku, 2),
            })];
        }

        private StockMove Moved(int i)
        {
            var (from, to, reason) = _random.Next(4) switch
            {
                0 => (StockLocation.Vendor, StockLocation.Backroom, StockReason.Receipt),
                1 => (StockLocation.Customer, StockLocation.Shelf, StockReason.SaleReturn),
                2 => (StockLocation.Shelf, StockLocation.Customer, StockReason.Sale),
                _ => (s_locations[_random.Next(s_locations.Length)], StockLocation.Scrap, StockReason.Scrapped),
            };
            return new StockMove("", Sku, _random.Next(1, 9), from, to, reason, $"sale/{i}", StockStore.Minute(_minutes.Dequeue()), "till-1", Key: $"sale/{i}");
        }
    }
}

public sealed class StockPropertyOnSqliteTests : StockPropertyTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class StockPropertyOnPostgresTests : StockPropertyTests<PostgresTestDatabase>;
