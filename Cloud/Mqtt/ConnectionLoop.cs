using System.Runtime.InteropServices;
using System.Threading.Channels;
using Cloud.Mqtt.Native;

namespace Cloud.Mqtt;

/// <summary>Owns one libmosquitto handle and the thread that alone touches it.</summary>
/// <remarks>
/// The thread sleeps in <c>poll</c> on the socket and an eventfd; a command from another thread wakes it at once. Commands pass through a
/// bounded channel: when it is full the caller waits. When the reader of <see cref="Inbound"/> lags, the socket is no longer read, so that
/// TCP holds the broker back, while commands and pings still go out. The broker's answers to pings then stand unread behind the
/// messages: a reader that stalls for about two keep-alive periods loses the connection.
/// </remarks>
internal sealed class ConnectionLoop
{
    private const int CommandCapacity = 1024;
    private const int CommandsAtOnce = 64;
    private const int ReadsAtOnce = 64;
    private const int GoodbyeMs = 1000;
    private const string ClosedByUs = "closed by us";

    private readonly MqttConnectOptions _options;
    private readonly int _sleepMs;
    private readonly Channel<ConnectionCommand> _commands;
    private readonly WakeEvent _wake;
    private readonly InboundBuffer _inbound;
    private readonly PendingCommands _pending = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _handleGate = new();

    // Changed under _handleGate, which the loop's own thread need not take to read it.
    private nint _client;
    private bool _mayHaveMore;
    private bool _progress;
    private string? _end;
    private string? _detail;
    private volatile bool _stopping;
    private volatile bool _aborted;

    private ConnectionLoop(MqttConnectOptions options, WakeEvent wake)
    {
        _options = options;
        _sleepMs = (int)Math.Clamp(options.KeepAlive.TotalMilliseconds / 4, 1000, 5000);
        _commands = Channel.CreateBounded<ConnectionCommand>(new BoundedChannelOptions(CommandCapacity) { SingleReader = true });
        _wake = wake;
        _inbound = new InboundBuffer(options.InboundCapacity, wake);
    }

    internal bool SessionPresent { get; private set; }

    internal ChannelReader<MqttMessage> Inbound => _inbound.Reader;

    internal Task Connected => _connected.Task;

    internal Task<string> Closed => _closed.Task;

    /// <summary>Starts the thread, which connects first.</summary>
    internal static ConnectionLoop Start(MqttConnectOptions options)
    {
        // The thread owns the eventfd and disposes of it as its last act.
        var loop = new ConnectionLoop(options, new WakeEvent());
        new Thread(loop.Run, maxStackSize: 256 * 1024) { IsBackground = true, Name = $"mqtt {options.ClientId}" }.Start();
        return loop;
    }

    /// <summary>Queues a command and wakes the thread. Any thread.</summary>
    internal async ValueTask HandOverAsync(ConnectionCommand command, CancellationToken cancellationToken)
    {
        if (!_commands.Writer.TryWrite(command))
        {
            try
            {
                await _commands.Writer.WriteAsync(command, cancellationToken).ConfigureAwait(false);
            }
            catch (ChannelClosedException)
            {
                throw new MqttException($"The connection has ended: {await _closed.Task.ConfigureAwait(false)}.");
            }
        }

        _wake.Set();
    }

    /// <summary>Says goodbye and ends. Any thread.</summary>
    internal void Stop()
    {
        _stopping = true;
        _wake.Set();
    }

    /// <summary>Ends without a goodbye, also out of a blocking connect. Any thread.</summary>
    internal void Abort()
    {
        _aborted = true;
        _stopping = true;
        lock (_handleGate)
        {
            // Shutting the socket down is what ends connect(2); without it a late CONNECT could take the session of a newer connection.
            if (_client != 0 && Libmosquitto.mosquitto_socket(_client) is var socket and >= 0)
            {
                _ = Libc.shutdown(socket, Libc.ShutdownBoth);
            }
        }

        _wake.Set();
    }

