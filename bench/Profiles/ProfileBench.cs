using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Simulators.World;

namespace Bench.Profiles;

/// <summary>Where the published gateway's processor time and memory go, under three kinds of work.</summary>
internal static class ProfileBench
{
    private const int Producers = 256;
    private const int Backlog = 400_000;
    private const double Least = 0.005;
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_before = TimeSpan.FromSeconds(5);

    private static readonly Dictionary<string, string> s_environment = new()
    {
        ["DOTNET_PerfMapEnabled"] = "1",
        ["DOTNET_PerfMapJitDumpPath"] = "/tmp",
        ["DOTNET_GCName"] = "libclrgcexp.so",

        // Code mapped twice lies in a file for perf, which then looks into no map.
        ["DOTNET_EnableWriteXorExecute"] = "0",
    };

    /// <summary>Runs it, some four minutes. Needs Linux's perf and the right to use it.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="seconds">How long each kind of work is looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<FigureTable> RunAsync(string publishFolder, int seconds, CancellationToken cancellationToken)
    {
        var programs = ProgramFiles.Published(publishFolder);
        var time = TimeSpan.FromSeconds(seconds);
        Profile[] profiles =
        [
            await OfAsync(Bare(programs), "256 devices by HTTP, one event each", (world, look) => ProducersAsync(world, look, time, cancellationToken), time, cancellationToken),
            await OfAsync(Bare(programs), $"backlog of {Backlog.ToString("N0", CultureInfo.InvariantCulture)} sent", (world, look) => BacklogAsync(world, look, cancellationToken), time, cancellationToken),
            await OfAsync(Bare(programs) with { Devices = FullStoreBench.Devices(), Cashiers = true, Tills = [new TillLoad(1)] }, "a full store", (world, look) => StoreAsync(world, look, cancellationToken), time, cancellationToken),
        ];
        return Table(profiles);
    }

    private static WorldOptions Bare(ProgramFiles programs) => new(programs) { Devices = [], Tills = [] };

    /// <summary>Plays one kind of work twice: with the gateway told to name its code, for the time, and as it is shipped, for the memory.</summary>
    private static async Task<Profile> OfAsync(WorldOptions options, string name, Func<World, Func<Task>, Task> play, TimeSpan time, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"profile: {name}");
        var (load, stacks) = (0.0, (IReadOnlyList<IReadOnlyList<Frame>>)[]);
        IReadOnlyDictionary<string, long> memory = new Dictionary<string, long>();
        await PlayAsync(options with { Gateway = gateway => gateway with { Environment = s_environment } }, play, LookAtTimeAsync, cancellationToken);
        await PlayAsync(options, play, LookAtMemoryAsync, cancellationToken);
        return new Profile(name, load, stacks.CountBy(WorkArea.Of).ToDictionary(), stacks.Count, memory);

        async Task LookAtTimeAsync(ChildProcess gateway)
        {
            var (cpu, begun) = (gateway.ProcessorTime, s_clock.GetTimestamp());
            try
            {
                stacks = await StackSamples.TakeAsync(gateway.Id, time, Path.Combine(Path.GetTempPath(), $"profile-{gateway.Id}.data"), cancellationToken);
                load = (gateway.ProcessorTime - cpu) / s_clock.GetElapsedTime(begun);
            }
            finally
            {
                File.Delete($"/tmp/perf-{gateway.Id}.map");
            }
        }

