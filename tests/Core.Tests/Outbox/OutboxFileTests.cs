using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>The counters that go with the file: what a commit writes of them, what a rollback puts back, and what an opening makes of it.</summary>
public sealed class OutboxFileTests : OutboxFileTest
{
    private const int MarkEvery = 8192;

    [Fact]
    public void Rollback_OfRowsAndGaps_LeavesNothingOfThem()
    {
        InsertLedger(2);
        File.Commit();
        File.Insert(EventClass.Ledger, 5, "{}"u8);
        File.Rollback();
        File.InsertGap(2, new SeqRange(1, 1), 1, "damaged");
        File.Rollback();

        Assert.Equal((2, 0), (Fixture.Sql("SELECT count(*) FROM event"), Fixture.Sql("SELECT count(*) FROM gap")));
        Assert.Equal((2, 2), (File.Tally.LastSeq, File.Tally.Rows));
    }

    [Fact]
    public void Rollback_OfNothing_KeepsWhatWasCommittedSince()
    {
        InsertLedger(3);
        File.Commit();
        File.Rollback();

        Assert.Equal((3, 3), (File.Tally.LastSeq, File.Tally.Rows));
    }

    [Fact]
    public void Mark_IsWrittenWhenItIsDueAndWithNoOtherCommit()
    {
        InsertLedger(MarkEvery);
        File.Commit();
        Assert.Equal(0, Counted);
        InsertLedger(1);
        File.Commit();
        Assert.Equal(MarkEvery + 1, Counted);

        InsertLedger(1);
        File.Commit();
        Assert.Equal(MarkEvery + 1, Counted);
        File.Touch();
        Assert.Equal(MarkEvery + 2, Counted);

        InsertLedger(1);
        File.Trim(10);
        File.Rollback();
        InsertLedger(1);
        File.Commit();
        Assert.Equal((MarkEvery + 2, 0), (Counted, Fixture.Sql("SELECT trimmed FROM mark")));
        File.Trim(10);
        File.Commit();
        InsertLedger(1);
        File.Commit();
        Assert.Equal((MarkEvery + 3, 10), (Counted, Fixture.Sql("SELECT trimmed FROM mark")));
    }

    [Fact]
    public void Trim_OfBothClasses_CountsThemOutAndForgetsAllButAHundredGaps()
    {
        InsertLedger(100);
        InsertTelemetry(100);
        for (var told = 1; told <= 150; told++)
        {
            File.InsertGap(told, new SeqRange(told, told), 1, "capacity");
        }

        File.Commit();
        var bytes = Fixture.Sql("SELECT sum(length(body) + 48) FROM event WHERE seq > 160");

        File.Trim(160);
        Assert.Equal((40, bytes, 40), (File.Tally.Rows, File.Tally.Bytes, File.Tally.Telemetry));
        File.Commit();
        Assert.Equal((100, 51), (Fixture.Sql("SELECT count(*) FROM gap"), Fixture.Sql("SELECT min(told) FROM gap")));
    }

    [Fact]
    public void Oldest_IsTheTimeOfTheFirstRowThereIs()
    {
        foreach (var ticks in (long[])[100, 200, 300, 400])
        {
            File.Insert(EventClass.Ledger, ticks, "{}"u8);
        }

        File.Commit();
        Assert.Equal(100, File.Tally.OldestTicks);
        File.Rows.Delete(1);
        File.Commit();
        Assert.Equal(200, File.Tally.OldestTicks);
        File.Rows.Delete(new SeqRange(2, 2));
        File.Recount();
        File.Commit();
        Assert.Equal(300, File.Tally.OldestTicks);
        Reopen();
        Assert.Equal(300, File.Tally.OldestTicks);
        File.Trim(3);
        File.Commit();
        Assert.Equal((1, 400), (File.Tally.Rows, File.Tally.OldestTicks));
    }

    [Fact]
    public void Reopen_AfterRowsWereTakenOutBehindTheMark_CountsWhatIsLeft()
    {
        InsertTelemetry(3);
        File.Touch();
        InsertTelemetry(2);
        InsertLedger(5);
        File.Commit();
        File.Rows.Delete(2);
        File.Commit();
        AssertCountedRight(rows: 9, telemetry: 4);

        Reopen();
        AssertCountedRight(rows: 9, telemetry: 4);
        InsertTelemetry(1);
        File.Rows.Delete(new SeqRange(4, 7));
        File.Recount();
        AssertCountedRight(rows: 6, telemetry: 3);
        File.Commit();

        Reopen();
        AssertCountedRight(rows: 6, telemetry: 3);
    }

    [Fact]
    public void Reopen_OfAFileWhoseRowsAndMarkAreGone_GivesNoNumberOfAnEpochAgain()
    {
        InsertLedger(5);
        File.Commit();
        Reopen();
        File.Commit();
        Fixture.Sql("DELETE FROM event");
        Reopen();

        Assert.Equal(5, File.Tally.LastSeq);
        Assert.Equal([1, 6, 6], Enumerable.Range(0, File.Epochs.Count).Select(i => File.Epochs[i].First));
    }

    [Fact]
    public void BeginEpoch_AfterThousandsOfOpenings_ForgetsThoseThatNothingRefersTo()
    {
        File.Commit();
        Fixture.Sql("WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2500) INSERT INTO epoch SELECT i, i || '-x', 1, 0 FROM n");
        Reopen();

        Assert.Equal((1000, 2501), (File.Epochs.Count, File.Epochs.Current.Ordinal));
    }

    [Fact]
    public void Shrink_MoreUnusedPagesThanAsked_GivesThemBack()
    {
        InsertLedger(3000);
        File.Trim(3000);
        File.Commit();
        var pages = Fixture.Sql("PRAGMA page_count");

        File.Shrink(10_000);
        Assert.Equal(pages, Fixture.Sql("PRAGMA page_count"));
        File.Shrink(100);

        Assert.Equal(pages - 100, Fixture.Sql("PRAGMA page_count"));
    }

    private long Counted => Fixture.Sql("SELECT counted FROM mark");

    private void AssertCountedRight(int rows, int telemetry)
    {
        Assert.Equal((rows, telemetry), (File.Tally.Rows, File.Tally.Telemetry));
        File.Commit();
        Assert.Equal(Fixture.Sql("SELECT sum(length(body) + 48) FROM event"), File.Tally.Bytes);
    }
}
