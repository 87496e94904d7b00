using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using SQLitePCL;

namespace Simulation.Disk;

/// <summary>SQLite's own seam to the operating system (sqlite.org/vfs.html), in memory: the real SQLite runs on simulated disks.</summary>
/// <remarks>One lock for all: the finalizer closes what a dead machine left open, and nothing else runs beside the one worker.</remarks>
internal static unsafe partial class SimulatedVfs
{
    private static readonly Lock s_gate = new();
    private static readonly Dictionary<string, SimulatedDisk> s_disks = new(StringComparer.Ordinal);
    private static readonly Dictionary<int, OpenFile> s_open = [];
    private static Dice s_dice = new(0);
    private static VirtualTime s_time = new();
    private static int s_lastHandle;
    private static Methods* s_methods;

    /// <summary>Makes it the default of this process.</summary>
    public static void Register()
    {
        if (s_methods is not null)
        {
            return;
        }

        // One worker uses connections; only the allocator still meets the finalizer.
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        Check(raw.sqlite3_config(raw.SQLITE_CONFIG_MULTITHREAD), "sqlite3_config");
        Check(raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0), "sqlite3_config");
        Batteries_V2.Init();
        s_methods = MakeMethods();
        Check(sqlite3_vfs_register(MakeVfs(), 1), "sqlite3_vfs_register");
    }

    /// <summary>Begins a world: its time, and where SQLite's random numbers come from.</summary>
    public static void Begin(VirtualTime time, Dice dice)
    {
        lock (s_gate)
        {
            (s_time, s_dice) = (time, dice);
        }
    }

    public static void Mount(SimulatedDisk disk)
    {
        lock (s_gate)
        {
            s_disks[disk.Folder] = disk;
        }
    }

    public static void Unmount(SimulatedDisk disk)
    {
        lock (s_gate)
        {
            s_disks.Remove(disk.Folder);
        }
    }

    private static void Check(int code, string what)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"{what} answered {code}.");
        }
    }

    private static SimulatedDisk? DiskOf(string path) => s_disks.GetValueOrDefault(Path.GetDirectoryName(path) ?? "");

    private static string? Text(byte* utf8) => Marshal.PtrToStringUTF8((nint)utf8);

    private static OpenFile Of(nint file) => s_open[((Handle*)file)->Number];


    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(nint vfs, byte* name, nint file, int flags, int* outFlags)
    {
        lock (s_gate)
        {
            var path = Text(name);
            var handle = (Handle*)file;
            handle->Methods = null;
            var disk = path is null ? null : DiskOf(path);
            if (path is not null && (disk is null || disk.IsDead))
            {
                return raw.SQLITE_CANTOPEN;
            }

            SimulatedFile? found = null;
            if (disk is not null && !disk.Files.TryGetValue(path!, out found))
            {
                var exists = disk.IsMirrored && File.Exists(path);
                if (!exists && (flags & raw.SQLITE_OPEN_CREATE) == 0)
                {
                    return raw.SQLITE_CANTOPEN;
                }

                found = new SimulatedFile(path!);
                if (exists)
                {
                    found.Load(FileBytes.Load(path!));
                }

                disk.Files[path!] = found;
            }

            found ??= new SimulatedFile("");
            found.Handles++;
            handle->Number = ++s_lastHandle;
            handle->Methods = s_methods;
            s_open[handle->Number] = new OpenFile(handle->Number, found, disk, (flags & 0x8) != 0);
            if (outFlags is not null)
            {
                *outFlags = flags;
            }

            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Delete(nint vfs, byte* name, int syncFolder)
    {
        lock (s_gate)
        {
            var path = Text(name)!;
            if (DiskOf(path) is not { IsDead: false } disk || !disk.Count())
            {
                return SqliteCode.IoErrorDelete;
            }

            var there = disk.Files.Remove(path);
            if (disk.IsMirrored && File.Exists(path))
            {
                File.Delete(path);
                there = true;
            }

            disk.Watched?.Invoke();
            return there ? raw.SQLITE_OK : SqliteCode.IoErrorDeleteNoEntry;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Access(nint vfs, byte* name, int flags, int* answer)
    {
        lock (s_gate)
        {
            var path = Text(name)!;
            var disk = DiskOf(path);
            *answer = disk is not null && (disk.Files.TryGetValue(path, out var file)
                ? flags != 0 || file.Now.Length > 0
                : disk.IsMirrored && File.Exists(path)) ? 1 : 0;
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FullPathname(nint vfs, byte* name, int room, byte* answer)
    {
        var full = Encoding.UTF8.GetBytes(Path.GetFullPath(Text(name)!));
        if (full.Length >= room)
        {
            return raw.SQLITE_CANTOPEN;
        }

        full.CopyTo(new Span<byte>(answer, room));
        answer[full.Length] = 0;
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Randomness(nint vfs, int count, byte* answer)
    {
        lock (s_gate)
        {
            for (var i = 0; i < count; i++)
            {
                answer[i] = (byte)s_dice.Next(256);
            }

            return count;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sleep(nint vfs, int microseconds) => microseconds;

    /// <summary>Julian day in milliseconds.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTime(nint vfs, long* answer)
    {
        const long UnixEpoch = 210_866_760_000_000;
        *answer = UnixEpoch + s_time.Utc.ToUnixTimeMilliseconds();
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentTimeDays(nint vfs, double* answer)
    {
        *answer = 2_440_587.5 + (s_time.Utc.ToUnixTimeMilliseconds() / 86_400_000.0);
        return raw.SQLITE_OK;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LastError(nint vfs, int count, byte* answer) => 0;

    [LibraryImport("e_sqlite3")]
    [UnmanagedCallConv(CallConvs = [typeof(CallConvCdecl)])]
    private static partial int sqlite3_vfs_register(nint vfs, int makeDefault);

    /// <summary>One open handle.</summary>
    private sealed record OpenFile(int Number, SimulatedFile File, SimulatedDisk? Disk, bool DeleteOnClose)
    {
        public bool IsDead => Disk is { IsDead: true };
    }

    /// <summary>sqlite3_file, followed by our number of it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Handle
    {
        public Methods* Methods;
        public int Number;
    }
}

/// <summary>Extended result codes (sqlite.org/rescode.html) that the wrapper has no names for.</summary>
internal static class SqliteCode
{
    public const int IoErrorRead = 266;
    public const int IoErrorShortRead = 522;
    public const int IoErrorWrite = 778;
    public const int IoErrorSync = 1034;
    public const int IoErrorTruncate = 1546;
    public const int IoErrorDelete = 2570;
    public const int IoErrorLock = 3850;
    public const int IoErrorShmMap = 5386;
    public const int IoErrorDeleteNoEntry = 5898;
    public const int Full = 13;
    public const int ReadOnly = 8;
    public const int NotFound = 12;
}
