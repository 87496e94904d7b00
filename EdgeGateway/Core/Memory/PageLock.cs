using System.Runtime.InteropServices;

namespace EdgeGateway.Core.Memory;

/// <summary>Keeps a pinned array out of swap and core files, where the system allows it, for as long as this object lives.</summary>
internal sealed class PageLock : IDisposable
{
    /// <summary>Held, so that the array's memory is still its own when its pages are unlocked.</summary>
    private readonly byte[] _bytes;

    private bool _held;

    /// <summary>Locks the pages on which the array lies.</summary>
    /// <param name="bytes">From the pinned heap.</param>
    public PageLock(byte[] bytes)
    {
        _bytes = bytes;
        var first = Address(bytes) / Environment.SystemPageSize * Environment.SystemPageSize;
        _ = LibcMemory.Advise(first, (nuint)(Address(bytes) - first + bytes.Length), LibcMemory.DontDump);
        _held = LibcMemory.Lock(Address(bytes), (nuint)bytes.Length) == 0;
        MemoryLocks.Count(_held);
        if (!_held)
        {
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Unlocks where nobody disposed it.</summary>
    ~PageLock() => Unlock();

    /// <summary>Unlocks the pages.</summary>
    public void Dispose()
    {
        Unlock();
        GC.SuppressFinalize(this);
    }

    private void Unlock()
    {
        if (!_held)
        {
            return;
        }

        // The first and the last page may carry a neighbour that is locked too: they stay locked, the pages between do not.
        _held = false;
        var page = Environment.SystemPageSize;
        var first = (Address(_bytes) + page - 1) / page * page;
        var end = (Address(_bytes) + _bytes.Length) / page * page;
        if (end > first)
        {
            _ = LibcMemory.Unlock(first, (nuint)(end - first));
        }
    }

    private static nint Address(byte[] bytes) => Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0);
}
