using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>The cursor by itself, where its numbers meet the edge of an epoch or of the file. Each was seen missing by mutation testing (docs/mutation.md).</summary>
public sealed class CursorArithmeticTests
{
    private static readonly OutboxView s_view = new(
        new EpochLog([new EpochStart(1, "1-aaaaaaaa", 1), new EpochStart(2, "2-bbbbbbbb", 6)]),
        new OutboxTally { LastSeq = 10 });

    [Fact]
    public void Apply_NothingOfAnEpochYet_MeansAllThatCameBeforeIt()
    {
        var cursor = new OutboxCursor(2);
        Assert.Equal(CursorOutcome.Advanced, cursor.Apply(s_view, "2-bbbbbbbb", 0));
        Assert.Equal(5, cursor.Committed);
    }

    [Fact]
    public void Restart_CommittedInTheOldFile_StaysSoUpToTheNewOpening()
    {
        var cursor = new OutboxCursor(0);
        cursor.Apply(s_view, "2-bbbbbbbb", 8);
        cursor.Restart(trimmed: 2, first: 11);
        Assert.Equal(8, cursor.Committed);
        cursor.Restart(trimmed: 2, first: 8);
        Assert.Equal(7, cursor.Committed);
    }

    [Fact]
    public void Restart_FileLetGoOfMore_CountsThatAsCommitted()
    {
        var cursor = new OutboxCursor(3);
        cursor.Restart(trimmed: 9, first: 12);
        Assert.Equal(9, cursor.Committed);
    }

    [Fact]
    public void TakeAhead_Taken_AreNotTakenTwice_UnlessPutBack()
    {
        var cursor = new OutboxCursor(0);
        cursor.Apply(s_view, "9-deadbeef", 4);
        var taken = cursor.TakeAhead();
        Assert.Equal([new OutboxPosition("9-deadbeef", 4)], taken);
        Assert.Empty(cursor.TakeAhead());
        cursor.PutBackAhead(taken);
        Assert.Equal(taken, cursor.TakeAhead());
    }

    [Fact]
    public void Apply_ThousandsOfStrangeEpochs_RemembersAThousand()
    {
        var cursor = new OutboxCursor(0);
        for (var i = 0; i < 1500; i++)
        {
            Assert.Equal(CursorOutcome.Ahead, cursor.Apply(s_view, $"9-{i:x8}", 1));
        }

        Assert.Equal(1000, cursor.TakeAhead().Count);
    }
}
