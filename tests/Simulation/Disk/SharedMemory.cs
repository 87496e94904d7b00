using System.Runtime.InteropServices;
using SQLitePCL;

namespace Simulation.Disk;

/// <summary>The write-ahead log's shared index and its eight locks (sqlite.org/walformat.html, section 2), between the handles of one process.</summary>
internal sealed unsafe class SharedMemory
{
    private const int Slots = 8;

    private readonly List<nint> _regions = [];
    private readonly HashSet<int> _users = [];
    private readonly HashSet<int>[] _shared = [.. Enumerable.Range(0, Slots).Select(_ => new HashSet<int>())];
    private readonly int[] _exclusive = new int[Slots];

    /// <summary>The address of a region; 0 where it does not exist and is not to be made.</summary>
    public nint Map(int handle, int region, int size, bool extend)
    {
        _users.Add(handle);
        while (_regions.Count <= region)
        {
            if (!extend)
            {
                return 0;
            }

            _regions.Add((nint)NativeMemory.AllocZeroed((nuint)size));
        }

        return _regions[region];
    }

    public int Lock(int handle, int offset, int count, bool unlock, bool shared)
    {
        for (var slot = offset; slot < offset + count; slot++)
        {
            if (unlock)
            {
                _shared[slot].Remove(handle);
                if (_exclusive[slot] == handle)
                {
                    _exclusive[slot] = 0;
                }
            }
            else if ((_exclusive[slot] != 0 && _exclusive[slot] != handle) || (!shared && _shared[slot].Any(other => other != handle)))
            {
                return raw.SQLITE_BUSY;
            }
        }

        for (var slot = offset; !unlock && slot < offset + count; slot++)
        {
            if (shared)
            {
                _shared[slot].Add(handle);
            }
            else
            {
                _exclusive[slot] = handle;
            }
        }

        return raw.SQLITE_OK;
    }

    /// <summary>Lets go; the memory goes with the last.</summary>
    public void Unmap(int handle)
    {
        _users.Remove(handle);
        Lock(handle, 0, Slots, unlock: true, shared: false);
        if (_users.Count == 0)
        {
            _regions.ForEach(region => NativeMemory.Free((void*)region));
            _regions.Clear();
        }
    }
}
