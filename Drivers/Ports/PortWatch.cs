using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Drivers.Ports;

/// <summary>Keeps a picture of what is plugged in up to date: looks when the kernel says that something changed, else every two seconds.</summary>
/// <remarks>
/// What is heard only says when to look; what is there is read from sysfs. The kernel tells before permissions and links are made, so after each
/// announcement it is looked several times for two seconds. One caller of <see cref="RunAsync"/>.
/// </remarks>
/// <param name="inventory">Looks.</param>
/// <param name="folders">For the watch on <c>/dev</c> where netlink is missing.</param>
/// <param name="useNetlink">False to do without netlink.</param>
/// <param name="clock">Time.</param>
public sealed class PortWatch(PortInventory inventory, PortFolders folders, bool useNetlink, TimeProvider clock)
{
    /// <summary>How often it is looked where nobody announces anything.</summary>
    public static readonly TimeSpan RescanPeriod = TimeSpan.FromSeconds(2);

    /// <summary>How often it is looked beside the announcements, should one be lost.</summary>
    public static readonly TimeSpan SafetyPeriod = TimeSpan.FromSeconds(30);

    /// <summary>The pauses between looks after an announcement; 2.1 seconds together.</summary>
    private static readonly TimeSpan[] s_settling =
        [.. new[] { 50, 100, 150, 200, 300, 400, 400, 500 }.Select(pause => TimeSpan.FromMilliseconds(pause))];

    private static readonly TimeSpan s_gathering = TimeSpan.FromMilliseconds(20);

    private readonly Channel<bool> _pokes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile bool _hears;

    /// <summary>Looks soon, as if something had been announced.</summary>
    public void Poke() => _pokes.Writer.TryWrite(true);

    /// <summary>Looks until <paramref name="cancellationToken"/>, then ends normally.</summary>
    /// <param name="seen">Called with the first picture and with each that differs from the one before; must not wait.</param>
    /// <param name="note">Told once why there are no announcements, where there are none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(Action<PortPicture> seen, Action<string> note, CancellationToken cancellationToken)
    {
        using var ear = new Ear(this, useNetlink, note);
        using FileSystemWatcher? watcher = _hears ? null : WatchFolder();
        PortPicture? last = null;
        int settling = s_settling.Length;
        while (!cancellationToken.IsCancellationRequested)
        {
            PortPicture picture = inventory.Look();
            if (last?.IsAs(picture) != true)
                seen(last = picture);
            TimeSpan pause = settling < s_settling.Length ? s_settling[settling++] : _hears ? SafetyPeriod : RescanPeriod;
            if (await PokedAsync(pause, cancellationToken).ConfigureAwait(false))
                settling = await GatherAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> PokedAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<bool> poked = _pokes.Reader.WaitToReadAsync(either.Token).AsTask();
        Task late = Task.Delay(pause, clock, either.Token);
        await Task.WhenAny(poked, late).ConfigureAwait(false);
        await either.CancelAsync().ConfigureAwait(false);
        return _pokes.Reader.TryRead(out _);
    }

    /// <summary>One device makes a dozen announcements: they are one look.</summary>
    /// <returns>0, where the looks begin anew.</returns>
    private async Task<int> GatherAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(s_gathering, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return 0;
    }

    private FileSystemWatcher? WatchFolder()
    {
        try
        {
            var watcher = new FileSystemWatcher(folders.Dev) { NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName };
            watcher.Created += (_, _) => Poke();
            watcher.Deleted += (_, _) => Poke();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            // The rescan is enough.
            return null;
        }
    }

    /// <summary>The thread that waits at the netlink socket.</summary>
    private sealed unsafe class Ear : IDisposable
    {
        private readonly PortWatch _watch;
        private readonly UeventSocket? _socket;
        private readonly Thread? _thread;
        private readonly int _stop = -1;

        public Ear(PortWatch watch, bool useNetlink, Action<string> note)
        {
            _watch = watch;
            string? why = "netlink is not used";
            if (useNetlink && UeventSocket.TryOpen(out _socket, out why))
            {
                _stop = Libc.CreateEvent(0, Libc.EventNonBlocking);
                _watch._hears = true;
                _thread = new Thread(Listen, 128 * 1024) { IsBackground = true, Name = "uevents" };
                _thread.Start();
            }
            else
            {
                note($"{why}; ports are looked for every {RescanPeriod.TotalSeconds:0} s");
            }
        }

        public void Dispose()
        {
            _watch._hears = false;
            if (_thread is null)
                return;
            Libc.RaiseEvent(_stop, 1);
            _thread.Join();
            _ = Libc.Close(_stop);
            _socket!.Dispose();
        }

        private void Listen()
        {
            Span<Libc.PollEntry> entries =
            [
                new Libc.PollEntry { Descriptor = _stop, Wanted = Libc.PollIn },
                new Libc.PollEntry { Descriptor = (int)_socket!.DangerousGetHandle(), Wanted = Libc.PollIn },
            ];
            try
            {
                while (true)
                {
                    fixed (Libc.PollEntry* first = entries)
                        _ = Libc.Poll(first, (nuint)entries.Length, -1);
                    if (entries[0].Seen != 0)
                        return;
                    while (_socket.TryTake(out Uevent? heard, out bool lost))
                    {
                        if (lost || heard?.ConcernsPorts == true)
                            _watch.Poke();
                    }
                }
            }
            catch (IOException)
            {
                // Without announcements it is looked every two seconds from now on.
                _watch._hears = false;
                _watch.Poke();
            }
        }
    }
}
