using System.Buffers.Binary;
using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;

namespace Core.Tests.Outbox;

/// <summary>Rows that only a damaged log has, in logs that SQLite wrote and that were then changed frame by frame.</summary>
public sealed class DamagedLogTests : IDisposable
{
    private const int Header = 32;
    private const int Frame = 24 + 4096;

    private readonly string _folder = Directory.CreateTempSubdirectory("log-").FullName;
    private readonly List<StrayRow> _written = [];

    private string Database => Path.Combine(_folder, "outbox.db");

    private string Log => Path.Combine(_folder, "changed-wal");

    /// <summary>Numbers, times and lengths that SQLite stores in each of its ways.</summary>
    public static TheoryData<long, long, int> Stored => new()
    {
        { 1, 0, 2 }, { 2, 1, 3 }, { 127, 5, 7 }, { 128, -5, 8 }, { 16_383, 300, 9 }, { 16_384, -40_000, 64 }, { 1L << 21, 70_000, 100 }, { 1L << 35, 20_000_000, 1000 },
        { 1L << 50, 1L << 40, 2000 }, { 1L << 56, 1L << 46, 3000 }, { 1L << 60, 638_000_000_000_000_000, 4000 },
    };

    [Theory]
    [MemberData(nameof(Stored))]
    public void Rows_OfEachShape_AreReadAsTheyWereWritten(long seq, long time, int length)
    {
        foreach (var eventClass in (int[])[0, 1])
        {
            // One commit that is damaged, and two behind it.
            Write([Row(1L << 61, 0, 7, 10), Row(seq, eventClass, time, length), Row((1L << 61) + 1, 1, 8, 10)], damaged: 0);

            var row = Assert.Single(DamagedLog.Rows(Log), r => r.Seq == seq);
            Assert.Equal((eventClass, time, length), (row.Class, row.Time, row.Body.Length));
            Assert.Equal(_written.Single(w => w.Seq == seq).Body, row.Body);
            Assert.Equal(_written.Single(w => w.Seq == seq).Crc, row.Crc);
        }
    }

    [Fact]
    public void Rows_OfASoundLog_AreSQLitesOwn()
    {
        Write(Rows(20), damaged: null);

        Assert.Empty(DamagedLog.Rows(Log));
    }

    [Theory]
    [InlineData(24 + 1000, 0)] // in the page: the frame's own sum still says what follows on it
    [InlineData(16, 1)] // in the sum: the next frame cannot be told from chance
    public void Rows_BehindADamagedFrame_AreThereWhereTwoCommitsFollow(int place, int more)
    {
        const int rows = 12;
        for (var damaged = 0; damaged < rows; damaged++)
        {
            var frames = Write(Rows(rows), damaged, place);
            Assert.Equal(rows, frames);
            var first = damaged + 1 + more;

            var found = DamagedLog.Rows(Log).Select(r => r.Seq).Order().ToList();

            // A page has every row before its last as well.
            Assert.Equal(rows - first >= 2 ? Enumerable.Range(1, rows).Select(i => (long)i) : [], found);
        }
    }

    [Fact]
    public void Rows_BehindADamagedFrameUpToAnother_AreThoseBetweenThem()
    {
        Write(Rows(12), damaged: 3);
        Damage(8, 24 + 1000);

        Assert.Equal(Enumerable.Range(1, 8).Select(i => (long)i), DamagedLog.Rows(Log).Select(r => r.Seq).Order());
    }

    [Fact]
    public void Rows_OfALogWithItsSumsTheOtherWayRound_AreFoundToo()
    {
        Write(Rows(6), damaged: null);
        var log = File.ReadAllBytes(Log);
        BinaryPrimitives.WriteUInt32BigEndian(log, 0x377f0683);
        SumAnew(log);
        File.WriteAllBytes(Log, log);
        Assert.Empty(DamagedLog.Rows(Log));
        Damage(2, 24 + 1000);

        Assert.Equal(6, DamagedLog.Rows(Log).Count);
    }

    [Theory]
    [InlineData(0)] // what it is
    [InlineData(8)] // its pages' size
    [InlineData(16)] // its salt
    [InlineData(24)] // its own sum
    public void Rows_OfALogWhoseHeaderIsDamaged_AreNotBelieved(int place)
    {
        Write(Rows(6), damaged: 1);
        var log = File.ReadAllBytes(Log);
        log[place] ^= 0x10;
        File.WriteAllBytes(Log, log);

        Assert.Empty(DamagedLog.Rows(Log));
    }

    [Fact]
    public void Rows_OfFramesWithAnotherSalt_AreOfALogBefore()
    {
        Write(Rows(6), damaged: 1);
        var log = File.ReadAllBytes(Log);
        for (var frame = 0; frame < 6; frame++)
        {
            log[Header + (frame * Frame) + 15] ^= 1;
        }

        File.WriteAllBytes(Log, log);
        Assert.Empty(DamagedLog.Rows(Log));
    }

