using System.Globalization;
using Simulators.World;

namespace Bench;

/// <summary>Measures what a full store without a camera costs its gateway: 4 scales, 64 plates that people take from, 3 printers of which one prints receipts, and a till.</summary>
internal static class FullStoreBench
{
    private const int Plates = 64;
    private const int Printers = 3;
    private const int Readings = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Runs it. Each device is a process of its own, so the machine needs 6 GB besides.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="minutes">How long the store is open.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<BenchRow>> RunAsync(string publishFolder, int minutes, CancellationToken cancellationToken)
    {
        await using var world = await World.StartAsync(
            new WorldOptions(ProgramFiles.Published(publishFolder)) { Devices = Devices(), Cashiers = true, Tills = [new TillLoad(1)] }, cancellationToken);
        await UntilAsync(world, status => status.Devices.Count(device => device.Availability == "online") == world.Stores[0].Devices.Count, cancellationToken);
        var gateway = world.Gateway;
        var (begun, cpu, first) = (TimeProvider.System.GetTimestamp(), gateway.Process.ProcessorTime, (await gateway.StatusAsync(cancellationToken)).LastSeq);
        var most = 0L;
        for (var i = 0; i < Readings; i++)
        {
            await Task.Delay(TimeSpan.FromMinutes(minutes) / Readings, TimeProvider.System, cancellationToken);
            most = Math.Max(most, gateway.Process.ResidentBytes);
        }

        var elapsed = TimeProvider.System.GetElapsedTime(begun);
        var status = await gateway.StatusAsync(cancellationToken);
        var used = gateway.Process.ProcessorTime - cpu;
        var ledger = await world.SettleAsync(s_limit, cancellationToken);
        return
        [
            new($"memory of the gateway, full store, after {minutes} min", Mebibytes(gateway.Process.ResidentBytes), "<= 80 MB", $"resident; {Mebibytes(most)} at most of {Readings} readings"),
            new(
                "CPU of the gateway, full store",
                string.Create(CultureInfo.InvariantCulture, $"{100 * used / elapsed:0.0} % of one core"),
                "",
                string.Create(CultureInfo.InvariantCulture, $"{status.LastSeq - first} events meanwhile, {ledger.Lost} lost, {ledger.Doubled} doubled")),
        ];
    }

    /// <summary>The devices of a full store.</summary>
    internal static SimulatedDevice[] Devices()
    {
        var scale = SimulatedDevice.UsualStore.First(device => device.Driver == "toledo-8217");
        var others = SimulatedDevice.UsualStore.Where(device => device.IsScale && device != scale);
        var plate = SimulatedDevice.UsualStore.First(device => device.Goods.Count > 0);
        return
        [
            scale, .. others, scale with { Id = "scale-4" },
            .. Enumerable.Range(1, Plates).Select(i => plate with { Id = string.Create(CultureInfo.InvariantCulture, $"plate-{i}") }),
            .. Enumerable.Range(1, Printers).Select(i => SimulatedDevice.ReceiptPrinter with { Id = string.Create(CultureInfo.InvariantCulture, $"printer-{i}") }),
        ];
    }

    private static async Task UntilAsync(World world, Func<GatewayStatus, bool> isSo, CancellationToken cancellationToken) => await Waiting.UntilAsync(
        "every device is online", s_limit, async () => isSo(await world.Gateway.StatusAsync(cancellationToken)), cancellationToken);

    private static string Mebibytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0} MB");
}
