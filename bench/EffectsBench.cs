using System.Globalization;
using Cloud.Crm.Demo;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Simulators.World;

namespace Bench;

/// <summary>What headquarters commits a second where every event means something: a chain's days, with stock, sales and visits in the transaction that stores them.</summary>
/// <remarks>
/// Beside it the same bytes as events that mean nothing, and the same days with one area's events meaning nothing: what is faster then is what that area costs. Sales are put into their inbox by the
/// transaction; booking them from there is measured by itself.
/// </remarks>
internal static class EffectsBench
{
    private const int Customers = 2_000;
    private const int DaysARound = 16;
    private const int Rounds = 3;

    private static readonly TimeProvider s_clock = TimeProvider.System;

    /// <summary>What means nothing in a measurement, by the beginning of the events' types.</summary>
    private static readonly (string Name, string[] Silent)[] s_variants =
        [("all", []), ("without stock", ["stock."]), ("without visits", ["visit.", "vip."]), ("without sales", ["sale."]), ("none", ["stock.", "visit.", "vip.", "sale.", "consent."])];

    /// <summary>Runs all of it in <paramref name="folder"/>; PostgreSQL is left out where it is not installed.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var sqlite = new List<Measured>();
        foreach (var (name, silent) in s_variants)
        {
            await using var database = BenchHeadquarters.NewSqlite(folder, "effects.db", out _);
            sqlite.Add(await MeasureAsync(name, silent, database, cancellationToken));
        }

        var rows = Rows("SQLite", ">= 3,000 /s", sqlite).ToList();
        var work = PrivateFolder.Open(null);
        try
        {
            await using var server = await PostgresServer.StartAsync(work, cancellationToken);
            var postgres = new List<Measured>();
            foreach (var (name, silent) in s_variants)
            {
                await using var database = new PostgresDatabase((await server.CreateDatabaseAsync(name.Replace(' ', '_'), cancellationToken)).Connection);
                postgres.Add(await MeasureAsync(name, silent, database, cancellationToken));
            }

            rows.AddRange(Rows("PostgreSQL", ">= 10,000 /s", postgres));
        }
        catch (FileNotFoundException missing)
        {
            rows.Add(new BenchRow("effects into PostgreSQL", "not measured", ">= 10,000 /s", missing.Message));
        }

        work.Delete();
        return rows;
    }

    private static IEnumerable<BenchRow> Rows(string database, string bar, IReadOnlyList<Measured> measured)
    {
        var (all, none) = (measured[0], measured[^1]);
        var whole = 1e6 / all.Rate;
        var shares = measured.Skip(1).SkipLast(1).Select(m => Invariant($"{m.Name["without ".Length..]} {Math.Max(0, whole - (1e6 / m.Rate)):N0} µs"));
        yield return new BenchRow(
            $"a chain's days into {database}, all effects in the transaction",
            Invariant($"{all.Rate:N0} events/s (rounds {all.Rates[0]:N0} to {all.Rates[^1]:N0}; {bar})"),
            Invariant($"the same bytes as events that mean nothing: {none.Rate:N0} /s"),
            Invariant($"{whole:N0} µs an event: {string.Join(", ", shares)}, the event itself {1e6 / none.Rate:N0} µs; {all.Cpu:F0} µs CPU in this process"));
    }

    private static async Task<Measured> MeasureAsync(string name, string[] silent, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var node = await IngestBenchNode.StartAsync(database, [.. DemoStore.All.Select(s => (s.Store, s.Gateway))], cancellationToken);
        await DemoChain.NameAsync(database, s_clock.GetUtcNow().UtcDateTime, cancellationToken);
        var customers = DemoCustomer.Make(Customers, new Random(1));
        var lives = DemoStore.All.Select((store, i) => (Life: new DemoStoreLife(store, customers, i + 1), Batches: new DemoBatches(store, "1-bench"))).ToList();
        var day = new DateOnly(2025, 11, 1);
        var rates = new List<double>();
        var costs = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var messages = new List<MqttMessage>();
            var events = 0;
            for (var i = 0; i < DaysARound; i++, day = day.AddDays(1))
            {
                foreach (var (life, batches) in lives)
                {
                    life.ReceiveAll();
                    var said = life.Live(day).Select(e => silent.Any(s => e.Type.StartsWith(s, StringComparison.Ordinal)) ? e with { Type = "scan.read" } : e).ToList();
                    events += said.Count;
                    messages.AddRange(batches.Next(said));
                }
            }

            var cpu = Environment.CpuUsage.TotalTime;
            var start = s_clock.GetTimestamp();
            await node.CommitAsync(messages, cancellationToken);
            if (round > 0)
            {
                rates.Add(events / s_clock.GetElapsedTime(start).TotalSeconds);
                costs.Add((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events);
            }
        }

        return new Measured(name, [.. rates.Order()], costs.Order().ElementAt(costs.Count / 2));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Measured(string Name, IReadOnlyList<double> Rates, double Cpu)
    {
        internal double Rate => Rates[Rates.Count / 2];
    }
}