    internal void OnConnect(int reason, bool sessionPresent)
    {
        if (reason != 0)
        {
            _end = $"the broker refused: {Libmosquitto.ReasonText(reason)}";
            return;
        }

        SessionPresent = sessionPresent;
        _progress = true;
        _ = _connected.TrySetResult();
    }

    internal void OnDisconnect(int reason, string? reasonText)
    {
        if (reason >= 0x80)
        {
            _end ??= $"the broker ended the connection: {Libmosquitto.ReasonText(reason)}{(reasonText is null ? "" : $", {reasonText}")}";
        }
    }

    internal void OnPublished(int messageId, int reason)
    {
        _progress = true;
        _pending.Published(messageId, reason);
    }

    internal void OnSubscribed(int messageId, ReadOnlySpan<int> granted)
    {
        _progress = true;
        _pending.Subscribed(messageId, granted);
    }

    internal void OnMessage(MqttMessage message)
    {
        _progress = true;
        _inbound.Add(message);
    }

    /// <summary>Remembers what the library last complained of: for TLS it is the only place where the reason is.</summary>
    internal void OnLog(string text) => _detail = text;

    /// <summary>An exception in a callback must not unwind into the library; it ends the connection instead.</summary>
    internal void OnCallbackFault(Exception fault) => _end ??= $"a fault in an MQTT callback: {fault}";

    private void Run()
    {
        var self = GCHandle.Alloc(this);
        string reason;
        try
        {
            reason = Connect(GCHandle.ToIntPtr(self)) ?? Pump();
        }
        catch (Exception e)
        {
            reason = e is MqttException ? e.Message : $"a fault in the MQTT loop: {e}";
        }

        nint client;
        lock (_handleGate)
        {
            client = _client;
            _client = 0;
        }

        if (client != 0)
        {
            Libmosquitto.mosquitto_destroy(client);
        }

        self.Free();
        End(reason);
    }

    /// <summary>Makes the handle and has the library connect and send CONNECT. Returns null, or why not.</summary>
    private string? Connect(nint self)
    {
        var client = HandleFactory.Create(_options, self);
        lock (_handleGate)
        {
            _client = client;
        }

        if (_stopping)
        {
            return ClosedByUs;
        }

        var result = HandleFactory.Connect(client, _options, out var errno);
        return result == Libmosquitto.Success ? null : Explain(result, errno);
    }

    private string Pump()
    {
        while (_end is null)
        {
            if (_stopping)
            {
                return Goodbye();
            }

            // Before CONNACK nobody has the connection, so that no command can be there that the library would keep in its own queue.
            for (var i = 0; i < CommandsAtOnce && _commands.Reader.TryRead(out var command); i++)
            {
                _pending.Send(_client, command);
            }

            _inbound.PassOn();
            if (Libmosquitto.mosquitto_loop_misc(_client) is var result and not Libmosquitto.Success)
            {
                return Explain(result, 0) + (_inbound.IsFull ? "; the reader of received messages had stalled" : "");
            }

            if (Step() is { } reason)
            {
                return reason;
            }
        }

        return _end;
    }

    /// <summary>Sleeps until there is something to do, writes and reads. Returns null, or why the connection has ended.</summary>
    private unsafe string? Step()
    {
        var socket = Libmosquitto.mosquitto_socket(_client);
        if (socket < 0)
        {
            return Explain(Libmosquitto.NoConnection, 0);
        }

        var reading = !_inbound.IsFull;
        var entries = stackalloc PollEntry[2];
        entries[0].File = socket;
        entries[0].Events = (short)((reading ? Libc.PollIn : 0) | (Libmosquitto.mosquitto_want_write(_client) != 0 ? Libc.PollOut : 0));
        entries[1].File = _wake.Descriptor;
        entries[1].Events = Libc.PollIn;
        _wake.BeforeSleep();
        var busy = (reading ? _mayHaveMore : _inbound.MayHaveRoom) || _stopping || _commands.Reader.Count > 0;
        var ready = Libc.poll(entries, 2, busy ? 0 : _sleepMs);
        _wake.AfterSleep(ready > 0 && entries[1].Returned != 0);
        var happened = ready > 0 ? entries[0].Returned : 0;
        var broken = (happened & (Libc.PollError | Libc.PollHangUp)) != 0;
        if (!reading && broken)
        {
            return "the network connection broke";
        }

        if ((happened & Libc.PollOut) != 0
            && Libmosquitto.mosquitto_loop_write(_client, 1) is var result and not Libmosquitto.Success)
        {
            return Explain(result, Marshal.GetLastPInvokeError());
        }

        return reading && (_mayHaveMore || broken || (happened & Libc.PollIn) != 0) ? Read() : null;
    }

