using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace Simulation.Disk;

/// <summary>What SQLite does with an open file.</summary>
internal static unsafe partial class SimulatedVfs
{
    private const int PowersafeOverwrite = 0x1000;
    private const int ShmUnlock = 1;
    private const int ShmShared = 4;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint file)
    {
        lock (s_gate)
        {
            var open = Of(file);
            s_open.Remove(open.Number);
            open.File.Locks.Unlock(open.Number, FileLocks.None);
            open.File.Shared.Unmap(open.Number);
            if (--open.File.Handles == 0 && open is { IsDead: false, Disk: { IsMirrored: true } disk })
            {
                disk.Files.Remove(open.File.Path);
                if (open.File.IsChanged || !File.Exists(open.File.Path))
                {
                    open.File.Now.Save(open.File.Path);
                }
            }

            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Read(nint file, byte* into, int count, long offset)
    {
        lock (s_gate)
        {
            var open = Of(file);
            if (open.IsDead)
            {
                return SqliteCode.IoErrorRead;
            }

            var there = open.File.Now.Read((int)offset, new Span<byte>(into, count));
            if (there == count)
            {
                return raw.SQLITE_OK;
            }

            new Span<byte>(into + there, count - there).Clear();
            return SqliteCode.IoErrorShortRead;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint file, byte* from, int count, long offset)
    {
        lock (s_gate)
        {
            var open = Of(file);
            if (open.Disk is { } disk)
            {
                if (disk.IsDead || disk.FailsWrites)
                {
                    return SqliteCode.IoErrorWrite;
                }

                if (disk.IsReadOnly)
                {
                    return SqliteCode.ReadOnly;
                }

                if (!disk.HasRoomFor(open.File, (int)offset + count))
                {
                    return SqliteCode.Full;
                }
            }

            open.File.Write(open.Disk is null ? 0 : open.Disk.Operations + 1, (int)offset, new ReadOnlySpan<byte>(from, count));
            return Done(open, SqliteCode.IoErrorWrite);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Truncate(nint file, long length)
    {
        lock (s_gate)
        {
            var open = Of(file);
            if (open.IsDead || open.Disk is { FailsWrites: true } or { IsReadOnly: true })
            {
                return SqliteCode.IoErrorTruncate;
            }

            open.File.Truncate(open.Disk is null ? 0 : open.Disk.Operations + 1, (int)length);
            return Done(open, SqliteCode.IoErrorTruncate);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(nint file, int flags)
    {
        lock (s_gate)
        {
            var open = Of(file);
            if (open.Disk is not { } disk)
            {
                return raw.SQLITE_OK;
            }

            // The power goes before the sync is done, or it is done: in between lies what the image makes of unsynced writes.
            if (disk.IsDead || disk.FailsSyncs || !disk.Count())
            {
                return SqliteCode.IoErrorSync;
            }

            disk.Sync(open.File);
            disk.Watched?.Invoke();
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileSize(nint file, long* answer)
    {
        lock (s_gate)
        {
            *answer = Of(file).File.Now.Length;
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Lock(nint file, int level)
    {
        lock (s_gate)
        {
            var open = Of(file);
            return open.IsDead ? SqliteCode.IoErrorLock : open.File.Locks.Lock(open.Number, level);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unlock(nint file, int level)
    {
        lock (s_gate)
        {
            var open = Of(file);
            open.File.Locks.Unlock(open.Number, level);
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CheckReservedLock(nint file, int* answer)
    {
        lock (s_gate)
        {
            *answer = Of(file).File.Locks.IsReserved ? 1 : 0;
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FileControl(nint file, int operation, nint argument) => SqliteCode.NotFound;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SectorSize(nint file) => 4096;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int DeviceCharacteristics(nint file) => PowersafeOverwrite;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmMap(nint file, int region, int size, int extend, nint* answer)
    {
        lock (s_gate)
        {
            var open = Of(file);
            *answer = 0;
            if (open.IsDead)
            {
                return SqliteCode.IoErrorShmMap;
            }

            *answer = open.File.Shared.Map(open.Number, region, size, extend != 0);
            return raw.SQLITE_OK;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmLock(nint file, int offset, int count, int flags)
    {
        lock (s_gate)
        {
            var open = Of(file);
            return open.File.Shared.Lock(open.Number, offset, count, (flags & ShmUnlock) != 0, (flags & ShmShared) != 0);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void ShmBarrier(nint file)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ShmUnmap(nint file, int delete)
    {
        lock (s_gate)
        {
            var open = Of(file);
            open.File.Shared.Unmap(open.Number);
            return raw.SQLITE_OK;
        }
    }

    private static int Done(OpenFile open, int died)
    {
        if (open.Disk is { } disk)
        {
            if (!disk.Count())
            {
                return died;
            }

            disk.Watched?.Invoke();
        }

        return raw.SQLITE_OK;
    }

    private static Methods* MakeMethods()
    {
        var methods = (Methods*)NativeMemory.AllocZeroed((nuint)sizeof(Methods));
        methods->Version = 2;
        methods->Close = &Close;
        methods->Read = &Read;
        methods->Write = &Write;
        methods->Truncate = &Truncate;
        methods->Sync = &Sync;
        methods->FileSize = &FileSize;
        methods->Lock = &Lock;
        methods->Unlock = &Unlock;
        methods->CheckReservedLock = &CheckReservedLock;
        methods->FileControl = &FileControl;
        methods->SectorSize = &SectorSize;
        methods->DeviceCharacteristics = &DeviceCharacteristics;
        methods->ShmMap = &ShmMap;
        methods->ShmLock = &ShmLock;
        methods->ShmBarrier = &ShmBarrier;
        methods->ShmUnmap = &ShmUnmap;
        return methods;
    }

    private static nint MakeVfs()
    {
        var vfs = (Vfs*)NativeMemory.AllocZeroed((nuint)sizeof(Vfs));
        vfs->Version = 2;
        vfs->FileSize = sizeof(Handle);
        vfs->MaxPath = 512;
        vfs->Name = (byte*)Marshal.StringToCoTaskMemUTF8("simulated");
        vfs->Open = &Open;
        vfs->Delete = &Delete;
        vfs->Access = &Access;
        vfs->FullPathname = &FullPathname;
        vfs->Randomness = &Randomness;
        vfs->Sleep = &Sleep;
        vfs->CurrentTime = &CurrentTimeDays;
        vfs->GetLastError = &LastError;
        vfs->CurrentTimeInt64 = &CurrentTime;
        return (nint)vfs;
    }

    /// <summary>sqlite3_io_methods, version 2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Methods
    {
        public int Version;
        public delegate* unmanaged[Cdecl]<nint, int> Close;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Read;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, long, int> Write;
        public delegate* unmanaged[Cdecl]<nint, long, int> Truncate;
        public delegate* unmanaged[Cdecl]<nint, int, int> Sync;
        public delegate* unmanaged[Cdecl]<nint, long*, int> FileSize;
        public delegate* unmanaged[Cdecl]<nint, int, int> Lock;
        public delegate* unmanaged[Cdecl]<nint, int, int> Unlock;
        public delegate* unmanaged[Cdecl]<nint, int*, int> CheckReservedLock;
        public delegate* unmanaged[Cdecl]<nint, int, nint, int> FileControl;
        public delegate* unmanaged[Cdecl]<nint, int> SectorSize;
        public delegate* unmanaged[Cdecl]<nint, int> DeviceCharacteristics;
        public delegate* unmanaged[Cdecl]<nint, int, int, int, nint*, int> ShmMap;
        public delegate* unmanaged[Cdecl]<nint, int, int, int, int> ShmLock;
        public delegate* unmanaged[Cdecl]<nint, void> ShmBarrier;
        public delegate* unmanaged[Cdecl]<nint, int, int> ShmUnmap;
    }

    /// <summary>sqlite3_vfs, version 2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Vfs
    {
        public int Version;
        public int FileSize;
        public int MaxPath;
        public nint Next;
        public byte* Name;
        public nint Data;
        public delegate* unmanaged[Cdecl]<nint, byte*, nint, int, int*, int> Open;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, int> Delete;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, int*, int> Access;
        public delegate* unmanaged[Cdecl]<nint, byte*, int, byte*, int> FullPathname;
        public nint DlOpen;
        public nint DlError;
        public nint DlSym;
        public nint DlClose;
        public delegate* unmanaged[Cdecl]<nint, int, byte*, int> Randomness;
        public delegate* unmanaged[Cdecl]<nint, int, int> Sleep;
        public delegate* unmanaged[Cdecl]<nint, double*, int> CurrentTime;
        public delegate* unmanaged[Cdecl]<nint, int, byte*, int> GetLastError;
        public delegate* unmanaged[Cdecl]<nint, long*, int> CurrentTimeInt64;
    }
}
