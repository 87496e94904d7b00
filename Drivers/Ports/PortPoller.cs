using System.Runtime.InteropServices;

namespace Drivers.Ports;

/// <summary>
/// Waits for many ports on one thread: <c>poll</c> over all of them and an <c>eventfd</c> that wakes it when somebody
/// begins or gives up waiting. So a read can be cancelled at once, which <c>FileStream</c> on a terminal cannot.
/// </summary>
/// <remarks>Thread-safe. The thread starts with the first wait and lives as long as the process.</remarks>
internal sealed class PortPoller
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private readonly int _wakeUp;

    private PortPoller()
    {
        _wakeUp = Libc.CreateEvent(0, Libc.EventNonBlocking);
        if (_wakeUp < 0)
            throw new IOException($"eventfd: {PortErrors.Words(Marshal.GetLastPInvokeError())}");
        new Thread(Run, 256 * 1024) { IsBackground = true, Name = "serial ports" }.Start();
    }

    /// <summary>The one of this process.</summary>
    public static PortPoller Shared => Holder.Instance;

    /// <summary>Waits until <paramref name="file"/> shows one of <paramref name="wanted"/>, an error or a hang-up.</summary>
    /// <returns>What poll saw; 0 where <see cref="Abandon"/> ended the wait.</returns>
    public async Task<short> WaitAsync(PortFile file, short wanted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter(file, wanted);
        lock (_lock)
            _waiters.Add(waiter);
        // Closed before it was listed: nobody would end this wait.
        if (file.IsShut)
            waiter.Seen.TrySetResult(0);
        WakeUp();
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((Waiter)state!).Seen.TrySetCanceled(token), waiter);
        try
        {
            return await waiter.Seen.Task.ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
                _waiters.Remove(waiter);
        }
    }

    /// <summary>Ends every wait for a file that is being closed.</summary>
    public void Abandon(PortFile file)
    {
        lock (_lock)
        {
            foreach (Waiter waiter in _waiters.Where(waiter => waiter.File == file))
                waiter.Seen.TrySetResult(0);
        }
        WakeUp();
    }

    private void WakeUp() => Libc.RaiseEvent(_wakeUp, 1);

    private unsafe void Run()
    {
        var waiting = new List<Waiter>();
        var entries = new List<Libc.PollEntry>();
        while (true)
        {
            entries.Clear();
            entries.Add(new Libc.PollEntry { Descriptor = _wakeUp, Wanted = Libc.PollIn });
            lock (_lock)
            {
                // A cancelled wait stays listed until its owner takes it out; it must not be polled meanwhile.
                waiting.Clear();
                waiting.AddRange(_waiters.Where(waiter => !waiter.Seen.Task.IsCompleted));
            }
            entries.AddRange(waiting.Select(waiter =>
                new Libc.PollEntry { Descriptor = waiter.Descriptor, Wanted = waiter.Wanted }));
            Span<Libc.PollEntry> polled = CollectionsMarshal.AsSpan(entries);
            fixed (Libc.PollEntry* first = polled)
                Libc.Poll(first, (nuint)polled.Length, -1);
            if (polled[0].Seen != 0)
            {
                ulong count;
                Libc.TakeEvent(_wakeUp, &count);
            }
            for (int index = 0; index < waiting.Count; index++)
            {
                if (polled[index + 1].Seen != 0)
                    waiting[index].Seen.TrySetResult(polled[index + 1].Seen);
            }
        }
    }

    private static class Holder
    {
        public static readonly PortPoller Instance = new();
    }

    private sealed class Waiter(PortFile file, short wanted)
    {
        public PortFile File => file;

        // Read without holding the file: at worst one poll looks at a number that was closed meanwhile, and this wait,
        // which Abandon has ended by then, hears of it.
        public int Descriptor => (int)file.DangerousGetHandle();

        public short Wanted => wanted;

        public TaskCompletionSource<short> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
