using System.Globalization;
using Simulators.World;

namespace Bench.Peers;

/// <summary>The same events, in the same run and in alternating rounds, through our published gateway and through others that anybody can install, to a subscriber at headquarters' broker.</summary>
internal static class PeerBench
{
    private const int PackDevices = 8;
    private const int Pack = 100;
    private const int SingleDevices = 64;
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private static readonly TimeSpan s_cut = TimeSpan.FromSeconds(8);

    // What is written or trimmed a second after the last event belongs to the events.
    private static readonly TimeSpan s_after = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Runs it, some five minutes, or half a minute where it is quick, which shows that it runs and little more.</summary>
    /// <param name="publishFolder">Where <c>./run --build-only</c> put the programs.</param>
    /// <param name="kit">The folder <c>tests/conformance</c>.</param>
    /// <param name="folder">On the disk that is meant.</param>
    /// <param name="quick">A tenth of the events, one round.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<FigureTable> RunAsync(string publishFolder, string kit, string folder, bool quick, CancellationToken cancellationToken)
    {
        var place = PrivateFolder.Open(Path.Combine(folder, $"peers-{Guid.NewGuid():N}"));
        await using var broker = await PlainBroker.StartAsync(place, cancellationToken);
        await using var arrivals = await Arrivals.OpenAsync(broker.Port, cancellationToken);
        var load = new PeerLoad(arrivals);
        var program = ProgramFiles.Published(publishFolder).Gateway;
        var (rounds, packs, singles, alone) = quick ? (1, 2_000, 1_000, 20) : (3, 20_000, 10_000, 100);
        List<(StorePeer Peer, PeerFigures Figures)> all = [];
        using var limits = new PeerLimits(broker.Port, place);
        try
        {
            foreach (var kind in PeerKind.All)
            {
                all.Add((new StorePeer(kind, await PeerOrder.PrepareAsync(kit, kind.Name, place.Folder(kind.Name), broker.Port, program, cancellationToken), place), new PeerFigures()));
            }

            for (var round = 0; round < rounds; round++)
            {
                foreach (var (peer, figures) in all)
                {
                    figures.Start.Add((await peer.StartAsync(cancellationToken)).TotalMilliseconds);
                }
            }

            foreach (var (peer, figures) in all)
            {
                await WarmAsync(peer, load, figures, packs / 4, cancellationToken);
            }

            for (var round = 0; round < rounds; round++)
            {
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peers: round {round + 1} of {rounds}"));
                await limits.RoundAsync(load, packs, singles, alone, cancellationToken);
                foreach (var (peer, figures) in all)
                {
                    await RoundAsync(peer, load, figures, packs, singles, alone, cancellationToken);
                }
            }
        }
        finally
        {
            foreach (var (peer, _) in all)
            {
                await peer.DisposeAsync();
            }
        }

        Directory.Delete(place.Path, recursive: true);
        return PeerTable.Of(all.ConvertAll(one => (one.Peer.Kind, one.Figures)), limits, quick);
    }

    private static async Task WarmAsync(StorePeer peer, PeerLoad load, PeerFigures figures, int count, CancellationToken cancellationToken)
    {
        await Task.Delay(s_after, s_clock, cancellationToken);
        figures.RestBytes = peer.Use.ResidentBytes;
        await WithDoorsAsync(peer, PackDevices, doors => load.PourAsync(doors, Pack, count, s_cut, cancellationToken), cancellationToken);
    }

    private static async Task RoundAsync(StorePeer peer, PeerLoad load, PeerFigures figures, int packs, int singles, int alone, CancellationToken cancellationToken)
    {
        await PourAsync(peer, load, figures, figures.Packs, PackDevices, Pack, packs, cancellationToken);
        await PourAsync(peer, load, figures, figures.Singles, SingleDevices, 1, singles, cancellationToken);
        await WithDoorsAsync(
            peer,
            1,
            async doors =>
            {
                await load.AloneAsync(doors[0], alone, s_pause, figures, cancellationToken);
                return true;
            },
            cancellationToken);
    }

    private static async Task PourAsync(StorePeer peer, PeerLoad load, PeerFigures figures, LoadFigures into, int devices, int pack, int count, CancellationToken cancellationToken)
    {
        var before = peer.Use;
        var (handed, taken, delivered, lost) = await WithDoorsAsync(peer, devices, doors => load.PourAsync(doors, pack, count, s_cut, cancellationToken), cancellationToken);
        await Task.Delay(s_after, s_clock, cancellationToken);
        var after = peer.Use;
        into.Taken.Add(handed / taken.TotalSeconds);
        into.Delivered.Add((handed - lost) / delivered.TotalSeconds);
        into.Cpu.Add((after.Cpu - before.Cpu).TotalMicroseconds / handed);
        into.Written.Add((double)(after.WrittenBytes - before.WrittenBytes) / handed);
        into.CutTo = handed < count ? Math.Min(handed, into.CutTo ?? handed) : into.CutTo;
        into.Lost += lost;
        figures.MostBytes = Math.Max(figures.MostBytes, after.ResidentBytes);
    }

    private static async Task<T> WithDoorsAsync<T>(StorePeer peer, int devices, Func<IReadOnlyList<IDoor>, Task<T>> use, CancellationToken cancellationToken)
    {
        List<IDoor> doors = [];
        try
        {
            for (var device = 1; device <= devices; device++)
            {
                doors.Add(await peer.DoorAsync(device, cancellationToken));
            }

            return await use(doors);
        }
        finally
        {
            foreach (var door in doors)
            {
                await door.DisposeAsync();
            }
        }
    }
}