    [Fact]
    public void Read_PagesOfChance_GivesNothingAndEndsWell()
    {
        var random = new Random(11);
        var log = new byte[Header + (3 * Frame)];
        BinaryPrimitives.WriteUInt32BigEndian(log, 0x377f0683);
        BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(8), 4096);
        for (var round = 0; round < 2000; round++)
        {
            for (var frame = 1; frame < 3; frame++)
            {
                var page = log.AsSpan(Header + (frame * Frame) + 24, 4096);
                random.NextBytes(page);
                page[0] = 0x0d;
                BinaryPrimitives.WriteUInt32BigEndian(log.AsSpan(Header + (frame * Frame) + 4), 9);

                // Cells up to the end of the page, and numbers that do not end before it.
                page[^random.Next(1, 12)..].Fill(0xff);
                BinaryPrimitives.WriteUInt16BigEndian(page[3..], (ushort)random.Next(2100));
                for (var cell = 0; cell < 40; cell++)
                {
                    BinaryPrimitives.WriteUInt16BigEndian(page[(8 + (2 * cell))..], (ushort)(4096 - random.Next(80)));
                }
            }

            SumAnew(log);
            log[Header + 24] ^= 1;
            Assert.Empty(DamagedLog.Read(log));
        }
    }

    [Fact]
    public void Rows_OfACommitOfManyFrames_CountAsOne()
    {
        // Two large rows in one commit: two leaves, of which the last alone ends the commit.
        using var database = Open();
        Insert(database, Row(1, 0, 7, 10));
        database.Execute("BEGIN");
        Insert(database, Row(2, 0, 7, 3000));
        Insert(database, Row(3, 0, 7, 3000));
        database.Execute("COMMIT");
        File.Copy(Database + "-wal", Log, overwrite: true);
        Assert.True(new FileInfo(Log).Length > Header + (3 * Frame));
        Damage(0, 24 + 1000);

        Assert.Empty(DamagedLog.Rows(Log));
        Insert(database, Row(4, 0, 7, 10));
        File.Copy(Database + "-wal", Log, overwrite: true);
        Damage(0, 24 + 1000);
        Assert.Equal([1, 2, 3, 4], DamagedLog.Rows(Log).Select(r => r.Seq).Order());
    }

    [Fact]
    public void Rows_WhoseOwnSumIsWrongOrThatAreOfOtherTables_AreLeftOut()
    {
        using var database = Open();
        Insert(database, Row(1, 0, 7, 10));
        Insert(database, Row(2, 0, 7, 10) with { Crc = 5 });
        Insert(database, Row(3, 2, 7, 10));
        database.Execute("INSERT INTO origin VALUES(1, 9, x'00112233445566778899aabbccddeeff'); INSERT INTO gap VALUES(1, 2, 3, 2, 'capacity')");
        Insert(database, Row(4, 1, 7, 10));
        File.Copy(Database + "-wal", Log, overwrite: true);
        Damage(0, 24 + 1000);

        Assert.Equal([1, 4], DamagedLog.Rows(Log).Select(r => r.Seq).Order());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static StrayRow Row(long seq, int eventClass, long time, int length)
    {
        var body = new byte[length];
        new Random(seq.GetHashCode()).NextBytes(body);
        return new StrayRow(seq, eventClass, time, OutboxSchema.Checksum(seq, (EventClass)eventClass, time, body), body);
    }

    private static StrayRow[] Rows(int count) => [.. Enumerable.Range(1, count).Select(i => Row(i, i % 2, 7, 20))];

    /// <summary>Writes the rows, a commit each, and damages one frame of a copy of the log. How many frames it has.</summary>
    private int Write(StrayRow[] rows, int? damaged, int place = 24 + 1000)
    {
        _written.Clear();
        using var database = Open();
        foreach (var row in rows)
        {
            Insert(database, row);
            _written.Add(row);
        }

        File.Copy(Database + "-wal", Log, overwrite: true);
        if (damaged is { } frame)
        {
            Damage(frame, place);
        }

        return (int)((new FileInfo(Log).Length - Header) / Frame);
    }

    private SqliteDatabase Open()
    {
        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }

        var database = SqliteDatabase.OpenWrite(Database);
        database.Execute($"PRAGMA page_size={OutboxSchema.PageSize}; {OutboxSchema.Tables}");
        database.Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0");
        return database;
    }

    private static void Insert(SqliteDatabase database, StrayRow row)
    {
        using var insert = database.Prepare("INSERT INTO event(seq, class, time, crc, body) VALUES(?1, ?2, ?3, ?4, ?5)");
        insert.Bind(1, row.Seq).Bind(2, row.Class).Bind(3, row.Time).Bind(4, row.Crc).Bind(5, row.Body).Run();
    }

    private void Damage(int frame, int place)
    {
        using var stream = File.Open(Log, FileMode.Open);
        stream.Position = Header + (frame * Frame) + place;
        var value = stream.ReadByte();
        stream.Position--;
        stream.WriteByte((byte)(value ^ 1));
    }

    /// <summary>SQLite, "WAL-mode File Format", 1.3: the sums of header and frames, their words big-endian.</summary>
    private static void SumAnew(byte[] log)
    {
        var (a, b) = (0u, 0u);
        Add(log.AsSpan(0, 24));
        Store(log.AsSpan(24));
        for (var at = Header; at < log.Length; at += Frame)
        {
            Add(log.AsSpan(at, 8));
            Add(log.AsSpan(at + 24, 4096));
            Store(log.AsSpan(at + 16));
        }

        void Add(ReadOnlySpan<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i += 8)
            {
                a = unchecked(a + BinaryPrimitives.ReadUInt32BigEndian(bytes[i..]) + b);
                b = unchecked(b + BinaryPrimitives.ReadUInt32BigEndian(bytes[(i + 4)..]) + a);
            }
        }

        void Store(Span<byte> to)
        {
            BinaryPrimitives.WriteUInt32BigEndian(to, a);
            BinaryPrimitives.WriteUInt32BigEndian(to[4..], b);
        }
    }
}
