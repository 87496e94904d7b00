using Cloud.Contracts;
using EdgeGateway.Core.Outbox.Sqlite;
using SQLitePCL;

namespace Core.Tests.Outbox;

/// <summary>What we take SQLite's answers for, and the rules of the files of our own.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly OwnDatabase s_own = new(0x45475831, 3, "file of tests", "CREATE TABLE thing(id INTEGER PRIMARY KEY);");
    private readonly string _folder = Directory.CreateTempSubdirectory("sqlite-").FullName;

    private string Path => System.IO.Path.Combine(_folder, "one.db");

    private long LogLength => new FileInfo(Path + "-wal") is { Exists: true } log ? log.Length : -1;

    [Fact]
    public void ReadLong_OfNoRowOrNull_IsNull()
    {
        using var database = Open();

        Assert.Null(database.ReadLong("SELECT NULL"));
        Assert.Null(database.ReadLong("SELECT id FROM thing"));
        Assert.Equal(7, database.ReadLong("SELECT 7"));
    }

    [Fact]
    public void Checkpoint_WithAReaderInTheWay_SaysThatItIsNotDone()
    {
        using var database = Open();
        database.Execute("INSERT INTO thing VALUES(1)");
        using (var reader = SqliteDatabase.OpenRead(Path))
        {
            reader.Execute("BEGIN");
            Assert.Equal(1, reader.ReadLong("SELECT count(*) FROM thing"));
            database.Execute("INSERT INTO thing VALUES(2)");
            Assert.False(database.Checkpoint(truncate: false));
            Assert.False(database.Checkpoint(truncate: true));
        }

        Assert.True(database.Checkpoint(truncate: false));
        Assert.True(LogLength > 0);
        Assert.True(database.Checkpoint(truncate: true));
        Assert.Equal(0, LogLength);
    }

    [Fact]
    public void Checkpoint_InsideATransactionOfItsOwn_IsNotDone()
    {
        using var database = Open();
        database.Execute("BEGIN; INSERT INTO thing VALUES(1)");

        Assert.False(database.Checkpoint(truncate: false));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dispose_OfTheLastConnection_TakesTheLogWithItUnlessItIsKept(bool kept)
    {
        var database = Open();
        database.Execute("INSERT INTO thing VALUES(1)");
        if (kept)
        {
            database.KeepLog();
        }

        database.Dispose();

        Assert.Equal(kept, LogLength > 0);
    }

    [Fact]
    public void Statement_ThatFailed_CanBeBoundAndRunAgain()
    {
        using var database = Open();
        using var insert = database.Prepare("INSERT INTO thing VALUES(?1)");
        insert.Bind(1, 1).Run();
        insert.Bind(1, 1);

        var fault = Assert.Throws<SqliteFault>(insert.Run);
        Assert.Equal((1555, raw.SQLITE_CONSTRAINT), (fault.Code, fault.Primary));
        insert.Bind(1, 2).Run();
        Assert.Equal(2, database.ReadLong("SELECT count(*) FROM thing"));
    }

    [Theory]
    [InlineData(11, true, false)] // CORRUPT
    [InlineData(267, true, false)] // CORRUPT_VTAB
    [InlineData(26, true, false)] // NOTADB
    [InlineData(13, false, true)] // FULL
    [InlineData(5, false, true)] // BUSY
    [InlineData(517, false, true)] // BUSY_SNAPSHOT
    [InlineData(6, false, true)] // LOCKED
    [InlineData(10, false, false)] // IOERR
    [InlineData(1, false, false)] // ERROR
    public void Fault_IsDamageOrPassingOrNeither(int code, bool isDamage, bool isPassing)
    {
        var fault = new SqliteFault(code, "x");

        Assert.Equal((isDamage, isPassing), (fault.IsDamage, fault.IsPassing));
    }

    [Fact]
    public void Own_NewOrItsOwn_IsOpenedAndSynced()
    {
        for (var i = 1; i <= 2; i++)
        {
            s_own.Open(Path, database =>
            {
                using (database)
                {
                    Assert.Equal(("wal", 2), (database.ReadText("PRAGMA journal_mode"), database.ReadLong("PRAGMA synchronous")));
                    Assert.Equal((s_own.ApplicationId, s_own.Version), (database.ReadLong("PRAGMA application_id"), database.ReadLong("PRAGMA user_version")));
                    database.Execute("INSERT INTO thing(id) VALUES(NULL)");
                    Assert.Equal(i, database.ReadLong("SELECT count(*) FROM thing"));
                }

                return true;
            });
        }
    }

    [Theory]
    [InlineData("PRAGMA user_version=4")] // of another version
    [InlineData("PRAGMA application_id=5")] // of another kind
    [InlineData("PRAGMA user_version=0")] // somebody's, with tables
    public void Own_AnothersFile_IsNotTouched(string change)
    {
        s_own.Open(Path, database =>
        {
            database.Execute(change);
            database.Dispose();
            return true;
        });

        Assert.Contains("is no sound file of tests of this version", Assert.Throws<SqliteFault>(() => s_own.Open(Path, database => true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Own_ThatIsDamaged_IsNotOpened()
    {
        s_own.Open(Path, database =>
        {
            database.Execute("CREATE TABLE more(id INTEGER PRIMARY KEY, text TEXT) STRICT; CREATE INDEX by_text ON more(text); INSERT INTO more VALUES(1, 'one'), (2, 'two')");
            database.Execute("PRAGMA writable_schema=ON; DELETE FROM sqlite_schema WHERE name = 'by_text'");
            database.Dispose();
            return true;
        });

        Assert.Throws<SqliteFault>(() => s_own.Open(Path, database => true));
    }

    [Theory]
    [InlineData(0, 60)]
    [InlineData(1000, 1310)]
    [InlineData(1001, 5145)]
    public void RoomFor_ABody_IsItsShareOfAPageOrAPageMore(int length, long room) => Assert.Equal(room, OutboxSchema.RoomFor(length));

    [Fact]
    public void Checksum_OfARow_IsTheCrc32COfItsNumberClassTimeAndBody()
    {
        for (var length = 0; length <= 20; length++)
        {
            var body = Enumerable.Range(1, length).Select(i => (byte)(i * 11)).ToArray();
            byte[] all = [.. BitConverter.GetBytes(77L), 1, .. BitConverter.GetBytes(638_000_000_000_000_000L), .. body];

            Assert.Equal(Crc32C(all), OutboxSchema.Checksum(77, EventClass.Telemetry, 638_000_000_000_000_000, body));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Bit by bit, as in RFC 3720, B.4.</summary>
    private static uint Crc32C(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var i = 0; i < 8; i++)
            {
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82f63b78;
            }
        }

        return ~crc;
    }

    private SqliteDatabase Open()
    {
        var database = SqliteDatabase.OpenWrite(Path);
        database.Execute("PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; CREATE TABLE thing(id INTEGER PRIMARY KEY)");
        return database;
    }
}
