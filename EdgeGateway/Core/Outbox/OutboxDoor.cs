using System.Threading.Channels;

namespace EdgeGateway.Core.Outbox;

/// <summary>Where work waits for the writer: one bounded queue. When it is full, producers wait outside.</summary>
internal sealed class OutboxDoor : IDisposable
{
    /// <summary>How long acknowledgements wait for an append to ride with. A lost one only means that events are sent again.</summary>
    private static readonly TimeSpan s_nudgeDelay = TimeSpan.FromSeconds(1);

    private readonly OutboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly Channel<OutboxWork> _channel;
    private readonly ITimer _timer;
    private int _nudgeArmed;

    public OutboxDoor(OutboxOptions options, TimeProvider clock)
    {
        (_options, _clock) = (options, clock);
        // Continuations run inline: all they do is to wake the writer's thread, or to step from one await to the next.
        _channel = Channel.CreateBounded<OutboxWork>(new BoundedChannelOptions(options.WaitingAppends)
        {
            SingleReader = true,
            FullMode = BoundedChannelFullMode.Wait,
            AllowSynchronousContinuations = true,
        });
        _timer = clock.CreateTimer(_ => Nudge(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Hands work over if there is room; false also when the door is closed.</summary>
    public bool TryPost(OutboxWork work) => _channel.Writer.TryWrite(work);

    /// <summary>Hands work over when there is room.</summary>
    /// <exception cref="ObjectDisposedException">The door is closed.</exception>
    public async ValueTask PostAsync(OutboxWork work, CancellationToken cancellationToken)
    {
        try
        {
            await _channel.Writer.WriteAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new ObjectDisposedException(nameof(Outbox));
        }
    }

    /// <summary>Takes nothing in any more; what is inside is still served.</summary>
    public void Close() => _channel.Writer.TryComplete();

    /// <summary>Wakes the writer. When the queue is full it is coming by anyway.</summary>
    public void Nudge() => TryPost(new NudgeWork());

    /// <summary>Wakes the writer in a second, once for however many ask.</summary>
    public void NudgeLater()
    {
        if (Interlocked.Exchange(ref _nudgeArmed, 1) == 0)
        {
            _timer.Change(s_nudgeDelay, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>A nudge has arrived; the next may be armed.</summary>
    public void NudgeTaken() => Interlocked.Exchange(ref _nudgeArmed, 0);

    /// <summary>Waits for work and takes what there is, up to one commit. False once the door is closed and all is taken.</summary>
    public bool Collect(List<OutboxWork> group)
    {
        var events = 0;
        Take(group, ref events);
        while (group.Count == 0)
        {
            if (!_channel.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
            {
                return false;
            }

            Take(group, ref events);
        }

        if (_options.CommitWindow > TimeSpan.Zero && events > 0)
        {
            WaitForCompany(group, ref events);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Take(List<OutboxWork> group, ref int events)
    {
        while (events < _options.CommitEvents && _channel.Reader.TryRead(out var work))
        {
            if (work.TryTake())
            {
                group.Add(work);
                events += work.Events;
            }
        }
    }

    private void WaitForCompany(List<OutboxWork> group, ref int events)
    {
        using var window = new CancellationTokenSource(_options.CommitWindow, _clock);
        try
        {
            while (events < _options.CommitEvents
                && _channel.Reader.WaitToReadAsync(window.Token).AsTask().GetAwaiter().GetResult())
            {
                Take(group, ref events);
            }
        }
        catch (OperationCanceledException)
        {
            // The window is over.
        }
    }
}
