using System.Collections.Immutable;
using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox;

/// <summary>The openings of a file, oldest first. Immutable.</summary>
internal sealed class EpochLog(ImmutableArray<EpochStart> starts)
{
    /// <summary>The epoch of this opening.</summary>
    public EpochStart Current => starts[^1];

    /// <summary>How many openings are known.</summary>
    public int Count => starts.Length;

    /// <summary>One opening.</summary>
    public EpochStart this[int index] => starts[index];

    /// <summary>The opening that gave <paramref name="seq"/>, or -1 where it is older than all that are known.</summary>
    public int IndexAt(long seq)
    {
        var low = 0;
        var high = starts.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (starts[middle].First <= seq)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return high;
    }

    /// <summary>The opening of that name, or -1.</summary>
    public int IndexOf(string name)
    {
        for (var i = starts.Length - 1; i >= 0; i--)
        {
            if (starts[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The last number an opening gave; one less than its first where it gave none.</summary>
    public long LastOf(int index, long lastSeq) => index + 1 < starts.Length ? starts[index + 1].First - 1 : lastSeq;

    /// <summary>Number and epoch together.</summary>
    public OutboxPosition PositionAt(long seq) => new(starts[Math.Max(IndexAt(seq), 0)].Name, seq);

    /// <summary>Where the last opening before <paramref name="index"/> that gave any number ended.</summary>
    public EpochEnd? EndBefore(int index)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            var last = starts[i + 1].First - 1;
            if (last >= starts[i].First)
            {
                return new EpochEnd(starts[i].Name, last);
            }
        }

        return null;
    }

    /// <summary>Every opening that gave a number, and the current one.</summary>
    public IReadOnlyList<(string Epoch, long First, long Last)> Ranges(long lastSeq)
    {
        var ranges = new List<(string, long, long)>();
        for (var i = 0; i < starts.Length; i++)
        {
            var last = LastOf(i, lastSeq);
            if (last >= starts[i].First || i == starts.Length - 1)
            {
                ranges.Add((starts[i].Name, starts[i].First, last));
            }
        }

        return ranges;
    }

    /// <summary>Cuts a run where epochs change.</summary>
    public IEnumerable<(string Epoch, SeqRange Range)> Split(SeqRange range, long lastSeq)
    {
        for (var at = range.First; at <= range.Last;)
        {
            var index = Math.Max(IndexAt(at), 0);
            var last = Math.Min(range.Last, LastOf(index, Math.Max(lastSeq, range.Last)));
            yield return (starts[index].Name, new SeqRange(at, last));
            at = last + 1;
        }
    }
}

/// <summary>One opening of the file: its place, its name, and the first number it gave or would have given.</summary>
internal readonly record struct EpochStart(long Ordinal, string Name, long First);
