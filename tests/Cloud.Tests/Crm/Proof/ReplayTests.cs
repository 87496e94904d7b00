using Cloud.Crm.Demo;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Proof;

/// <summary>The same days once in order on one node, and with all that can go wrong on two: the books are the same.</summary>
public abstract class ReplayTests<T> : IAsyncLifetime
    where T : TestDatabase, new()
{
    private const int Days = ProofDays.Count;
    private const int Seed = 4711;

    private readonly List<IAsyncDisposable> _open = [];
    private readonly CancellationToken _stop = TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            await _open[i].DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task DaysWithEverythingTwiceCrashesAndLeasesThatMove_GiveTheBooksOfDaysInOrder()
    {
        var days = ProofDays.Messages();
        var (inOrder, _) = await StartAsync();
        foreach (var message in Enumerable.Range(0, Days).SelectMany(day => days.Select(store => store[day])))
        {
            await inOrder.CommitAsync([message], null, _stop);
            await inOrder.Sales.RunAsync(_stop);
        }

        await inOrder.Sales.RunAsync(_stop);
        var expected = await Books.ReadAsync(inOrder.Database, _stop);
        Assert.Empty(await Books.UnevenAsync(inOrder.Database, _stop));
        Assert.True(expected.Count(line => line.StartsWith("sale:", StringComparison.Ordinal)) > 500, "the days have sales");

        var (one, other) = await StartAsync();
        await SufferAsync(one, other, days, new Random(Seed));
        Assert.Empty(await Books.UnevenAsync(one.Database, _stop));
        var found = await Books.ReadAsync(one.Database, _stop);
        Assert.Empty(expected.Except(found).Select(line => $"missing: {line}").Concat(found.Except(expected).Select(line => $"instead: {line}")));
        Assert.Equal(expected, found);
    }

    /// <summary>Hands the stores' days in, each store's in order, the stores in any, until all are committed.</summary>
    private async Task SufferAsync(ProofNode one, ProofNode other, List<List<MqttMessage>> days, Random random)
    {
        var next = new int[days.Count];
        var (holder, idle) = (one, other);
        while (next.Any(day => day < Days))
        {
            var stores = Enumerable.Range(0, days.Count).Where(s => next[s] < Days).OrderBy(_ => random.Next()).Take(random.Next(1, 4)).ToList();
            var messages = stores.Select(s => days[s][next[s]]).ToList();
            switch (random.Next(6))
            {
                case 0:
                    // The node dies before it commits: nothing happened.
                    await Assert.ThrowsAsync<CrashedException>(() => holder.CommitAsync(messages, _ => throw new CrashedException(), _stop));
                    break;
                case 1:
                    // Its leases go to the other node while it has a batch in hand: that batch is refused, and the other takes it.
                    await holder.LoseLeasesAsync(_stop);
                    await idle.TakeLeasesAsync(_stop);
                    Assert.All(await holder.CommitAsync(messages, null, _stop), outcome => Assert.Equal(OutcomeKind.LeaseLost, outcome.Kind));
                    (holder, idle) = (idle, holder);
                    break;
                case 2:
                    // Both nodes book sales at once.
                    await Task.WhenAll(Task.Run(() => BookAsync(one), _stop), Task.Run(() => BookAsync(other), _stop));
                    break;
                case 3:
                    await BookAsync(random.Next(2) == 0 ? one : other);
                    break;
                default:
                    Assert.All(await holder.CommitAsync(messages, null, _stop), outcome => Assert.Equal(OutcomeKind.Applied, outcome.Kind));
                    stores.ForEach(s => next[s]++);

                    // The answer is lost, and everything comes again.
                    Assert.All(await holder.CommitAsync(messages, null, _stop), outcome => Assert.Equal(OutcomeKind.Seen, outcome.Kind));
                    break;
            }
        }

        await BookAsync(one);
        await BookAsync(other);

        // A return that one node looked at while the other booked its sale waits for its next look, which is an hour away at most; the clock stands still here.
        await one.Database.WriteAsync(transaction => transaction.Command("UPDATE sale_inbox SET next_at = at WHERE state = 'waiting'").RunAsync(_stop), _stop);
        await BookAsync(one);
    }

    /// <summary>As the worker does: a race is tried again.</summary>
    private async Task BookAsync(ProofNode node)
    {
        while (true)
        {
            try
            {
                await node.Sales.RunAsync(_stop);
                return;
            }
            catch (Cloud.Crm.Sales.SaleRaceException)
            {
                // The other node was first.
            }
        }
    }

    private async Task<(ProofNode One, ProofNode Other)> StartAsync()
    {
        var database = new T();
        _open.Add(database);
        await database.CreateAsync(_stop);
        var clock = new DemoClock(ProofDays.End);
        var one = await ProofNode.StartAsync(database, "one", clock, _stop);
        _open.Add(one);
        var other = await ProofNode.StartAsync(database, "other", clock, _stop);
        _open.Add(other);
        await ProofDays.PrepareAsync(one.Database, one.Services, _stop);
        await one.TakeLeasesAsync(_stop);
        return (one, other);
    }

    private sealed class CrashedException : Exception;
}

public sealed class ReplayOnSqliteTests : ReplayTests<SqliteTestDatabase>;

[Trait("needs", "postgres")]
public sealed class ReplayOnPostgresTests : ReplayTests<PostgresTestDatabase>;
