using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Outbox.Sqlite;

namespace Core.Tests.Outbox;

/// <summary>One read of the file: what it gives at its limits, what it suspects, and what it holds open.</summary>
public sealed class OutboxReaderTests : OutboxFileTest
{
    private static readonly SeqRange s_all = new(1, 100_000);

    [Fact]
    public void Read_ToTheByte_GivesAsManyRowsAsFit()
    {
        for (var i = 1; i <= 3; i++)
        {
            File.Insert(EventClass.Ledger, i, new byte[100]);
        }

        File.Commit();
        using var reader = new OutboxReader(Options.Path);
        var slice = reader.Read(new SeqRange(1, 3), 10, 200, []);

        Assert.Equal([(1L, 1L), (2L, 2L)], slice.Rows.Select(r => (r.Seq, r.Time.UtcTicks)));
        Assert.Equal((2, 1), (slice.Last, reader.Read(new SeqRange(1, 3), 10, 199, []).Last));
    }

    [Fact]
    public void Read_LastNumberMissing_NamesItAsAGapAndSuspectsIt()
    {
        InsertLedger(5);
        File.Commit();
        Fixture.Sql("DELETE FROM event WHERE seq = 5");
        using var reader = new OutboxReader(Options.Path);
        var suspects = new List<SeqRange>();

        Assert.Equal([new SeqRange(5, 5)], reader.Read(new SeqRange(1, 5), 10, 1 << 20, suspects).Gaps);
        Assert.Equal([new SeqRange(5, 5)], suspects);
    }

    [Fact]
    public void Read_OverGapsThatAreExplained_SuspectsOnlyTheRest()
    {
        InsertLedger(12);
        File.Rows.Delete(new SeqRange(3, 4));
        File.Rows.Delete(new SeqRange(7, 9));
        File.InsertGap(10, new SeqRange(3, 4), 2, "capacity");
        File.InsertGap(11, new SeqRange(7, 8), 2, "capacity");
        File.Commit();
        using var reader = new OutboxReader(Options.Path);
        var suspects = new List<SeqRange>();

        Assert.Equal([new SeqRange(3, 4), new SeqRange(7, 9)], reader.Read(new SeqRange(1, 12), 100, 1 << 20, suspects).Gaps);
        Assert.Equal([new SeqRange(9, 9)], suspects);
    }

    [Fact]
    public void Read_MoreGapsThanABatchCanName_EndsBeforeTheNextRow()
    {
        InsertLedger(2100);
        File.Commit();
        Fixture.Sql("DELETE FROM event WHERE seq % 2 = 0");
        using var reader = new OutboxReader(Options.Path);

        var slice = reader.Read(new SeqRange(1, 2100), 5000, 1 << 20, []);

        Assert.Equal((1000, 2001), (slice.Gaps.Count, slice.Last));
    }

    [Fact]
    public void Read_AfterAPageCouldNotBeRead_ReadsAgainWhenItCan()
    {
        InsertLedger(2000);
        File.Commit();
        File.Checkpoint(truncate: true);
        File.Dispose();
        var bytes = System.IO.File.ReadAllBytes(Options.Path);
        System.IO.File.WriteAllBytes(Options.Path, Damaged(bytes));
        using var reader = new OutboxReader(Options.Path);
        Assert.True(Assert.Throws<SqliteFault>(() => reader.Read(new SeqRange(1, 2000), 5000, 1 << 24, [])).IsDamage);
        System.IO.File.WriteAllBytes(Options.Path, bytes);

        Assert.Equal(2000, reader.Read(new SeqRange(1, 2000), 5000, 1 << 24, []).Rows.Count);
    }

    [Fact]
    public void WhileClosed_TheFileIsLetGo_AndTheNextReadIsOfWhatIsThereThen()
    {
        InsertLedger(3);
        File.Commit();
        using var reader = new OutboxReader(Options.Path);
        Assert.Equal(3, reader.Read(s_all, 10, 1 << 20, []).Rows.Count);
        File.Dispose();
        var before = Fixture.Held;
        Assert.True(before > 0);
        reader.WhileClosed(() => Assert.Equal(0, Fixture.Held));
        Reopen();
        InsertLedger(1);
        File.Commit();

        Assert.Equal(4, reader.Read(s_all, 10, 1 << 20, []).Rows.Count);
    }

    [Fact]
    public void Dispose_AfterManyReads_HoldsNothingAndReadsNoMore()
    {
        InsertLedger(3);
        File.Commit();
        File.Dispose();
        var reader = new OutboxReader(Options.Path);
        reader.Read(s_all, 10, 1 << 20, []);
        var once = Fixture.Held;
        reader.Read(s_all, 1, 1 << 20, []);
        Assert.Equal(once, Fixture.Held);

        reader.Dispose();

        Assert.Equal(0, Fixture.Held);
        Assert.Throws<ObjectDisposedException>(() => reader.Read(s_all, 10, 1 << 20, []));
    }

    [Fact]
    public void Read_OfAFileThatIsNoOutbox_HoldsNothing()
    {
        InsertLedger(1);
        File.Commit();
        File.Dispose();
        Fixture.Sql("DROP TABLE gap");
        using var reader = new OutboxReader(Options.Path);

        Assert.Throws<SqliteFault>(() => reader.Read(s_all, 10, 1 << 20, []));

        Assert.Equal(0, Fixture.Held);
    }

    private static byte[] Damaged(byte[] bytes)
    {
        var damaged = (byte[])bytes.Clone();
        Array.Fill(damaged, (byte)0xa5, 100 * 4096, 4096);
        return damaged;
    }
}