        Task LookAtMemoryAsync(ChildProcess gateway)
        {
            memory = MemoryAreas.Of(gateway.Id);
            return Task.CompletedTask;
        }
    }

    private static async Task PlayAsync(WorldOptions options, Func<World, Func<Task>, Task> play, Func<ChildProcess, Task> look, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(options, cancellationToken);
        await play(world, () => look(world.Gateway.Process));
    }

    private static async Task ProducersAsync(World world, Func<Task> look, TimeSpan time, CancellationToken cancellationToken)
    {
        using var http = await ClientAsync(world.Gateway, cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var producing = Enumerable.Range(0, Producers).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await PostAsync(http, $"[{Scan()}]", cancellationToken);
                }
            },
            cancellationToken)).ToList();

        // What is compiled at the beginning is not what it costs.
        await Task.Delay(s_before + time, s_clock, cancellationToken);
        await look();
        await stop.CancelAsync();
        await Task.WhenAll(producing);
    }

    private static async Task BacklogAsync(World world, Func<Task> look, CancellationToken cancellationToken)
    {
        const int Batch = 1000;
        await world.Headquarters.StopAsync();
        await world.Broker.StopAsync();
        using var http = await ClientAsync(world.Gateway, cancellationToken);
        for (var sent = 0; sent < Backlog; sent += Batch)
        {
            await PostAsync(http, $"[{string.Join(',', Enumerable.Range(0, Batch).Select(_ => Scan()))}]", cancellationToken);
        }

        await world.Broker.RestartAsync(cancellationToken);
        await world.Headquarters.RestartAsync(cancellationToken);
        var before = (await world.Gateway.StatusAsync(cancellationToken)).CommittedSeq;
        await Waiting.UntilAsync("the first of the backlog", s_limit, async () => (await world.Gateway.StatusAsync(cancellationToken)).CommittedSeq > before, cancellationToken);
        await look();
    }

    private static async Task StoreAsync(World world, Func<Task> look, CancellationToken cancellationToken)
    {
        await Waiting.UntilAsync(
            "every device is online",
            s_limit,
            async () => (await world.Gateway.StatusAsync(cancellationToken)).Devices.Count(device => device.Availability == "online") == world.Stores[0].Devices.Count,
            cancellationToken);
        await Task.Delay(s_before * 4, s_clock, cancellationToken);
        await look();
    }

    private static async Task PostAsync(HttpClient http, string body, CancellationToken cancellationToken)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), content, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<HttpClient> ClientAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = gateway.Intake };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(gateway.TokenFile, cancellationToken)).Trim());
        return http;
    }

    private static string Scan() => $$"""{"id":"{{Guid.NewGuid()}}","type":"scan.read","device":"till-1","data":{"symbology":"ean13","text":"9520000000004"} }""";

    private static FigureTable Table(IReadOnlyList<Profile> profiles)
    {
        List<IReadOnlyList<string>> rows = [["processors busy, of 2", .. profiles.Select(one => Text($"{one.Load:0.00}"))]];
        var areas = profiles.SelectMany(one => one.Areas.Keys).Distinct().OrderByDescending(area => profiles.Max(one => one.Share(area))).ToList();
        rows.AddRange(areas.Where(area => profiles.Any(one => one.Share(area) >= Least)).Select(area => (string[])[$"time: {area}", .. profiles.Select(one => Text($"{one.Share(area):P1}"))]));
        rows.Add(["samples of stacks", .. profiles.Select(one => Text($"{one.Samples:N0}"))]);
        var kinds = profiles.SelectMany(one => one.Memory.Keys).Distinct().OrderByDescending(kind => profiles.Max(one => one.Memory.GetValueOrDefault(kind)));
        rows.AddRange(kinds.Select(kind => (string[])[$"memory: {kind}", .. profiles.Select(one => Mebibytes(one.Memory.GetValueOrDefault(kind)))]));
        rows.Add(["memory: all of it", .. profiles.Select(one => Mebibytes(one.Memory.Values.Sum()))]);
        return new FigureTable(["where it goes", .. profiles.Select(one => one.Name)], rows);
    }

    private static string Mebibytes(long bytes) => Text($"{bytes / 1048576.0:0.0} MB");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Profile(string Name, double Load, IReadOnlyDictionary<string, int> Areas, int Samples, IReadOnlyDictionary<string, long> Memory)
    {
        public double Share(string area) => Samples == 0 ? 0 : (double)Areas.GetValueOrDefault(area) / Samples;
    }
}
