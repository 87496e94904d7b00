using Cloud.Contracts;
using Cloud.Mqtt;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>What a session works with; the same for every connection.</summary>
internal sealed record UplinkTools(
    Outbox Outbox, UplinkOptions Options, UplinkIdentity Identity, TimeProvider Clock, BatchWriter Writer, StatusBoard Board, UplinkMetrics Metrics,
    Downlink Downlink, ILogger Logger);

/// <summary>One connection's life: says online, sends what the outbox has within the window, and lets go what headquarters has committed.</summary>
/// <remarks>
/// One loop does everything in turn; whatever may need it (a cursor, an acknowledgement, new events, a timer, the end) only wakes it.
/// Nothing polls.
/// </remarks>
internal sealed class UplinkSession : IDisposable
{
    /// <summary>How long a stop waits for batches on their way.</summary>
    private static readonly TimeSpan s_stopGrace = TimeSpan.FromSeconds(2);

    private readonly UplinkTools _with;
    private readonly IMqttConnection _connection;
    private readonly string _cursorTopic;
    private readonly bool _trimOnAcknowledge;
    private readonly WakeSignal _signal = new();
    private readonly SendWindow _window;
    private readonly SignsOfLife _signs;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _ended = new();
    private Task<bool>? _inboundReady;
    private Task? _moreReady;
    private volatile string? _publishFault;
    private long _position;
    private long? _lastSentAt;
    private long _waitingSince;
    private int _idleReplays;
    private bool _toldUnreadable;

