using System.Buffers;

namespace Simulation.Disk;

/// <summary>One file: what programs see, what a power cut leaves at least, and every change between the two.</summary>
internal sealed class SimulatedFile(string path)
{
    /// <summary>What a disk writes whole or not at all.</summary>
    private const int Sector = 512;

    private readonly List<Change> _unsynced = [];
    private FileBytes _now = new();
    private FileBytes _durable = new();

    public string Path => path;

    /// <summary>Whether a power cut leaves the file there at all.</summary>
    public bool IsDurable { get; private set; }

    public bool IsChanged { get; private set; }

    public FileBytes Now => _now;

    /// <summary>How many handles are open.</summary>
    public int Handles { get; set; }

    public FileLocks Locks { get; } = new();

    public SharedMemory Shared { get; } = new();

    /// <summary>Takes bytes as a file that has always been there.</summary>
    public void Load(FileBytes bytes)
    {
        _now = bytes.Copy();
        _durable = bytes.Copy();
        Forget();
        IsDurable = true;
    }

    public void Write(long number, int offset, ReadOnlySpan<byte> bytes)
    {
        _now.Write(offset, bytes);
        var kept = ArrayPool<byte>.Shared.Rent(bytes.Length);
        bytes.CopyTo(kept);
        _unsynced.Add(new Change(number, offset, kept, bytes.Length));
        IsChanged = true;
    }

    public void Truncate(long number, int length)
    {
        _now.SetLength(length);
        _unsynced.Add(new Change(number, length, null, 0));
        IsChanged = true;
    }

    public void Sync()
    {
        foreach (var change in _unsynced)
        {
            Apply(_durable, change);
        }

        Forget();
        IsDurable = true;
    }

    /// <summary>What is there after a power cut of this kind; null where the file is not.</summary>
    public FileBytes? Crashed(PowerCut cut)
    {
        if (!IsDurable && cut.Dice.OneIn(2))
        {
            return null;
        }

        var image = _durable.Copy();
        foreach (var change in _unsynced)
        {
            switch (cut.Kind)
            {
                case PowerCutKind.Prefix when change.Number <= cut.Last:
                case PowerCutKind.Reordered when cut.Dice.OneIn(2):
                    Apply(image, change);
                    break;
                case PowerCutKind.Torn:
                    Tear(image, change, cut.Dice, garble: false);
                    break;
                case PowerCutKind.Garbled:
                    Tear(image, change, cut.Dice, garble: true);
                    break;
            }
        }

        return image;
    }

    private void Forget()
    {
        foreach (var change in _unsynced)
        {
            if (change.Kept is { } kept)
            {
                ArrayPool<byte>.Shared.Return(kept);
            }
        }

        _unsynced.Clear();
    }

    private static void Apply(FileBytes image, in Change change)
    {
        if (change.Kept is not null)
        {
            image.Write(change.Offset, change.Bytes);
        }
        else
        {
            image.SetLength(change.Offset);
        }
    }

    /// <summary>Some sectors are written, some not, and one that was on its way may hold anything.</summary>
    private static void Tear(FileBytes image, in Change change, Dice dice, bool garble)
    {
        if (change.Kept is null)
        {
            if (dice.OneIn(2))
            {
                image.SetLength(change.Offset);
            }

            return;
        }

        var bytes = change.Bytes;
        for (var at = 0; at < bytes.Length;)
        {
            var end = Math.Min(bytes.Length, (((change.Offset + at) / Sector) + 1) * Sector - change.Offset);
            var fate = dice.Next(garble ? 3 : 2);
            if (fate == 1)
            {
                image.Write(change.Offset + at, bytes[at..end]);
            }
            else if (fate == 2)
            {
                var noise = new byte[end - at];
                for (var i = 0; i < noise.Length; i++)
                {
                    noise[i] = (byte)dice.Next(256);
                }

                image.Write(change.Offset + at, noise);
            }

            at = end;
        }
    }

    /// <summary>A write, or (without bytes) a new length.</summary>
    private readonly record struct Change(long Number, int Offset, byte[]? Kept, int Length)
    {
        public ReadOnlySpan<byte> Bytes => Kept.AsSpan(0, Length);
    }
}

/// <summary>What a power cut does to writes that no sync has confirmed.</summary>
internal enum PowerCutKind
{
    /// <summary>None has reached the disk.</summary>
    Nothing,

    /// <summary>Those up to one have, over all files, in the order in which they were made.</summary>
    Prefix,

    /// <summary>Any of them have, whole.</summary>
    Reordered,

    /// <summary>Any sectors of any of them have.</summary>
    Torn,

    /// <summary>As torn, and some sectors that were being written hold noise.</summary>
    Garbled,
}

/// <summary>One power cut.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Last">For a prefix: the number of the last write that has reached the disk.</param>
/// <param name="Dice">Which of the others have.</param>
internal sealed record PowerCut(PowerCutKind Kind, long Last, Dice Dice);
