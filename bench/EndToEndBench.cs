using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Simulators.World;

namespace Bench;

/// <summary>Measures the whole chain with the published programs: gateway, broker, headquarters, each a process of its own.</summary>
internal static class EndToEndBench
{
    private const int Backlog = 200_000;
    private const int Singles = 400;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs all of it, some two minutes.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string publishFolder, CancellationToken cancellationToken)
    {
        var programs = ProgramFiles.Published(publishFolder);
        var rows = new List<BenchRow>();
        rows.AddRange(await OnAsync(programs, "SQLite", null, cancellationToken));

        var folder = PrivateFolder.Open(null);
        await using (var server = await PostgresServer.StartAsync(folder, cancellationToken))
        {
            rows.AddRange(await OnAsync(
                programs, "PostgreSQL, fsync on", await server.CreateDatabaseAsync("bench", cancellationToken), cancellationToken));
        }

        folder.Delete();
        rows.Add(await FirstReadingAsync(programs, cancellationToken));
        return rows;
    }

    private static async Task<IReadOnlyList<BenchRow>> OnAsync(
        ProgramFiles programs, string name, DatabaseAddress? database, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(
            new WorldOptions(programs) { Devices = [], Tills = [], Database = database }, cancellationToken);
        await UntilAsync(async () => (await world.Gateway.StatusAsync(cancellationToken)).Uplink == "online", cancellationToken);
        var idle = (world.Gateway.Process.ResidentBytes, world.Headquarters.Process.ResidentBytes);
        var latency = await LatencyAsync(world, cancellationToken);
        var throughput = await ThroughputAsync(world, cancellationToken);
        return
        [
            new($"one event, POST to committed row ({name})", $"p50 {latency.P50:0.0} ms, p99 {latency.P99:0.0} ms", "p99 <= 50 ms", $"{Singles} one after another, seen by polling the table"),
            new($"gateway to committed ({name})", $"{throughput:N0} events/s", ">= 20,000 events/s", $"backlog of {Backlog:N0}, batches of 500, all on the same processors"),
            new($"memory of the gateway, idle / after the backlog ({name})", $"{Mebibytes(idle.Item1)} / {Mebibytes(world.Gateway.Process.ResidentBytes)}", "<= 80 MB", "resident"),
            new($"memory of headquarters, idle / after the backlog ({name})", $"{Mebibytes(idle.Item2)} / {Mebibytes(world.Headquarters.Process.ResidentBytes)}", "", "resident"),
        ];
    }

    /// <summary>Fills the outbox while headquarters is away, then measures how fast it takes the backlog.</summary>
    private static async Task<double> ThroughputAsync(World world, CancellationToken cancellationToken)
    {
        await world.Headquarters.StopAsync();
        await world.Broker.StopAsync();
        await FillAsync(world.Gateway, cancellationToken);
        await world.Broker.RestartAsync(cancellationToken);
        await world.Headquarters.RestartAsync(cancellationToken);

        var clock = TimeProvider.System;
        var before = (await world.Gateway.StatusAsync(cancellationToken)).CommittedSeq;
        var first = before;
        await UntilAsync(async () => (first = (await world.Gateway.StatusAsync(cancellationToken)).CommittedSeq) > before, cancellationToken);
        var start = clock.GetTimestamp();
        var last = first;
        await UntilAsync(
            async () =>
            {
                var status = await world.Gateway.StatusAsync(cancellationToken);
                last = status.CommittedSeq;
                return status.Depth == 0;
            },
            cancellationToken,
            stepMs: 20);
        return (last - first) / clock.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task FillAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        const int Batch = 1000;
        using var http = await ClientAsync(gateway, cancellationToken);
        for (var sent = 0; sent < Backlog; sent += Batch)
        {
            var body = $"[{string.Join(',', Enumerable.Range(0, Batch).Select(_ => Scan()))}]";
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), content, cancellationToken);
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task<(double P50, double P99)> LatencyAsync(World world, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        using var http = await ClientAsync(world.Gateway, cancellationToken);
        await using var rows = await world.OpenRowsAsync(cancellationToken);
        var times = new List<double>();
        for (var i = 0; i < Singles + 50; i++)
        {
            var start = clock.GetTimestamp();
            using var content = new StringContent(Scan(), Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), content, cancellationToken);
            answer.EnsureSuccessStatusCode();
            using var json = JsonDocument.Parse(await answer.Content.ReadAsStreamAsync(cancellationToken));
            var seq = json.RootElement.GetProperty("accepted")[0].GetProperty("seq").GetInt64();
            await UntilAsync(async () => await rows.HighestSeqAsync(world.Gateway.Address.Gateway, cancellationToken) >= seq, cancellationToken);

            // The first ones warm everything up.
            if (i >= 50)
            {
                times.Add(clock.GetElapsedTime(start).TotalMilliseconds);
            }
        }

        times.Sort();
        return (times[times.Count / 2], times[times.Count * 99 / 100]);
    }

    private static async Task<BenchRow> FirstReadingAsync(ProgramFiles programs, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(
            new WorldOptions(programs) { Tills = [], Devices = [SimulatedDevice.UsualStore[0]], Shoppers = false }, cancellationToken);
        var clock = TimeProvider.System;
        var times = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            await world.Gateway.StopAsync();
            var start = clock.GetTimestamp();
            await world.Gateway.RestartAsync(cancellationToken);
            await UntilAsync(
                async () => (await world.Gateway.StatusAsync(cancellationToken)).Devices is [{ Reading: not null }, ..], cancellationToken);
            times.Add(clock.GetElapsedTime(start).TotalMilliseconds);
        }

        times.Sort();
        return new BenchRow("gateway start to first reading", $"{times[times.Count / 2]:0} ms", "<= 1,000 ms", $"median of {times.Count}, ReadyToRun, a Toledo 8217");
    }

    private static async Task<HttpClient> ClientAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var token = (await File.ReadAllTextAsync(gateway.TokenFile, cancellationToken)).Trim();
        var http = new HttpClient { BaseAddress = gateway.Intake };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return http;
    }

    private static string Scan() =>
        $$"""{"id":"{{Guid.NewGuid()}}","type":"scan.read","device":"till-1","data":{"symbology":"ean13","text":"9520000000004"} }""";

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MB");

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancellationToken, int stepMs = 1)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) > s_limit)
            {
                throw new TimeoutException("The chain stands still.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(stepMs), clock, cancellationToken);
        }
    }
}