    internal UplinkSession(UplinkTools with, IMqttConnection connection)
    {
        _with = with;
        _connection = connection;
        _cursorTopic = with.Identity.Address.Topic(Topics.Cursor);
        _trimOnAcknowledge = with.Options.Trim == UplinkTrim.Puback || PlantedFault.TrimOnPuback;
        _window = new SendWindow(with.Options.WindowBatches);
        _signs = new SignsOfLife(connection, with.Identity, with.Clock);
        _timer = with.Clock.CreateTimer(static s => ((WakeSignal)s!).Set(), _signal, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether it was of use: headquarters has committed something over it.</summary>
    internal bool HasCommitted { get; private set; }

    internal int InFlight => _window.Count;

    /// <summary>Runs until the connection ends or <paramref name="stop"/> asks for a goodbye. Returns why it ended.</summary>
    /// <exception cref="MqttException">Subscribing or saying online failed.</exception>
    internal async Task<string> RunAsync(CancellationToken stop)
    {
        await GreetAsync(stop).ConfigureAwait(false);
        try
        {
            return await LoopAsync(stop).ConfigureAwait(false);
        }
        finally
        {
            await SayOfflineAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
        _timer.Dispose();
    }

    private async Task<string> LoopAsync(CancellationToken stop)
    {
        using var stopping = stop.UnsafeRegister(static s => ((WakeSignal)s!).Set(), _signal);
        _signal.SetAfter(_connection.Closed);
        _position = _with.Outbox.CommittedSeq;
        while (true)
        {
            var woken = _signal.Reset();
            if (await EndAsync().ConfigureAwait(false) is { } end)
            {
                return end;
            }

            if (stop.IsCancellationRequested)
            {
                return await DrainAsync().ConfigureAwait(false);
            }

            Arm(Sooner(Sooner(Send(), CursorTimeoutIn()), _signs.GiveIfDue()));
            await woken.ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Subscribes to the cursor and what else headquarters says before saying online. A broker answers in order, so that with the acknowledgement of the state the
    /// retained cursor, if there is one, has arrived: no grace period is needed, and what comes late only costs events sent twice.
    /// </summary>
    private async Task GreetAsync(CancellationToken cancellationToken)
    {
        string[] filters = [.. _with.Options.Trim == UplinkTrim.Cursor ? [_cursorTopic] : Array.Empty<string>(), .. _with.Downlink.Filters];
        if (filters.Length > 0)
        {
            await _connection.SubscribeAsync(filters, cancellationToken).ConfigureAwait(false);
        }

        _with.Downlink.Attach(_connection);

        await _connection.PublishAsync(StateMessages.Of(_with.Identity, StateDocument.Online), cancellationToken).ConfigureAwait(false);
        _signs.Given();
        _with.Board.Online();
        _with.Logger.UplinkOnline(_with.Options.Host, _with.Options.Port);
    }

    /// <summary>Takes in all that has happened. Returns why the connection is over, or null.</summary>
    private async ValueTask<string?> EndAsync()
    {
        while (_connection.Inbound.TryRead(out var message))
        {
            await TakeAsync(message).ConfigureAwait(false);
        }

        if (_inboundReady is null or { IsCompleted: true })
        {
            _inboundReady = _connection.Inbound.WaitToReadAsync().AsTask();
            if (!_connection.Closed.IsCompleted)
            {
                _signal.SetAfter(_inboundReady);
            }
        }

        if (_trimOnAcknowledge)
        {
            TakeAcknowledgements();
        }

        TakeCommitted();
        if (_connection.Closed.IsCompleted)
        {
            return await _connection.Closed.ConfigureAwait(false);
        }

        if (_publishFault is not null)
        {
            return _publishFault;
        }

        if (CursorTimeoutIn() is { } left && left <= TimeSpan.Zero)
        {
            _with.Metrics.CursorTimedOut();
            return $"headquarters committed nothing for {_with.Options.CursorTimeout.TotalSeconds:0.#} s with {_window.Count} batches on their way";
        }

        return _idleReplays > (2 * _with.Options.WindowBatches) + 2
            ? $"headquarters asked {_idleReplays} times for events again and committed none"
            : null;
    }

    private async ValueTask TakeAsync(MqttMessage message)
    {
        if (message.Topic != _cursorTopic)
        {
            _with.Downlink.Take(message);
            return;
        }

        if (CursorDocument.Read(message.Payload.Span) is not { } cursor)
        {
            if (!_toldUnreadable)
            {
                _toldUnreadable = true;
                _with.Logger.CursorUnreadable(message.Topic, message.Payload.Length);
            }

            return;
        }

        var outcome = cursor.Epoch is null ? CursorOutcome.Behind : _with.Outbox.ApplyCursor(cursor.Epoch, cursor.Seq);
        if (!cursor.Replay || outcome == CursorOutcome.Ahead || PlantedFault.Is("replay-ignored"))
        {
            return;
        }

        TakeCommitted();
        _idleReplays++;
        _with.Metrics.Replayed();
        _with.Logger.ReplayAsked(cursor.Epoch, cursor.Seq);
        if (await _with.Outbox.RewindAsync(cursor.Epoch, cursor.Seq, CancellationToken.None).ConfigureAwait(false) is { } position)
        {
            _position = position;
            _window.Clear();
            _with.Board.InFlight(0);
        }
    }

    /// <summary>Lets go what the broker has acknowledged, in order: only what everything before it has been acknowledged too.</summary>
    private void TakeAcknowledgements()
    {
        while (_window.TryTakeAcknowledged(out var batch))
        {
            _ = _with.Outbox.ApplyCursor(batch.Epoch, batch.Last);
            Committed(batch);
        }
    }

    private void TakeCommitted()
    {
        var committed = _with.Outbox.CommittedSeq;
        while (_window.TryTakeCommitted(committed, out var batch))
        {
            Committed(batch);
        }

        // Headquarters may have more than this connection has sent: what an earlier one sent.
        _position = Math.Max(_position, committed);
    }

    private void Committed(SentBatch batch)
    {
        HasCommitted = true;
        _idleReplays = 0;
        _waitingSince = _with.Clock.GetTimestamp();
        _with.Metrics.Committed(_with.Clock.GetElapsedTime(batch.SentAt));
        _with.Board.InFlight(_window.Count);
        _with.Board.Committed();
    }

    /// <summary>Sends all that may be sent now. Returns when to look again, or null where something else will wake the loop.</summary>
    private TimeSpan? Send()
    {
        var outbox = _with.Outbox;
        var options = _with.Options;
        while (_window.HasRoom)
        {
            var last = outbox.LastSeq;
            if (_position > last)
            {
                // The file was lost under way and made anew.
                _position = outbox.CommittedSeq;
            }

            if (_position >= last)
            {
                WakeWhenThereIsMore();
                return null;
            }

            if (last - _position < options.BatchEvents && LingerLeft() is { } left)
            {
                return left;
            }

            if (outbox.Read(_position, options.BatchEvents, options.BatchBytes) is not { } batch || !_window.Admits(batch.Epoch))
            {
                // A cursor will wake the loop; or events, where the file was lost just now and is made anew.
                if (_position >= outbox.LastSeq)
                {
                    WakeWhenThereIsMore();
                }

                return null;
            }

            Send(batch);
        }

        return null;
    }

    private void Send(OutboxBatch batch)
    {
        var now = _with.Clock.GetTimestamp();
        if (_window.Count == 0)
        {
            _waitingSince = now;
        }

        var message = _with.Writer.Write(batch, _with.Outbox.Snapshot());
        var sent = new SentBatch(batch.Epoch, batch.Last, now);
        _window.Add(sent);
        _position = batch.Last;
        _lastSentAt = now;
        _signs.Given();
        _with.Metrics.Sent(batch.Rows.Count, message.Message.Payload.Length);
        _with.Board.InFlight(_window.Count);
        _ = FollowAsync(message, sent);
    }

    /// <summary>Waits for the broker's word on one batch. A refusal ends the connection: it is never taken for success.</summary>
    private async Task FollowAsync(BatchMessage message, SentBatch sent)
    {
        try
        {
            // No token: the connection's end fails what is pending, and until then the payload must stay.
            await _connection.PublishAsync(message.Message, CancellationToken.None).ConfigureAwait(false);
            _with.Metrics.Acknowledged(_with.Clock.GetElapsedTime(sent.SentAt));
            sent.Acknowledged = true;
            if (_trimOnAcknowledge)
            {
                _signal.Set();
            }
        }
        catch (Exception e)
        {
            _publishFault ??= e.Message;
            _signal.Set();
        }

        BatchWriter.Return(message);
    }

    /// <summary>Gives batches on their way a moment; nothing more is sent.</summary>
    private async Task<string> DrainAsync()
    {
        var begun = _with.Clock.GetTimestamp();
        while (true)
        {
            var woken = _signal.Reset();
            if (await EndAsync().ConfigureAwait(false) is { } end)
            {
                return end;
            }

            var left = s_stopGrace - _with.Clock.GetElapsedTime(begun);
            if (_window.Count == 0 || left <= TimeSpan.Zero)
            {
                return "stopped";
            }

            Arm(left);
            await woken.ConfigureAwait(false);
        }
    }

    /// <summary>A connection that we end leaves no will behind; so the state is said by us, as well as it goes.</summary>
    private async Task SayOfflineAsync()
    {
        if (_connection.Closed.IsCompleted)
        {
            return;
        }

        try
        {
            await _connection.PublishAsync(StateMessages.Of(_with.Identity, StateDocument.Offline), CancellationToken.None)
                .WaitAsync(s_stopGrace, _with.Clock).ConfigureAwait(false);
        }
        catch (Exception e) when (e is MqttException or TimeoutException)
        {
            // The connection is being given up; the broker's will or the next connection puts the state right.
        }
    }

    /// <summary>Called where the end of the outbox was seen. It is not looked at again: what has come since then is told of by the task, at once.</summary>
    private void WakeWhenThereIsMore()
    {
        if (_moreReady is null or { IsCompleted: true })
        {
            _moreReady = _with.Outbox.WaitForMoreAsync(_position, _ended.Token);
            _signal.SetAfter(_moreReady);
        }
    }

    private TimeSpan? LingerLeft()
    {
        if (_lastSentAt is not { } sentAt)
        {
            return null;
        }

        var left = _with.Options.Linger - _with.Clock.GetElapsedTime(sentAt);
        return left > TimeSpan.Zero ? left : null;
    }

    private TimeSpan? CursorTimeoutIn() =>
        _window.Count == 0 || PlantedFault.Is("cursor-timeout-missing") ? null : _with.Options.CursorTimeout - _with.Clock.GetElapsedTime(_waitingSince);

    private static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is { } x && b is { } y ? (x < y ? x : y) : a ?? b;

    private void Arm(TimeSpan? due)
    {
        // Rounded up: a timer that fires a fraction early would find nothing due, and spin.
        var ms = due is { } d ? Math.Ceiling(Math.Max(0, d.TotalMilliseconds)) : -1;
        _timer.Change(TimeSpan.FromMilliseconds(ms), Timeout.InfiniteTimeSpan);
    }
}