    /// <summary>
    /// Has TCP acknowledge at once what was read. A broker that keeps Nagle's algorithm on (Mosquitto's default) would else hold its next
    /// small packet back until the delayed acknowledgement, about 40 ms: a cursor behind a PUBACK, measured.
    /// </summary>
    private unsafe void AcknowledgeNow()
    {
        var on = 1;
        _ = Libc.setsockopt(Libmosquitto.mosquitto_socket(_client), Libc.ProtocolTcp, Libc.TcpQuickAck, &on, sizeof(int));
    }

    /// <summary>
    /// Reads until nothing comes, or a share's worth. The library leaves off early where errno says EAGAIN from some earlier call, and
    /// with TLS what it has decrypted by then does not show in poll; so a read that brought something is followed by another.
    /// </summary>
    private string? Read()
    {
        _mayHaveMore = true;
        for (var i = 0; i < ReadsAtOnce && !_inbound.IsFull && Libmosquitto.mosquitto_socket(_client) >= 0; i++)
        {
            _progress = false;
            if (Libmosquitto.mosquitto_loop_read(_client, 1) is var result and not Libmosquitto.Success)
            {
                return Explain(result, Marshal.GetLastPInvokeError());
            }

            if (!_progress)
            {
                _mayHaveMore = false;
                break;
            }
        }

        AcknowledgeNow();
        return null;
    }

    /// <summary>Sends DISCONNECT where the connection still stands, and waits a moment for it to leave.</summary>
    private unsafe string Goodbye()
    {
        if (_aborted || !_connected.Task.IsCompletedSuccessfully)
        {
            return ClosedByUs;
        }

        _ = Libmosquitto.mosquitto_disconnect_v5(_client, 0, 0);
        var entry = default(PollEntry);
        entry.Events = Libc.PollOut;
        while ((entry.File = Libmosquitto.mosquitto_socket(_client)) >= 0
            && Libc.poll(&entry, 1, GoodbyeMs) > 0
            && Libmosquitto.mosquitto_loop_write(_client, 1) == Libmosquitto.Success)
        {
        }

        return ClosedByUs;
    }

    private string Explain(int result, int errno)
    {
        if (_aborted || _end is not null)
        {
            return _end ?? ClosedByUs;
        }

        var text = result == Libmosquitto.Errno && errno != 0 ? Marshal.GetPInvokeErrorMessage(errno) : Libmosquitto.ErrorText(result);
        var detail = _detail is null ? "" : $" ({_detail})";
        var hint = !_connected.Task.IsCompleted && _detail is null && _options.Tls is { CertificateFile: null }
            ? "; the broker may want a client certificate"
            : "";
        return text.TrimEnd('.') + detail + hint;
    }

    private void End(string reason)
    {
        _ = _connected.TrySetException(new MqttException($"Connecting to {_options} failed: {reason.TrimEnd('.')}."));
        _ = _connected.Task.Exception;
        _commands.Writer.Complete();
        _inbound.Complete();
        while (_commands.Reader.TryRead(out var command))
        {
            command.Fail(reason);
        }

        _pending.FailAll(reason);
        _wake.Dispose();
        _ = _closed.TrySetResult(reason);
    }
}
