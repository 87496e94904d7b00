using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

/// <summary>One commit's steps at the edges of their numbers, on a file without a writer. Each was seen missing by mutation testing (docs/mutation.md).</summary>
public sealed class OutboxTransactionTests : OutboxFileTest
{
    private readonly OutboxCursor _cursor = new(0);
    private readonly OutboxTransaction _transaction;

    public OutboxTransactionTests() => _transaction = new OutboxTransaction(File, _cursor, Fixture.Stamp, Options, Fixture.Log);

    [Fact]
    public void Trim_FewerRowsThanAreWorthIt_WaitForCompanyUnlessAsked()
    {
        InsertLedger(1200);
        Commit(511);
        Assert.False(_transaction.TrimWorth);
        Assert.Equal(0, TrimmedBy(asked: false));
        Commit(512);
        Assert.True(_transaction.TrimWorth);
        Assert.Equal(512, TrimmedBy(asked: false));

        Assert.False(_transaction.TrimPending);
        Commit(600);
        Assert.True(_transaction.TrimPending);
        Assert.False(_transaction.TrimWorth);
        Commit(513);
        Assert.Equal(512, TrimmedBy(asked: false));
    }

    [Fact]
    public void Trim_OneRowAndAsked_LetsItGo()
    {
        InsertLedger(3);
        Commit(1);
        Assert.Equal(1, TrimmedBy(asked: true));
        Assert.Equal(2, File.Tally.Rows);
    }

    [Fact]
    public void TrimAll_CursorThatCameAfterTheCommitBegan_CountsInTheNext()
    {
        InsertLedger(10);
        Commit(3);
        _transaction.Begin();
        Commit(7);
        _transaction.TrimAll();
        Assert.Equal(3, File.Tally.Trimmed);
        _transaction.Begin();
        _transaction.TrimAll();
        Assert.Equal(7, File.Tally.Trimmed);
    }

    [Fact]
    public void TrimAll_RewoundInTheSameCommit_KeepsWhatIsReadAgain()
    {
        InsertLedger(10);
        Commit(7);
        _transaction.Begin();
        _transaction.Rewind(new RewindWork(File.Epochs.Current.Name, 2));
        _transaction.TrimAll();
        Assert.Equal(2, File.Tally.Trimmed);
    }

    [Fact]
    public void Rewind_ToTheLastNumberThereIs_IsAnswered()
    {
        InsertLedger(10);
        var work = new RewindWork(File.Epochs.Current.Name, 10);
        _transaction.Rewind(work);
        Assert.Equal(10, work.Answer);
        var beyond = new RewindWork(File.Epochs.Current.Name, 11);
        _transaction.Rewind(beyond);
        Assert.Null(beyond.Answer);
    }

    [Fact]
    public void TellAhead_AnEpochThatIsOver_NamesOnlyWhatThisFileNeverHad()
    {
        InsertLedger(5);
        var old = File.Epochs.Current.Name;
        File.Commit();
        File.BeginEpoch(Fixture.Clock.GetUtcNow());
        InsertLedger(2);
        File.Commit();
        File.BeginEpoch(Fixture.Clock.GetUtcNow());
        _transaction.TellAhead(new OutboxPosition(old, 9));
        Assert.Equal(new GapEvent("unknown", old, 6, 9, 4, GapReason.Restored), Assert.Single(Told()));
    }

    [Fact]
    public void TellAhead_AnEpochWhoseNameIsNone_IsNotTold()
    {
        _transaction.TellAhead(new OutboxPosition("no such name!", 8));
        Assert.Empty(Told());
    }

    [Fact]
    public void TellDamage_SoundRowsOfWhichSomeHaveLeftAndSomeNeverCame_TellsNothing()
    {
        InsertLedger(10);
        Commit(4);
        TrimmedBy(asked: true);
        _transaction.TellDamage(new SeqRange(1, 100));
        _transaction.TellDamage(new SeqRange(2, 3));
        Assert.Empty(Told());
        Assert.Equal(6, File.Tally.Rows);
    }

    [Fact]
    public void TellDamage_MissingRowsOnBothSidesOfTheTrimmed_NamesThoseAfterIt()
    {
        InsertLedger(10);
        Commit(4);
        TrimmedBy(asked: true);
        Damage("seq IN (5, 10)");
        Assert.Equal(2, new OutboxGaps(File, Fixture.Stamp).TellDamage(new SeqRange(1, 100)));
        Assert.Equal([(5L, 5L), (10L, 10L)], Told().Select(g => (g.First, g.Last)));
    }

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 1)]
    public void TellDamage_MoreRunsThanSixteen_AreOneGapWithItsCount(int runs, int told)
    {
        InsertLedger(100);
        Damage($"seq % 2 = 0 AND seq <= {2 * runs}");
        Assert.Equal(runs, new OutboxGaps(File, Fixture.Stamp).TellDamage(new SeqRange(1, 100)));
        var gaps = Told();
        Assert.Equal(told, gaps.Count);
        Assert.Equal((2, 2 * runs, runs), (gaps[0].First, gaps[^1].Last, gaps.Sum(g => g.Count)));
        Assert.Equal(100 - runs + told, File.Tally.Rows);
        Assert.Equal(0, new OutboxGaps(File, Fixture.Stamp).TellDamage(new SeqRange(1, 100)));
    }

    private void Commit(long seq) => _cursor.Apply(new OutboxView(File.Epochs, File.Tally), File.Epochs.Current.Name, seq);

    private long TrimmedBy(bool asked)
    {
        _transaction.Begin();
        _transaction.Trim(asked);
        return File.Tally.Trimmed;
    }

    private List<GapEvent> Told()
    {
        File.Commit();
        using var reader = new OutboxReader(Options.Path);
        return [.. reader.Read(new SeqRange(1, File.Tally.LastSeq), 1000, 1 << 20, []).Rows.Select(Body)
            .Where(b => b.GetProperty("type").GetString() == EventTypes.BufferGap).Select(GapEvent.Of)];
    }
}
