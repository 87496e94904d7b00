using Cloud.Uplink;

namespace Cloud.Tests.Uplink;

/// <summary>What may be on its way at the same time.</summary>
public sealed class SendWindowTests
{
    [Fact]
    public void UntilSomethingIsCommitted_OneBatchTravelsAlone()
    {
        var window = new SendWindow(3);
        Assert.True(window.HasRoom);
        Assert.True(window.Admits("a"));
        window.Add(new SentBatch("a", 5, 0));
        Assert.False(window.HasRoom);
        Assert.False(window.Admits("a"));
    }

    [Fact]
    public void OfAKnownEpoch_AsManyAsTheCapacity()
    {
        var window = Knowing("a", capacity: 2);
        window.Add(new SentBatch("a", 6, 0));
        Assert.True(window.HasRoom);
        Assert.True(window.Admits("a"));
        Assert.False(window.Admits("b"));
        window.Add(new SentBatch("a", 7, 0));
        Assert.False(window.HasRoom);
        Assert.False(window.Admits("a"));
    }

    [Fact]
    public void TheNextEpoch_GoesOnceTheOneBeforeIsCommitted()
    {
        var window = Knowing("a", capacity: 2);
        Assert.True(window.Admits("b"));
    }

    [Fact]
    public void Committed_TakesABatchOnlyWhereItsLastIs()
    {
        var window = new SendWindow(2);
        window.Add(new SentBatch("a", 5, 0));
        Assert.False(window.TryTakeCommitted(4, out _));
        Assert.Equal(1, window.Count);
        Assert.True(window.TryTakeCommitted(5, out var batch));
        Assert.Equal(5, batch.Last);
        Assert.Equal(0, window.Count);
        Assert.False(window.TryTakeCommitted(9, out _));
    }

    [Fact]
    public void Acknowledged_TakesOnlyTheOldest()
    {
        var window = Knowing("a", capacity: 3);
        window.Add(new SentBatch("a", 6, 0));
        window.Add(new SentBatch("a", 7, 0) { Acknowledged = true });
        Assert.False(window.TryTakeAcknowledged(out _));
    }

    [Fact]
    public void Clear_ForgetsWhatWasSentAndWhatWasKnown()
    {
        var window = Knowing("a", capacity: 3);
        window.Add(new SentBatch("a", 6, 0));
        window.Clear();
        Assert.Equal(0, window.Count);
        window.Add(new SentBatch("a", 6, 0));
        Assert.False(window.HasRoom);
        Assert.False(window.Admits("a"));
    }

    private static SendWindow Knowing(string epoch, int capacity)
    {
        var window = new SendWindow(capacity);
        window.Add(new SentBatch(epoch, 5, 0));
        Assert.True(window.TryTakeCommitted(5, out _));
        return window;
    }
}
