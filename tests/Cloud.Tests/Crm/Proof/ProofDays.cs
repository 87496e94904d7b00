using Cloud.Crm.Demo;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm.Proof;

/// <summary>Six days of the demonstration's chain, as its gateways send them.</summary>
internal static class ProofDays
{
    internal const int Count = 6;

    private const int Seed = 4711;

    /// <summary>Friday to Wednesday: a weekend, and the counts of a Monday.</summary>
    private static readonly DateOnly s_first = new(2026, 3, 6);
    private static readonly IReadOnlyList<DemoCustomer> s_customers = [.. DemoCustomer.Make(60, new Random(1)).Select(c => c with { JoinsOn = 0 })];

    /// <summary>When the days are over.</summary>
    internal static DateTime End => DemoTime.Of(s_first.AddDays(Count), 0);

    /// <summary>One message for each store and day.</summary>
    internal static List<List<MqttMessage>> Messages() => [.. DemoStore.All.Select((store, i) =>
    {
        // Half of a day's customers are enough to meet everything.
        var small = store with { SalesADay = store.SalesADay / 2 };
        var (life, batches) = (new DemoStoreLife(small, s_customers, Seed + i), new DemoBatches(small, "1-demo"));
        return Enumerable.Range(0, Count).Select(day =>
        {
            life.ReceiveAll();
            return Assert.Single(batches.Next(life.Live(s_first.AddDays(day))));
        }).ToList();
    })];

    /// <summary>Writes what is there before the first day: the chain, its rules and its members.</summary>
    internal static async Task PrepareAsync(HeadquartersDatabase database, IServiceProvider services, CancellationToken cancellationToken)
    {
        await DemoChain.NameAsync(database, End, cancellationToken);
        await DemoChain.RuleAsync(services, cancellationToken);
        await database.WriteAsync(
            async transaction =>
            {
                foreach (var customer in s_customers)
                {
                    await transaction.Command(
                        """
                        INSERT INTO member (id, code, generation, name, name_key, level, usual, notes, gone, version, created_at, updated_at)
                        VALUES (@id, @id, 1, @name, @name, '', '[]', '[]', @gone, 1, @now, @now)
                        """,
                        ("id", customer.Id), ("name", customer.Name), ("gone", false), ("now", database.ToTime(End))).RunAsync(cancellationToken);
                }

                return true;
            },
            cancellationToken);
    }
}
