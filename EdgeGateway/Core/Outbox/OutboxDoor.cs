using System.Threading.Channels;

namespace EdgeGateway.Core.Outbox;

/// <summary>Where work waits for the writer: one bounded queue. When it is full, producers wait outside.</summary>
internal sealed class OutboxDoor : IDisposable
{
    /// <summary>How long acknowledgements wait for an append to ride with. A lost one only means that events are sent again.</summary>
    private static readonly TimeSpan s_nudgeDelay = TimeSpan.FromSeconds(1);

    /// <summary>After a commit of this many, those just answered are likely to come back at once.</summary>
    private const int Crowd = 16;

    /// <summary>So often the processor is given up for them, so that a crowd shares one commit instead of splitting over two.</summary>
    private const int MostYields = 4;

    private readonly OutboxOptions _options;
    private readonly TimeProvider _clock;
    private readonly Channel<OutboxWork> _channel;
    private readonly ITimer _timer;
    private int _nudgeArmed;
    private int _lastEvents;
    private volatile bool _closed;

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
    public void Close()
    {
        _closed = true;
        _channel.Writer.TryComplete();
    }

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

    /// <summary>Whether nothing waits and the door is open.</summary>
    public bool IsEmpty => _channel.Reader.Count == 0 && !_closed;

    /// <summary>Waits until there is work. False once the door is closed and all is taken.</summary>
    public bool WaitForWork() => WaitForWorkAsync().GetAwaiter().GetResult();

    /// <inheritdoc cref="WaitForWork"/>
    public Task<bool> WaitForWorkAsync() => _channel.Reader.WaitToReadAsync().AsTask();

    /// <summary>Takes what there is, up to one commit, and waits for company as long as the commit window says.</summary>
    public void Collect(List<OutboxWork> group)
    {
        var events = 0;
        Take(group, ref events);
        for (var i = 0; i < MostYields && _lastEvents >= Crowd && events < _lastEvents / 2; i++)
        {
            Thread.Yield();
            Take(group, ref events);
        }

        _lastEvents = events;
        if (_options.CommitWindow > TimeSpan.Zero && events > 0)
        {
            WaitForCompany(group, ref events);
        }
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
            // The window is over. What has come in it and is not taken yet shares the commit, too: it would wait for a window of its own.
            Take(group, ref events);
        }
    }
}
