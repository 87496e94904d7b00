using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Cloud.Mqtt.Native;

/// <summary>Wakes one thread out of <c>poll</c>. The system call is made only where that thread may be asleep.</summary>
internal sealed unsafe class WakeEvent : IDisposable
{
    private readonly SafeFileHandle _event;

    // 1 from just before the loop thread last looks at its queue until it is awake again.
    private int _asleep;

    internal WakeEvent()
    {
        _event = Libc.eventfd(0, Libc.EventNonBlocking | Libc.EventCloseOnExec);
        if (_event.IsInvalid)
        {
            throw new MqttException($"The system gave no eventfd: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    /// <summary>The descriptor to poll, valid until disposal.</summary>
    internal int Descriptor => (int)_event.DangerousGetHandle();

    /// <summary>Wakes the thread, or keeps it from falling asleep. Any thread; after disposal it does nothing.</summary>
    internal void Set()
    {
        if (Interlocked.Exchange(ref _asleep, 0) == 0)
        {
            return;
        }

        try
        {
            var one = 1UL;
            _ = Libc.write(_event, &one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The loop has ended; there is nobody to wake.
        }
    }

    /// <summary>To be called before the last look at the queue ahead of <c>poll</c>.</summary>
    internal void BeforeSleep() => Interlocked.Exchange(ref _asleep, 1);

    /// <summary>To be called after <c>poll</c>.</summary>
    internal void AfterSleep(bool signalled)
    {
        Interlocked.Exchange(ref _asleep, 0);
        if (signalled)
        {
            ulong count;
            _ = Libc.read(_event, &count, sizeof(ulong));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _event.Dispose();
}
