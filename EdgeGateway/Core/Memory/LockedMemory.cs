using System.Security.Cryptography;

namespace EdgeGateway.Core.Memory;

/// <summary>
/// A block of memory for keys and faces, outside the heap, so that nothing moves or copies it: not swapped out where the system allows that, left out of core files,
/// zeros to a child process, overwritten before it is given back. One thread at a time.
/// </summary>
internal sealed unsafe class LockedMemory : IDisposable
{
    private readonly nuint _mapped;
    private nint _address;

    /// <summary>Maps a block of zeros.</summary>
    /// <param name="length">Its length in bytes, 1 or more.</param>
    /// <exception cref="InsufficientMemoryException">The system has none.</exception>
    public LockedMemory(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        Length = length;
        var page = (nuint)Environment.SystemPageSize;
        _mapped = ((nuint)length + page - 1) / page * page;
        _address = LibcMemory.Map(0, _mapped, LibcMemory.ReadWrite, LibcMemory.PrivateAnonymous, -1, 0);
        if (_address == -1)
        {
            _address = 0;
            GC.SuppressFinalize(this);
            throw new InsufficientMemoryException($"No memory for a block of {length} bytes.");
        }

        _ = LibcMemory.Advise(_address, _mapped, LibcMemory.DontDump);
        _ = LibcMemory.Advise(_address, _mapped, LibcMemory.WipeOnFork);
        IsLocked = LibcMemory.Lock(_address, _mapped) == 0;
        MemoryLocks.Count(IsLocked);
    }

    /// <summary>Gives the block back where nobody disposed it.</summary>
    ~LockedMemory() => Free();

    /// <summary>Its length in bytes.</summary>
    public int Length { get; }

    /// <summary>Whether the system keeps it from being swapped out.</summary>
    public bool IsLocked { get; }

    /// <summary>The bytes.</summary>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address == 0, this);
            return new Span<byte>((void*)_address, Length);
        }
    }

    /// <summary>Overwrites it and gives it back.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_address != 0)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>((void*)_address, Length));
            _ = LibcMemory.Unmap(_address, _mapped);
            _address = 0;
        }
    }
}
