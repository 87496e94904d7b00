using System.Globalization;
using System.Net.NetworkInformation;
using System.Text.Json;
using Cloud.Contracts;
using Simulators.World;

namespace Bench;

/// <summary>Measures from a camera's frame to the staff's phone, with the published programs, drawn people before the camera, and neither broker nor headquarters to be reached.</summary>
internal static class ArrivalBench
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_visit = TimeSpan.FromSeconds(30);

    /// <summary>Runs it, some ten minutes for 60 visits. In a network namespace of its own (<c>unshare -n</c>, loopback up) nothing but the phone can be reached at all.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="models">Where the face models are.</param>
    /// <param name="visits">How often somebody comes before the camera.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string publishFolder, string models, int visits, CancellationToken cancellationToken)
    {
        var camera = SimulatedDevice.Camera with { SimulatorArguments = ["--people", "2", "--every", "0", "--height", "720", "--fps", "5"] };
        await using var world = await World.StartAsync(
            new WorldOptions(ProgramFiles.Published(publishFolder))
            {
                Devices = [camera],
                Tills = [],
                Cashiers = true,
                Gateway = gateway => gateway with { Models = Path.GetFullPath(models), ReentryGap = TimeSpan.FromSeconds(1) },
            },
            cancellationToken);
        var store = world.Stores[0];
        var clock = TimeProvider.System;
        await UntilAsync(() => Task.FromResult(store.Receptionist!.Enrolled.Count == 2), "two people are enrolled", cancellationToken);
        await world.Headquarters.StopAsync();
        await world.Broker.StopAsync();

        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        using var stream = new StreamReader(await http.GetStreamAsync(new Uri(world.Gateway.Console, "/v1/staff/live"), cancellationToken));
        var toPhone = new List<double>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var number = 0; number < visits; number++)
        {
            await store.Devices[0].Process.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"person {(number % 2) + 1}"), cancellationToken);
            using var visit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            visit.CancelAfter(s_visit);
            toPhone.Add(await NextAsync(stream, seen, clock, visit.Token));
        }

        await world.Broker.RestartAsync(cancellationToken);
        await world.Headquarters.RestartAsync(cancellationToken);
        await UntilAsync(async () => (await world.Gateway.StatusAsync(cancellationToken)).Depth == 0, "headquarters has all of it", cancellationToken);
        var events = await world.DataOfAsync(world.Gateway.Address, EventTypes.VipArrived, cancellationToken);
        var toDecision = events.Select(data => (double)JsonDocument.Parse(data).RootElement.GetProperty("frame_ms").GetInt64()).ToList();
        var whole = toDecision.Zip(toPhone, (first, second) => first + second).ToList();
        var alone = NetworkInterface.GetAllNetworkInterfaces().All(one => one.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            ? "no network but the loopback" : "broker and headquarters stopped, network not cut";
        return
        [
            new("frame that settles the vote, to the decision", Of(toDecision), "", "detection, second look, embedding, vote"),
            new("decision to the staff's phone", Of(toPhone), "", "visit and alert on the disk, then the live stream"),
            new("frame to the staff's phone", Of(whole), "p99 <= 1,000 ms", $"{whole.Count} arrivals of {visits} visits, {alone}; 720p at 5 fps, drawn people, all on the same processors"),
            new("memory of the gateway with one camera", $"{store.Gateway.Process.ResidentBytes / (1024 * 1024)} MB", "", "resident, models loaded"),
        ];
    }

    /// <summary>Milliseconds from the decision to the phone, of the next alert.</summary>
    private static async Task<double> NextAsync(StreamReader stream, HashSet<string> seen, TimeProvider clock, CancellationToken cancellationToken)
    {
        while (await stream.ReadLineAsync(cancellationToken) is { } line)
        {
            var now = clock.GetUtcNow();
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
            {
                continue;
            }

            using var view = JsonDocument.Parse(line.AsMemory("data: ".Length));
            if (!view.RootElement.TryGetProperty("alerts", out var alerts))
            {
                continue;
            }

            foreach (var alert in alerts.EnumerateArray().Where(alert => seen.Add(alert.GetProperty("id").GetString()!)))
            {
                return (now - alert.GetProperty("at").GetDateTimeOffset()).TotalMilliseconds;
            }
        }

        throw new IOException("the live stream ended");
    }

    private static string Of(IReadOnlyList<double> milliseconds)
    {
        var sorted = milliseconds.Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
        return string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0} ms, p95 {At(0.95):0} ms, p99 {At(0.99):0} ms, most {sorted[^1]:0} ms");
    }

    private static async Task UntilAsync(Func<Task<bool>> done, string what, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await done())
        {
            if (clock.GetElapsedTime(start) > s_limit)
            {
                throw new TimeoutException($"After {s_limit.TotalSeconds:0} s it is still not so that {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, cancellationToken);
        }
    }
}
