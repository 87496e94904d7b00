using System.Buffers.Binary;
using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>
/// Finds the rows in a write-ahead log that SQLite passes over because a frame before them is damaged: it takes the first bad frame for the end of the log, and would not say that anything came after.
/// </summary>
/// <remarks>
/// A log whose power was cut may have a bad frame too, in its last transaction, which nobody was told is kept. Every commit is synced before the next one begins, so two commits behind a bad frame mean
/// damage. Only frames that follow on one another by their checksums are believed, and of their pages only rows whose own checksum is right. Source: SQLite, "WAL-mode File Format" and "Database File
/// Format", 1.6 and 2.1. Not found: rows on overflow pages (longer than a page), and anything behind a damaged header of the log.
/// </remarks>
internal static class DamagedLog
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 24;
    private const int FrameLength = FrameHeaderLength + OutboxSchema.PageSize;
    private const uint Magic = 0x377f0682;
    private const int LeafTable = 0x0d;
    private const int LeafHeaderLength = 8;

    /// <summary>A row of at most so many bytes lies on its page alone.</summary>
    private const int MostLocal = OutboxSchema.PageSize - 35;

    /// <summary>Many times what a log may become.</summary>
    private const long MostBytes = 256L << 20;

    /// <summary>Reads the rows of events behind the damage, in no order and each once. Empty where the log is sound, or not there.</summary>
    /// <param name="path">The log.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyCollection<StrayRow> Rows(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.Length <= MostBytes ? Read(File.ReadAllBytes(path)) : [];
    }

    /// <summary>The same of a log's bytes.</summary>
    public static IReadOnlyCollection<StrayRow> Read(ReadOnlySpan<byte> log)
    {
        if (log.Length < HeaderLength + (3 * FrameLength))
        {
            return [];
        }

        var magic = BinaryPrimitives.ReadUInt32BigEndian(log);
        if ((magic & ~1u) != Magic || BinaryPrimitives.ReadUInt32BigEndian(log[8..]) != OutboxSchema.PageSize)
        {
            return [];
        }

        var isBigEndian = (magic & 1) != 0;
        var header = log[..HeaderLength];
        var sum = Sum(header[..24], isBigEndian, default);
        if (sum != Stored(header[24..]))
        {
            return [];
        }

        var (count, at) = ((log.Length - HeaderLength) / FrameLength, 0);
        while (at < count && Follows(Frame(log, at), header, isBigEndian, sum))
        {
            sum = Stored(Frame(log, at++)[16..]);
        }

        // The frame after a bad one can be checked where the bad one's own sum still stands; else the one after that.
        do
        {
            at++;
        }
        while (at < count && !Follows(Frame(log, at), header, isBigEndian, Stored(Frame(log, at - 1)[16..])));
        var rows = new Dictionary<long, StrayRow>();
        var commits = 0;
        for (; at < count && Follows(Frame(log, at), header, isBigEndian, Stored(Frame(log, at - 1)[16..])); at++)
        {
            var frame = Frame(log, at);
            commits += BinaryPrimitives.ReadUInt32BigEndian(frame[4..]) != 0 ? 1 : 0;
            ReadPage(frame[FrameHeaderLength..], rows);
        }

        return commits < 2 ? [] : rows.Values;
    }

    private static ReadOnlySpan<byte> Frame(ReadOnlySpan<byte> log, int index) => log.Slice(HeaderLength + (index * FrameLength), FrameLength);

    private static (uint, uint) Stored(ReadOnlySpan<byte> at) => (BinaryPrimitives.ReadUInt32BigEndian(at), BinaryPrimitives.ReadUInt32BigEndian(at[4..]));

    private static bool Follows(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> header, bool isBigEndian, (uint, uint) before) =>
        frame[8..16].SequenceEqual(header[16..24]) && Sum(frame[FrameHeaderLength..], isBigEndian, Sum(frame[..8], isBigEndian, before)) == Stored(frame[16..]);

    private static (uint A, uint B) Sum(ReadOnlySpan<byte> bytes, bool isBigEndian, (uint A, uint B) sum)
    {
        unchecked
        {
            for (; bytes.Length >= 8; bytes = bytes[8..])
            {
                sum.A += Word(bytes) + sum.B;
                sum.B += Word(bytes[4..]) + sum.A;
            }
        }

        return sum;

        uint Word(ReadOnlySpan<byte> at) => isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(at) : BinaryPrimitives.ReadUInt32LittleEndian(at);
    }

    private static void ReadPage(ReadOnlySpan<byte> page, Dictionary<long, StrayRow> rows)
    {
        if (page[0] != LeafTable)
        {
            return;
        }

        var cells = BinaryPrimitives.ReadUInt16BigEndian(page[3..]);
        for (var i = 0; i < cells && LeafHeaderLength + (2 * i) + 2 <= page.Length; i++)
        {
            var offset = BinaryPrimitives.ReadUInt16BigEndian(page[(LeafHeaderLength + (2 * i))..]);
            if (offset < page.Length && ReadCell(page[offset..]) is { } row)
            {
                rows[row.Seq] = row;
            }
        }
    }

    /// <summary>A cell as a row of events; null where it is something else or not whole.</summary>
    private static StrayRow? ReadCell(ReadOnlySpan<byte> cell)
    {
        if (!TryVarint(ref cell, out var length) || !TryVarint(ref cell, out var seq) || length is < 6 or > MostLocal || cell.Length < length)
        {
            return null;
        }

        var record = cell[..(int)length];
        var types = record;
        if (!TryVarint(ref types, out var headerLength) || headerLength < 6 || headerLength > length)
        {
            return null;
        }

        types = record[(record.Length - types.Length)..(int)headerLength];
        var values = record[(int)headerLength..];
        if (!TryVarint(ref types, out var alias) || alias != 0
            || !TryInteger(ref types, ref values, out var eventClass) || !TryInteger(ref types, ref values, out var time) || !TryInteger(ref types, ref values, out var crc)
            || !TryVarint(ref types, out var body) || !types.IsEmpty || body < 12 || body % 2 != 0 || (body - 12) / 2 != values.Length)
        {
            return null;
        }

        return eventClass is 0 or 1 && OutboxSchema.Checksum(seq, (EventClass)eventClass, time, values) == crc ? new StrayRow(seq, eventClass, time, crc, values.ToArray()) : null;
    }

    private static bool TryInteger(ref ReadOnlySpan<byte> types, ref ReadOnlySpan<byte> values, out long value)
    {
        value = 0;
        if (!TryVarint(ref types, out var type) || type is < 1 or > 9 or 7)
        {
            return false;
        }

        var length = type switch { 8 or 9 => 0, 6 => 8, 5 => 6, _ => (int)type };
        if (values.Length < length)
        {
            return false;
        }

        value = type switch { 9 => 1, 8 => 0, _ => unchecked((sbyte)values[0]) };
        for (var i = 1; i < length; i++)
        {
            value = (value << 8) | values[i];
        }

        values = values[length..];
        return true;
    }

    private static bool TryVarint(ref ReadOnlySpan<byte> from, out long value)
    {
        value = 0;
        for (var i = 0; i < 9 && i < from.Length; i++)
        {
            value = i == 8 ? (value << 8) | from[i] : (value << 7) | (uint)(from[i] & 0x7f);
            if (i == 8 || from[i] < 0x80)
            {
                from = from[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}

/// <summary>A row of events that stands in the log and that SQLite does not see.</summary>
internal sealed record StrayRow(long Seq, long Class, long Time, long Crc, byte[] Body);
