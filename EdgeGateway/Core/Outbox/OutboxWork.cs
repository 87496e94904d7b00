using System.Threading.Tasks.Sources;

namespace EdgeGateway.Core.Outbox;

/// <summary>Something for the writer. Either the writer takes it, or its owner withdraws it; never both.</summary>
internal abstract class OutboxWork
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Withdrawn = 2;

    private int _state;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Why it is refused though the commit succeeds, or null.</summary>
    public string? Refusal { get; set; }

    /// <summary>How much of a commit it takes.</summary>
    public virtual int Events => 0;

    /// <summary>The writer takes it; false where it has been withdrawn.</summary>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Withdraws it when the token says so, unless the writer was first.</summary>
    public void WithdrawOn(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (work, token) =>
                {
                    var self = (OutboxWork)work!;
                    if (Interlocked.CompareExchange(ref self._state, Withdrawn, Waiting) == Waiting)
                    {
                        self.SetException(new OperationCanceledException(token));
                    }
                },
                this);
        }
    }

    /// <summary>The commit is on the disk: answers, unless it was refused.</summary>
    public void Complete(EpochLog epochs)
    {
        if (Refusal is not null)
        {
            Fail(new OutboxFullException(Refusal), epochs: null);
            return;
        }

        _cancellation.Unregister();
        SetResult(epochs);
    }

    /// <summary>Nothing of it was accepted.</summary>
    public void Fail(Exception exception, EpochLog? epochs)
    {
        if (PlantedFault.Is("failure-swallowed") && epochs is not null && this is AppendWork)
        {
            Complete(epochs);
            return;
        }

        _cancellation.Unregister();
        SetException(exception);
    }

    protected abstract void SetResult(EpochLog epochs);

    protected abstract void SetException(Exception exception);
}

/// <summary>Entries to be appended together.</summary>
internal abstract class AppendWork : OutboxWork
{
    /// <summary>One of the entries.</summary>
    public abstract OutboxEntry this[int index] { get; }

    /// <summary>The number an entry got; 0 while it has none.</summary>
    public abstract ref long SeqOf(int index);
}

/// <summary>One entry. Carries its own awaitable, so that an append is one allocation.</summary>
internal sealed class SingleAppend(OutboxEntry entry) : AppendWork, IValueTaskSource<OutboxPosition>
{
    private ManualResetValueTaskSourceCore<OutboxPosition> _source = new() { RunContinuationsAsynchronously = true };
    private long _seq;

    public override int Events => 1;

    public ValueTask<OutboxPosition> Task => new(this, _source.Version);

    public override OutboxEntry this[int index] => entry;

    public override ref long SeqOf(int index) => ref _seq;

    public OutboxPosition GetResult(short token) => _source.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    protected override void SetResult(EpochLog epochs) => _source.SetResult(epochs.PositionAt(_seq));

    protected override void SetException(Exception exception) => _source.SetException(exception);
}

/// <summary>Several entries: all are accepted, or none.</summary>
internal sealed class ArrayAppend(IReadOnlyList<OutboxEntry> entries) : AppendWork
{
    private readonly TaskCompletionSource<IReadOnlyList<OutboxPosition>> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long[] _seqs = new long[entries.Count];

    public override int Events => entries.Count;

    public Task<IReadOnlyList<OutboxPosition>> Task => _source.Task;

    public override OutboxEntry this[int index] => entries[index];

    public override ref long SeqOf(int index) => ref _seqs[index];

    protected override void SetResult(EpochLog epochs) => _source.SetResult(Array.ConvertAll(_seqs, epochs.PositionAt));

    protected override void SetException(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            _source.SetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _source.SetException(exception);
        }
    }
}

/// <summary>Headquarters asks for everything after a point again.</summary>
internal sealed class RewindWork(string? epoch, long seq) : OutboxWork
{
    private readonly TaskCompletionSource<long?> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string? Epoch => epoch;

    public long Seq => seq;

    /// <summary>After which number to read, once it is known; null where the point is not in this file.</summary>
    public long? Answer { get; set; }

    public Task<long?> Task => _source.Task;

    protected override void SetResult(EpochLog epochs) => _source.SetResult(Answer);

    protected override void SetException(Exception exception) => _source.SetException(exception);
}

/// <summary>Asks whether the writer still comes round. A disk that refuses is an answer too.</summary>
internal sealed class TurnWork : OutboxWork
{
    private readonly TaskCompletionSource _source = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Task => _source.Task;

    protected override void SetResult(EpochLog epochs) => _source.SetResult();

    protected override void SetException(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            _source.SetCanceled(cancelled.CancellationToken);
        }
        else
        {
            _source.SetResult();
        }
    }
}

/// <summary>Wakes the writer for what has gathered: acknowledgements, suspects, a disk that may have recovered.</summary>
internal sealed class NudgeWork : OutboxWork
{
    protected override void SetResult(EpochLog epochs)
    {
    }

    protected override void SetException(Exception exception)
    {
    }
}
