using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Simulators.World;

namespace Bench;

/// <summary>Measures what a gateway at rest writes to its disk: the wear of a card in a store at night.</summary>
internal static class IdleBench
{
    private const int Events = 24;
    private const double Budget = 10e6;

    /// <summary>The configuration's <c>health.reportEvery</c> where it says nothing.</summary>
    private static readonly TimeSpan s_reportEvery = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan s_rest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(3);

    /// <summary>Runs it, some two and a half minutes. The working folder has to be on a disk: a folder in memory writes nothing.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string publishFolder, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(
            new WorldOptions(ProgramFiles.Published(publishFolder)) { Devices = [], Tills = [] }, cancellationToken);
        await WaitAsync(s_settle, cancellationToken);
        var status = await world.Gateway.StatusAsync(cancellationToken);
        if (status.Uplink != "online" || status.Depth > 0)
        {
            throw new InvalidOperationException($"The gateway is {status.Uplink} with {status.Depth} events waiting; it has to be at rest.");
        }

        var resting = await WrittenAsync(world, () => WaitAsync(s_rest, cancellationToken));
        var perEvent = await WrittenAsync(world, () => PostAsync(world.Gateway, cancellationToken)) / (double)Events;
        var reports = TimeSpan.FromDays(1) / s_reportEvery;
        var day = (resting * (TimeSpan.FromDays(1) / s_rest)) + (perEvent * reports);
        return
        [
            new("an idle gateway's writes in a day", Megabytes(day), $"<= {Megabytes(Budget)}", $"/proc/PID/io write_bytes; {reports:0} reports of its health, and what it writes between them"),
            new("of that, between the reports", $"{resting} bytes in {s_rest.TotalSeconds:0} s", "0", "no timer of the gateway touches the disk"),
            new("one event alone, kept, sent, committed and let go", $"{perEvent / 1000:0.0} kB", "", $"mean of {Events}: its commit in the write-ahead log, and another a second later that lets it go; a commit window shares the first"),
        ];
    }

    private static async Task<long> WrittenAsync(World world, Func<Task> meanwhile)
    {
        var before = Written(world.Gateway.Process.Id);
        await meanwhile();
        return Written(world.Gateway.Process.Id) - before;
    }

    /// <summary>What the process has had written to disks, in bytes. Source: proc(5), /proc/PID/io.</summary>
    private static long Written(int process)
    {
        const string Name = "write_bytes: ";
        var line = File.ReadLines($"/proc/{process}/io").First(line => line.StartsWith(Name, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(Name.Length), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static async Task PostAsync(GatewayProcess gateway, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = gateway.Intake };
        http.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(gateway.TokenFile, cancellationToken)).Trim());
        for (var i = 0; i < Events; i++)
        {
            using var body = new StringContent(
                $$"""{"id":"{{Guid.NewGuid()}}","type":"scan.read","device":"till-1","data":{"symbology":"ean13","text":"9520000000004"} }""", Encoding.UTF8, "application/json");
            using var answer = await http.PostAsync(new Uri("/v1/events", UriKind.Relative), body, cancellationToken);
            answer.EnsureSuccessStatusCode();
            await WaitAsync(s_between, cancellationToken);
        }
    }

    private static Task WaitAsync(TimeSpan time, CancellationToken cancellationToken) => Task.Delay(time, TimeProvider.System, cancellationToken);

    private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
