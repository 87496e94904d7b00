using System.Buffers;

namespace Simulation.Disk;

/// <summary>
/// The bytes of a file, zeros where nothing was written. A copy shares its pages with the original until one of them writes there, so that an image of a disk costs little.
/// </summary>
internal sealed class FileBytes
{
    private const int PageSize = 4096;

    private static readonly byte[] s_zeros = new byte[PageSize];

    private Page[] _pages;

    public FileBytes() => _pages = [];

    public FileBytes(ReadOnlySpan<byte> bytes)
    {
        _pages = new Page[PagesOf(bytes.Length)];
        Write(0, bytes);
    }

    private FileBytes(Page[] pages, int length) => (_pages, Length) = (pages, length);

    public int Length { get; private set; }

    /// <summary>Reads a real file.</summary>
    public static FileBytes Load(string path)
    {
        using var file = File.OpenHandle(path);
        var rented = ArrayPool<byte>.Shared.Rent((int)RandomAccess.GetLength(file));
        var bytes = new FileBytes(rented.AsSpan(0, RandomAccess.Read(file, rented, 0)));
        ArrayPool<byte>.Shared.Return(rented);
        return bytes;
    }

    /// <summary>Writes a real file.</summary>
    public void Save(string path)
    {
        var rented = ArrayPool<byte>.Shared.Rent(Length);
        Read(0, rented.AsSpan(0, Length));
        File.WriteAllBytes(path, rented.AsSpan(0, Length));
        ArrayPool<byte>.Shared.Return(rented);
    }

    public FileBytes Copy()
    {
        var pages = _pages.AsSpan(0, PagesOf(Length));
        foreach (ref var page in pages)
        {
            page.IsOwn = false;
        }

        return new FileBytes(pages.ToArray(), Length);
    }

    public byte[] ToArray()
    {
        var all = new byte[Length];
        Read(0, all);
        return all;
    }

    /// <summary>How many bytes there were to read.</summary>
    public int Read(int offset, Span<byte> into)
    {
        var count = Math.Clamp(Length - offset, 0, into.Length);
        for (var done = 0; done < count;)
        {
            var (number, at) = Math.DivRem(offset + done, PageSize);
            var part = Math.Min(PageSize - at, count - done);
            (_pages[number].Bytes ?? s_zeros).AsSpan(at, part).CopyTo(into[done..]);
            done += part;
        }

        return count;
    }

    public void Write(int offset, ReadOnlySpan<byte> bytes)
    {
        Reserve(offset + bytes.Length);
        for (var done = 0; done < bytes.Length;)
        {
            var (number, at) = Math.DivRem(offset + done, PageSize);
            var part = Math.Min(PageSize - at, bytes.Length - done);
            bytes.Slice(done, part).CopyTo(Own(number).AsSpan(at));
            done += part;
        }

        Length = Math.Max(Length, offset + bytes.Length);
    }

    public void SetLength(int length)
    {
        Reserve(length);
        if (length < Length)
        {
            _pages.AsSpan(PagesOf(length)..PagesOf(Length)).Clear();
            if (length % PageSize is var end and > 0)
            {
                Own(length / PageSize).AsSpan(end).Clear();
            }
        }

        Length = length;
    }

    private static int PagesOf(int length) => (length + PageSize - 1) / PageSize;

    private void Reserve(int length)
    {
        if (PagesOf(length) > _pages.Length)
        {
            Array.Resize(ref _pages, Math.Max(PagesOf(length), _pages.Length * 2));
        }
    }

    private byte[] Own(int number)
    {
        ref var page = ref _pages[number];
        if (!page.IsOwn)
        {
            page = new Page { Bytes = page.Bytes is { } shared ? [.. shared] : new byte[PageSize], IsOwn = true };
        }

        return page.Bytes!;
    }

    private struct Page
    {
        /// <summary>Null: zeros.</summary>
        public byte[]? Bytes;

        /// <summary>Whether nobody else has it.</summary>
        public bool IsOwn;
    }
}
