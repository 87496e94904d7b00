using SQLitePCL;

namespace Simulation.Disk;

/// <summary>SQLite's five lock levels on one file (sqlite.org/lockingv3.html), between the handles of one process.</summary>
internal sealed class FileLocks
{
    public const int None = 0;
    public const int Shared = 1;
    public const int Reserved = 2;
    public const int Exclusive = 4;

    private readonly Dictionary<int, int> _levels = [];

    public bool IsReserved => _levels.Values.Any(level => level >= Reserved);

    public int Lock(int handle, int level)
    {
        var mine = _levels.GetValueOrDefault(handle);
        if (mine >= level)
        {
            return raw.SQLITE_OK;
        }

        foreach (var (other, held) in _levels)
        {
            if (other != handle && (held > Reserved || (level >= Reserved && held >= Reserved) || (level == Exclusive && held >= Shared)))
            {
                return raw.SQLITE_BUSY;
            }
        }

        _levels[handle] = level;
        return raw.SQLITE_OK;
    }

    public void Unlock(int handle, int level)
    {
        if (level == None)
        {
            _levels.Remove(handle);
        }
        else if (_levels.GetValueOrDefault(handle) > level)
        {
            _levels[handle] = level;
        }
    }
}
