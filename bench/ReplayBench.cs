using System.Globalization;
using Cloud.Crm.Demo;
using Cloud.Crm.Fleet;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Crm.Sales;
using Cloud.Crm.Setup;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Cloud.Tests.Crm.Proof;
using Microsoft.Extensions.DependencyInjection;
using Simulators.World;

namespace Bench;

/// <summary>A year of a chain's events once in order, and once with every message twice and the stores in any order: whether the books are the same, and how long it takes.</summary>
internal static class ReplayBench
{
    private const int Customers = 500;
    private const int Seed = 7;
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private static readonly DateOnly s_first = new(2025, 1, 1);

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where the SQLite file goes.</param>
    /// <param name="days">How many days.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, int days, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var rows = new List<BenchRow>();
        var dumps = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var isInOrder in (bool[])[true, false])
        {
            await using (BenchHeadquarters.NewSqlite(folder, "replay.db", out var options))
            {
                await RunAsync("SQLite", isInOrder, options);
            }
        }

        var work = PrivateFolder.Open(null);
        try
        {
            await using var server = await PostgresServer.StartAsync(work, cancellationToken);
            foreach (var isInOrder in (bool[])[true, false])
            {
                var address = await server.CreateDatabaseAsync(isInOrder ? "ordered" : "shuffled", cancellationToken);
                await RunAsync("PostgreSQL", isInOrder, new DatabaseOptions("postgres", address.Connection));
            }
        }
        catch (FileNotFoundException missing)
        {
            rows.Add(new BenchRow("replay on PostgreSQL", "not measured", "", missing.Message));
        }

        work.Delete();
        return rows;

        async Task RunAsync(string name, bool isInOrder, DatabaseOptions options)
        {
            await using var node = await BenchHeadquarters.BuildAsync(options, folder, new DemoClock(DemoTime.Of(s_first.AddDays(days), 0)), cancellationToken);
            var (events, seconds) = await ReplayAsync(node, days, isInOrder, cancellationToken);
            var books = await Books.ReadAsync(node.Database, cancellationToken);
            var uneven = await Books.UnevenAsync(node.Database, cancellationToken);
            var same = !dumps.TryGetValue(name, out var first) ? "" : first.SequenceEqual(books) ? "; the same books" : $"; OTHER BOOKS, from: {first.Zip(books).FirstOrDefault(p => p.First != p.Second)}";
            dumps.TryAdd(name, books);
            rows.Add(new BenchRow(
                isInOrder ? $"{days} days of five stores into {name}, in order" : $"the same twice, stores shuffled, into {name}",
                string.Create(CultureInfo.InvariantCulture, $"{events:N0} events in {seconds:N0} s{same}"), uneven.Count == 0 ? "every SKU sums to 0" : $"NOT 0: {string.Join(", ", uneven)}",
                string.Create(CultureInfo.InvariantCulture, $"{books.Count:N0} lines of books; sales booked {(isInOrder ? "after each day" : "now and then")}")));
        }
    }

    private static async Task<(long Events, double Seconds)> ReplayAsync(BenchHeadquarters node, int days, bool isInOrder, CancellationToken cancellationToken)
    {
        var fleet = node.Services.GetRequiredService<FleetRegistry>();
        await fleet.RegisterAsync([.. DemoStore.All.Select(s => new FleetStore(s.Store, s.Name, [s.Gateway]))], cancellationToken);
        await fleet.ReloadAsync(cancellationToken);
        await DemoChain.NameAsync(node.Database, s_clock.GetUtcNow().UtcDateTime, cancellationToken);
        await DemoChain.RuleAsync(node.Services, cancellationToken);
        var leases = new LeaseTable(node.Database, "bench", TimeSpan.FromHours(2), s_clock);
        var held = (await leases.RoundAsync(fleet.Shards, cancellationToken)).Held.ToDictionary(l => l.Shard);
        var reader = new BatchReader(fleet.Find);
        var sales = DemoRound.Worker<SalesWorker>(node.Services);
        var customers = DemoCustomer.Make(Customers, new Random(Seed));
        var stores = DemoStore.All.Select((store, i) => (Life: new DemoStoreLife(store, customers, Seed + i), Batches: new DemoBatches(store, "1-replay"))).ToList();
        await PeopleAsync(node.Database, customers, cancellationToken);
        var random = new Random(Seed);
        var waiting = stores.Select(_ => new Queue<MqttMessage>()).ToList();
        var start = s_clock.GetTimestamp();
        var events = 0L;
        for (var day = 0; day < days; day++)
        {
            for (var i = 0; i < stores.Count; i++)
            {
                stores[i].Life.ReceiveAll();
                foreach (var message in stores[i].Batches.Next(stores[i].Life.Live(s_first.AddDays(day))))
                {
                    waiting[i].Enqueue(message);
                }
            }

            // In order: all of a day. Else what chance takes, twice, and some days lie for a while.
            foreach (var queue in isInOrder ? waiting : waiting.OrderBy(_ => random.Next()).Take(random.Next(1, 6)).ToList())
            {
                await CommitAsync(queue);
            }

            if (isInOrder || random.Next(4) == 0)
            {
                await sales.RunAsync(cancellationToken);
            }
        }

        foreach (var queue in waiting)
        {
            await CommitAsync(queue);
        }

        await sales.RunAsync(cancellationToken);
        return (events, s_clock.GetElapsedTime(start).TotalSeconds);

        async Task CommitAsync(Queue<MqttMessage> queue)
        {
            while (queue.TryDequeue(out var message))
            {
                var batch = (IncomingBatch)reader.Read(message);
                for (var time = 0; time < (isInOrder ? 1 : 2); time++)
                {
                    var now = s_clock.GetUtcNow().UtcDateTime;
                    var outcome = await GroupCommit.RunAsync(
                        node.Database, [new IngestTicket(batch, held[batch.Gateway.Shard], now, CannotResend: false, static (_, _) => { })], now, beforeCommit: null, cancellationToken);
                    events += outcome[0].Events;
                }
            }
        }
    }

    private static Task<bool> PeopleAsync(HeadquartersDatabase database, IReadOnlyList<DemoCustomer> customers, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            foreach (var customer in customers)
            {
                await transaction.Command(
                    """
                    INSERT INTO member (id, code, generation, name, name_key, level, usual, notes, gone, version, created_at, updated_at)
                    VALUES (@id, @id, 1, @name, @name, '', '[]', '[]', @gone, 1, @now, @now)
                    """,
                    ("id", customer.Id), ("name", customer.Name), ("gone", false), ("now", database.ToTime(DemoTime.Of(s_first, 0)))).RunAsync(cancellationToken);
            }

            return true;
        },
        cancellationToken);
}
