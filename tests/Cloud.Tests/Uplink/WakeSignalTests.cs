using Cloud.Uplink;

namespace Cloud.Tests.Uplink;

/// <summary>What a session's loop waits on: a set is never lost, and one that was seen wakes nobody again.</summary>
public sealed class WakeSignalTests
{
    private readonly WakeSignal _signal = new();

    [Fact]
    public void Reset_AfterASetThatWasSeen_WaitsForTheNext()
    {
        _signal.Set();
        var next = _signal.Reset();
        Assert.False(next.IsCompleted);
        _signal.Set();
        Assert.True(next.IsCompleted);
    }

    [Fact]
    public void Reset_WithoutASet_GivesTheSameWait_SoThatNoneIsForgotten()
    {
        var first = _signal.Reset();
        Assert.Same(first, _signal.Reset());
        _signal.Set();
        Assert.True(first.IsCompleted);
    }

    [Fact]
    public void SetAfter_ATaskThatFails_SetsToo()
    {
        var ending = new TaskCompletionSource();
        _signal.SetAfter(ending.Task);
        var wait = _signal.Reset();
        Assert.False(wait.IsCompleted);
        ending.SetException(new IOException("gone"));
        Assert.True(wait.IsCompleted);
    }
}
