using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>Which opening gave which number. The second opening gave none.</summary>
public sealed class EpochLogTests
{
    private static readonly EpochLog s_log = new([new EpochStart(1, "a", 3), new EpochStart(2, "b", 6), new EpochStart(3, "c", 6), new EpochStart(4, "d", 9)]);

    [Theory]
    [InlineData(2, -1)]
    [InlineData(3, 0)]
    [InlineData(5, 0)]
    [InlineData(6, 2)]
    [InlineData(8, 2)]
    [InlineData(9, 3)]
    [InlineData(100, 3)]
    public void IndexAt_EdgesOfEpochs_AreTheLaterOpenings(long seq, int index) => Assert.Equal(index, s_log.IndexAt(seq));

    [Fact]
    public void EndBefore_OpeningsThatGaveNothing_AreSkipped()
    {
        Assert.Equal(new EpochEnd("c", 8), s_log.EndBefore(3));
        Assert.Equal(new EpochEnd("a", 5), s_log.EndBefore(2));
        Assert.Equal(new EpochEnd("a", 5), s_log.EndBefore(1));
        Assert.Null(s_log.EndBefore(0));
    }

    [Fact]
    public void EndBefore_AnOpeningOfOneNumber_Counts() =>
        Assert.Equal(new EpochEnd("a", 3), new EpochLog([new EpochStart(1, "a", 3), new EpochStart(2, "b", 4)]).EndBefore(1));

    [Fact]
    public void Ranges_AreThoseThatGaveNumbers_AndTheCurrentOne()
    {
        Assert.Equal([("a", 3L, 5L), ("c", 6L, 8L), ("d", 9L, 12L)], s_log.Ranges(12));
        Assert.Equal([("a", 3L, 5L), ("c", 6L, 8L), ("d", 9L, 8L)], s_log.Ranges(8));
    }

    [Fact]
    public void Split_ARunOverEpochs_IsCutWhereTheyChange()
    {
        Assert.Equal([("a", new SeqRange(4, 5)), ("c", new SeqRange(6, 8)), ("d", new SeqRange(9, 11))], s_log.Split(new SeqRange(4, 11), 20));
        Assert.Equal([("a", new SeqRange(1, 5)), ("c", new SeqRange(6, 6))], s_log.Split(new SeqRange(1, 6), 20));
    }

    [Fact]
    public void Split_ARunBeyondTheLastNumber_EndsWhereTheRunEnds() =>
        Assert.Equal([("d", new SeqRange(10, 15))], s_log.Split(new SeqRange(10, 15), 12));

    [Fact]
    public void PositionAt_OlderThanAllThatIsKnown_IsTheOldest() => Assert.Equal(new OutboxPosition("a", 1), s_log.PositionAt(1));

    [Fact]
    public void Subtract_RunsThatTouchOverlapAndLieOutside_LeavesTheRest()
    {
        Assert.Equal([new SeqRange(1, 2), new SeqRange(5, 5), new SeqRange(9, 10)], SeqRuns.Subtract(new SeqRange(1, 10), [new(6, 8), new(3, 4), new(11, 20)]));
        Assert.Equal([new SeqRange(4, 9)], SeqRuns.Subtract(new SeqRange(1, 10), [new(0, 3), new(10, 12)]));
        Assert.Equal([new SeqRange(4, 10)], SeqRuns.Subtract(new SeqRange(1, 10), [new(0, 1), new(1, 3)]));
        Assert.Empty(SeqRuns.Subtract(new SeqRange(5, 6), [new(1, 5), new(6, 6)]));
    }

    [Fact]
    public void Append_RunsThatTouch_GrowTogether()
    {
        var runs = new List<SeqRange>();
        foreach (var run in (SeqRange[])[new(2, 2), new(3, 4), new(6, 7)])
        {
            SeqRuns.Append(runs, run);
        }

        Assert.Equal([new SeqRange(2, 4), new SeqRange(6, 7)], runs);
    }
}
