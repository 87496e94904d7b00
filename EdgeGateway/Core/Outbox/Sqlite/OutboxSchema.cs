using System.Buffers.Binary;
using System.Numerics;
using Cloud.Contracts;

namespace EdgeGateway.Core.Outbox.Sqlite;

/// <summary>The file's tables and the checksum of its rows.</summary>
internal static class OutboxSchema
{
    /// <summary><c>EGOX</c>: how an outbox is told from another program's database.</summary>
    public const int ApplicationId = 0x45474f58;

    /// <summary>The schema this program writes; kept in <c>user_version</c>.</summary>
    public const int Version = 1;

    /// <summary>The first schema, which every file begins with, and the oldest that this program brings up to its own.</summary>
    public const int Oldest = 1;

    /// <summary>
    /// The oldest schema whose program can still write to files of this one, so that an update can be taken back: that of the last of <see cref="OutboxSteps"/>,
    /// and kept in the file itself (table <c>format</c>) from schema 2 on.
    /// </summary>
    public const int Back = 1;

    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    /// <summary>What a row takes beside its body, counted generously.</summary>
    public const int RowOverhead = 48;

    /// <summary>
    /// event: seq is the rowid, so rows are appended at the end of one b-tree. gap: runs that are explained, by the number of the
    /// event that told of them; the newest stay when that event has left. origin: keyed by a running number, not by id, so that random ids dirty no random pages.
    /// mark: trimmed = everything up to here has left; rows, bytes and telemetry describe the rows up to counted, as they were when
    /// the mark was last written, so that an opening counts only what came after.
    /// </summary>
    public const string Tables =
        """
        CREATE TABLE epoch(ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, first INTEGER NOT NULL, opened INTEGER NOT NULL) STRICT;
        CREATE TABLE event(seq INTEGER PRIMARY KEY, class INTEGER NOT NULL, time INTEGER NOT NULL, crc INTEGER NOT NULL, body BLOB NOT NULL) STRICT;
        CREATE TABLE gap(told INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL, count INTEGER NOT NULL, why TEXT NOT NULL) STRICT;
        CREATE TABLE origin(ordinal INTEGER PRIMARY KEY, seq INTEGER NOT NULL, id BLOB NOT NULL) STRICT;
        CREATE TABLE mark(id INTEGER PRIMARY KEY CHECK(id = 1), trimmed INTEGER NOT NULL, counted INTEGER NOT NULL,
          rows INTEGER NOT NULL, bytes INTEGER NOT NULL, telemetry INTEGER NOT NULL) STRICT;
        INSERT INTO mark VALUES(1, 0, 0, 0, 0, 0);
        """;

    /// <summary>CRC-32C over seq, class, time and body, so that a row cannot pass for another.</summary>
    public static uint Checksum(long seq, EventClass eventClass, long timeTicks, ReadOnlySpan<byte> body)
    {
        unchecked
        {
            var crc = BitOperations.Crc32C(uint.MaxValue, (ulong)seq);
            crc = BitOperations.Crc32C(crc, (byte)eventClass);
            crc = BitOperations.Crc32C(crc, (ulong)timeTicks);
            while (body.Length >= sizeof(ulong))
            {
                crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(body));
                body = body[sizeof(ulong)..];
            }

            foreach (var b in body)
            {
                crc = BitOperations.Crc32C(crc, b);
            }

            return ~crc;
        }
    }

    /// <summary>Whether the row that a statement stands on (seq, class, time, crc, body) is what was written.</summary>
    public static bool IsIntact(SqliteStatement row) => PlantedFault.Is("checksum-not-verified")
        || (row.Long(1) is 0 or 1 && Checksum(row.Long(0), (EventClass)row.Long(1), row.Long(2), row.Blob(4)) == row.Long(3));

    /// <summary>The most that rows may add to the file, their pages' waste included.</summary>
    public static long RoomFor(int bodyLength) =>
        bodyLength <= 1000 ? (bodyLength + RowOverhead) * 5L / 4 : bodyLength + RowOverhead + PageSize;
}
