using System.Globalization;
using Simulators.World.Ledgers;

namespace Simulators.World;

/// <summary>One line about how it goes: rewritten in place on a terminal, a line every five seconds elsewhere.</summary>
internal sealed class ProgressLine(World world, TimeProvider clock)
{
    private static readonly TimeSpan s_plainPeriod = TimeSpan.FromSeconds(4.9);

    private readonly long _start = clock.GetTimestamp();
    private readonly bool _terminal = !Console.IsOutputRedirected;
    private readonly Dictionary<string, LineCount> _tills = new(StringComparer.Ordinal);
    private TimeSpan? _shown;
    private string? _trouble;

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_start);

    public async Task ShowAsync(CancellationToken cancellationToken)
    {
        if (!_terminal && Elapsed - _shown < s_plainPeriod)
        {
            return;
        }

        _shown = Elapsed;
        var line = await LineAsync(cancellationToken).ConfigureAwait(false);
        if (_terminal)
        {
            var width = Math.Max(20, Console.WindowWidth - 1);
            Console.Write($"\r{(line.Length > width ? line[..width] : line.PadRight(width))}");
        }
        else
        {
            Console.WriteLine(line);
        }
    }

    public void End()
    {
        if (_terminal)
        {
            Console.WriteLine();
        }
    }

    private async Task<string> LineAsync(CancellationToken cancellationToken)
    {
        long accepted = 0;
        long committed = 0;
        long waiting = 0;
        var online = 0;
        var devices = 0;
        var devicesOnline = 0;
        var readings = "";
        foreach (var store in world.Stores)
        {
            if (store.Receptionist?.Trouble is { } trouble && trouble != _trouble)
            {
                _trouble = trouble;
                await Console.Error.WriteLineAsync($"the receptionist of {store.Gateway.Address.Store}: {trouble}").ConfigureAwait(false);
            }

            var status = await store.Gateway.StatusAsync(cancellationToken).ConfigureAwait(false);
            accepted += status.LastSeq;
            committed += status.CommittedSeq;
            waiting += status.Depth;
            online += status.Uplink == "online" ? 1 : 0;
            devices += status.Devices.Count;
            devicesOnline += status.Devices.Count(d => d.Availability == "online");
            readings = world.Stores.Count > 1
                ? ""
                : string.Concat(status.Devices.Select(d => $"  {d.Id} {d.Reading ?? "-"}"));
        }

        var sales = world.Stores.SelectMany(s => s.Tills).Sum(till => Count(till.LogPath));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Elapsed:mm\\:ss}  uplinks {online}/{world.Stores.Count}  devices {devicesOnline}/{devices}  scans {sales}  events {accepted}  committed {committed}  waiting {waiting}{readings}");
    }

    private long Count(string path)
    {
        if (!_tills.TryGetValue(path, out var count))
        {
            _tills[path] = count = new LineCount(path);
        }

        return count.Read();
    }
}
