using System.Buffers.Binary;
using EdgeGateway.Core.Outbox.Sqlite;

namespace Fuzz.Targets;

/// <summary>What the outbox reads of its own files beside SQLite.</summary>
internal static class OutboxTargets
{
    private const int HeaderLength = 32;
    private const int FrameLength = 24 + OutboxSchema.PageSize;

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("outbox-log", "a page of the outbox's log behind a damaged one: its sums are made right", FeedLog, () => [Page()]),
    ];

    private static void FeedLog(byte[] input)
    {
        var log = new byte[HeaderLength + (3 * FrameLength)];
        BinaryPrimitives.WriteUInt32BigEndian(log, 0x377f0683);
        BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(8), OutboxSchema.PageSize);
        for (var frame = 1; frame < 3; frame++)
        {
            var at = HeaderLength + (frame * FrameLength);
            BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(at + 4), 9);
            input.AsSpan(0, Math.Min(input.Length, OutboxSchema.PageSize)).CopyTo(log.AsSpan(at + 24));
        }

        SumUp(log);
        log[HeaderLength + 24]++;
        foreach (var row in DamagedLog.Read(log))
        {
            FuzzTarget.Promise(
                OutboxSchema.Checksum(row.Seq, (Cloud.Contracts.EventClass)row.Class, row.Time, row.Body) == row.Crc, $"row {row.Seq} is given that was never written");
        }
    }

    /// <summary>SQLite, "WAL-mode File Format", 1.3.</summary>
    private static void SumUp(Span<byte> log)
    {
        var sum = Store(Add(default, log[..24]), log[24..]);
        for (var at = HeaderLength; at < log.Length; at += FrameLength)
        {
            sum = Store(Add(Add(sum, log.Slice(at, 8)), log.Slice(at + 24, OutboxSchema.PageSize)), log[(at + 16)..]);
        }
    }

    private static (uint A, uint B) Add((uint A, uint B) sum, ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i += 8)
        {
            sum.A = unchecked(sum.A + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]) + sum.B);
            sum.B = unchecked(sum.B + BinaryPrimitives.ReadUInt32BigEndian(bytes[(i + 4)..]) + sum.A);
        }

        return sum;
    }

    private static (uint A, uint B) Store((uint A, uint B) sum, Span<byte> to)
    {
        BinaryPrimitives.WriteUInt32BigEndian(to, sum.A);
        BinaryPrimitives.WriteUInt32BigEndian(to[4..], sum.B);
        return sum;
    }

    /// <summary>A leaf of the table of events, with a row of each class, as SQLite writes it.</summary>
    private static byte[] Page()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("page-").FullName, "outbox.db");
        try
        {
            using (var database = SqliteDatabase.OpenWrite(path))
            {
                database.Execute($"PRAGMA page_size={OutboxSchema.PageSize}; {OutboxSchema.Tables}");
                using var insert = database.Prepare("INSERT INTO event(seq, class, time, crc, body) VALUES(?1, ?2, ?3, ?4, ?5)");
                for (var i = 0; i < 4; i++)
                {
                    var (seq, time, body) = (1L + (i * 1000), 638_000_000_000_000_000 * (i % 2), new byte[40 * i]);
                    insert.Bind(1, seq).Bind(2, i % 2).Bind(3, time).Bind(4, OutboxSchema.Checksum(seq, (Cloud.Contracts.EventClass)(i % 2), time, body)).Bind(5, body).Run();
                }
            }

            using var written = SqliteDatabase.OpenRead(path);
            var root = (int)written.ReadLong("SELECT rootpage FROM sqlite_schema WHERE name = 'event'")!.Value;
            return File.ReadAllBytes(path).AsSpan((root - 1) * OutboxSchema.PageSize, OutboxSchema.PageSize).ToArray();
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }
}
