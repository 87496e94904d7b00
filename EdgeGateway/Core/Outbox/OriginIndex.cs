namespace EdgeGateway.Core.Outbox;

/// <summary>Which origin ids may be on disk, and where: a hash table of 8 bytes a slot, so that a million ids take 16 MB.</summary>
/// <remarks>
/// A slot holds 32 bits of the id's hash and the low 32 bits of the origin's running number. A match is only a candidate: the row
/// on disk decides. Open addressing with linear probing; removal shifts back, so there are no tombstones. Not thread-safe.
/// </remarks>
internal sealed class OriginIndex
{
    private const int InitialSlots = 1024;

    private ulong[] _slots = new ulong[InitialSlots];

    /// <summary>How many origins it holds.</summary>
    public int Count { get; private set; }

    /// <summary>The ids' hash; differs from process to process.</summary>
    public static uint Hash(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return Math.Max(1u, unchecked((uint)HashCode.Combine(BitConverter.ToUInt64(bytes), BitConverter.ToUInt64(bytes[8..]))));
    }

    /// <summary>Adds an origin.</summary>
    public void Add(uint hash, long ordinal)
    {
        if (Count >= _slots.Length / 4 * 3)
        {
            Grow();
        }

        Put(_slots, Slot(hash, ordinal));
        Count++;
    }

    /// <summary>The running numbers an id may have, <paramref name="newest"/> being the highest given.</summary>
    public IEnumerable<long> Candidates(uint hash, long newest)
    {
        for (var i = Home(hash, _slots); _slots[i] != 0; i = (i + 1) & (_slots.Length - 1))
        {
            if ((uint)(_slots[i] >> 32) == hash)
            {
                yield return newest - unchecked((uint)newest - (uint)_slots[i]);
            }
        }
    }

    /// <summary>Whether an id may be known; false is certain.</summary>
    public bool MayHold(uint hash)
    {
        for (var i = Home(hash, _slots); _slots[i] != 0; i = (i + 1) & (_slots.Length - 1))
        {
            if ((uint)(_slots[i] >> 32) == hash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Forgets an origin.</summary>
    public void Remove(uint hash, long ordinal)
    {
        var slot = Slot(hash, ordinal);
        var mask = _slots.Length - 1;
        var hole = Home(hash, _slots);
        while (_slots[hole] != slot)
        {
            if (_slots[hole] == 0)
            {
                return;
            }

            hole = (hole + 1) & mask;
        }

        for (var i = (hole + 1) & mask; _slots[i] != 0; i = (i + 1) & mask)
        {
            // A later slot moves into the hole unless its home lies between the hole and itself.
            var home = Home((uint)(_slots[i] >> 32), _slots);
            if (((i - home) & mask) >= ((i - hole) & mask))
            {
                _slots[hole] = _slots[i];
                hole = i;
            }
        }

        _slots[hole] = 0;
        Count--;
    }

    private static ulong Slot(uint hash, long ordinal) => unchecked(((ulong)hash << 32) | (uint)ordinal);

    private static int Home(uint hash, ulong[] slots) => (int)(hash & (uint)(slots.Length - 1));

    private static void Put(ulong[] slots, ulong slot)
    {
        var i = Home((uint)(slot >> 32), slots);
        while (slots[i] != 0)
        {
            i = (i + 1) & (slots.Length - 1);
        }

        slots[i] = slot;
    }

    private void Grow()
    {
        var grown = new ulong[_slots.Length * 2];
        foreach (var slot in _slots)
        {
            if (slot != 0)
            {
                Put(grown, slot);
            }
        }

        _slots = grown;
    }
}
