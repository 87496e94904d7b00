using System.Text;
using Simulators.World;

namespace Bench.Peers;

/// <summary>What the machine and headquarters' broker allow in the same rounds: the same texts from memory straight to the broker, and the same bytes to the disk.</summary>
internal sealed class PeerLimits(int brokerPort, PrivateFolder folder) : IDisposable
{
    private const int Devices = 8;
    private const int Window = 100;
    private const int Synced = 100;
    private static readonly TimeProvider s_clock = TimeProvider.System;
    private readonly RawAppend _raw = new(folder.File("raw"));

    /// <summary>Texts straight to the broker: hundreds in flight from eight connections, and one alone.</summary>
    public PeerFigures Broker { get; } = new();

    /// <summary>Appends and syncs a second, of one text each, times one; and of a hundred each, times a hundred.</summary>
    public (List<double> One, List<double> Hundred) DiskEvents { get; } = ([], []);

    /// <summary>Milliseconds that one append and sync takes.</summary>
    public List<double> Sync { get; } = [];

    /// <summary>One round of each.</summary>
    public async Task RoundAsync(PeerLoad load, int packs, int singles, int alone, CancellationToken cancellationToken)
    {
        List<IDoor> doors = [];
        for (var device = 1; device <= Devices; device++)
        {
            doors.Add(await MqttDoor.OpenAsync(brokerPort, "cloud", $"limit-{device}", cancellationToken));
        }

        await PourAsync(Broker.Packs, Window, packs);
        await PourAsync(Broker.Singles, 1, singles);
        await load.AloneAsync(doors[0], alone, TimeSpan.FromMilliseconds(5), Broker, cancellationToken);
        foreach (var door in doors)
        {
            await door.DisposeAsync();
        }

        DiskEvents.One.Add(Append(1));
        DiskEvents.Hundred.Add(Append(Window));

        async Task PourAsync(LoadFigures into, int pack, int count)
        {
            var (handed, taken, delivered, _) = await load.PourAsync(doors, pack, count, TimeSpan.FromSeconds(30), cancellationToken);
            into.Taken.Add(handed / taken.TotalSeconds);
            into.Delivered.Add(handed / delivered.TotalSeconds);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _raw.Dispose();

    private double Append(int texts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(EventText.Of(1), texts)));
        var begun = s_clock.GetTimestamp();
        for (var i = 0; i < Synced; i++)
        {
            var one = s_clock.GetTimestamp();
            _raw.Append(bytes);
            if (texts == 1)
            {
                Sync.Add(s_clock.GetElapsedTime(one).TotalMilliseconds);
            }
        }

        return texts * Synced / s_clock.GetElapsedTime(begun).TotalSeconds;
    }
}
