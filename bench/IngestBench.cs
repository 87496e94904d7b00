using System.Globalization;
using Cloud.Crm.Storage;
using Simulators.World;

namespace Bench;

/// <summary>What headquarters commits a second, from MQTT message to durable, beside the raw inserts of the same rows into the same database.</summary>
internal static class IngestBench
{
    private const int Gateways = 8;
    private const int BatchEvents = 500;
    private const int EventsARound = 100_000;
    private const int Singles = 400;
    private const int Rounds = 3;
    private static readonly TimeProvider s_clock = TimeProvider.System;

    /// <summary>Runs all of it in <paramref name="folder"/>, which must be on the disk that is meant; PostgreSQL is left out where it is not installed.</summary>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string folder, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "ingest.db");
        foreach (var old in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(old);
        }

        var rows = new List<BenchRow>();
        await using (var sqlite = new SqliteDatabase($"Data Source={file}"))
        {
            rows.AddRange(await MeasureAsync("SQLite", ">= 20,000 /s", sqlite, cancellationToken));
        }

        var work = PrivateFolder.Open(null);
        try
        {
            await using var server = await PostgresServer.StartAsync(work, cancellationToken);
            var address = await server.CreateDatabaseAsync("ingest", cancellationToken);
            await using var postgres = new PostgresDatabase(address.Connection);
            rows.AddRange(await MeasureAsync("PostgreSQL", ">= 40,000 /s", postgres, cancellationToken));
        }
        catch (FileNotFoundException missing)
        {
            rows.Add(new BenchRow("ingest into PostgreSQL", "not measured", ">= 40,000 /s", missing.Message));
        }

        work.Delete();
        return rows;
    }

    private static async Task<IReadOnlyList<BenchRow>> MeasureAsync(string name, string bar, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        await using var node = await IngestBenchNode.StartAsync(database, Gateways, cancellationToken);
        var raw = new IngestRaw(database);
        await raw.CreateAsync(cancellationToken);
        var rates = new List<double>();
        var costs = new List<double>();
        var limits = new List<double>();
        for (var round = 0; round <= Rounds; round++)
        {
            var messages = node.Batches(EventsARound / BatchEvents, BatchEvents);
            var cpu = Environment.CpuUsage.TotalTime;
            var seconds = await TimedAsync(() => node.CommitAsync(messages, cancellationToken));
            var cost = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / EventsARound;
            var limit = EventsARound / await TimedAsync(() => raw.InsertAsync(EventsARound, 8 * BatchEvents, cancellationToken));
            if (round > 0)
            {
                rates.Add(EventsARound / seconds);
                costs.Add(cost);
                limits.Add(limit);
            }
        }

        var singles = new List<double>();
        var rawSingles = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var messages = node.Batches(Singles, 1);
            singles.Add(Singles / await TimedAsync(() => node.CommitEachAsync(messages, cancellationToken)));
            rawSingles.Add(Singles / await TimedAsync(() => raw.InsertAsync(Singles, 1, cancellationToken)));
        }

        return
        [
            new(
                $"ingest into {name}, batches of {BatchEvents}",
                Invariant($"{Median(rates):N0} events/s (rounds {rates.Min():N0} to {rates.Max():N0}; {bar})"),
                Invariant($"raw {raw.Way}: {Median(limits):N0} rows/s"),
                Invariant($"{Gateways} gateways, {database.CommitLanes} lane(s); {Median(costs):F1} µs CPU an event in this process (decode, check, write)")),
            new(
                $"ingest into {name}, one event a transaction",
                Invariant($"{Median(singles):N0} /s (rounds {singles.Min():N0} to {singles.Max():N0})"),
                Invariant($"raw insert + commit: {Median(rawSingles):N0} /s"),
                "one after the other; round trips and one fsync a commit hold it back"),
        ];
    }

    private static async Task<double> TimedAsync(Func<Task> action)
    {
        var start = s_clock.GetTimestamp();
        await action();
        return s_clock.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
