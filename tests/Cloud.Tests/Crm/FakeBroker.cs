using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>A broker in memory: durable sessions, takeover by client id, retained messages, and a record of every cursor.</summary>
internal sealed class FakeBroker : IMqttConnector
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MqttMessage> _retained = new(StringComparer.Ordinal);
    private readonly List<(string Topic, CursorDocument Cursor)> _cursors = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _connects;

    /// <summary>How many connections were made.</summary>
    internal int Connects => Volatile.Read(ref _connects);

    /// <summary>How many connections stand.</summary>
    internal int Open
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Values.Count(s => s.Connection is { Closed.IsCompleted: false });
            }
        }
    }

    public ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _connects++;
            var present = _sessions.TryGetValue(options.ClientId, out var session) && !options.CleanStart;
            if (session is null || options.CleanStart)
            {
                session?.Connection?.End("session taken over");
                _sessions[options.ClientId] = session = new Session();
            }

            session.Connection?.End("session taken over");
            session.Connection = new Connection(this, session, present);
            while (session.Queued.TryDequeue(out var message))
            {
                session.Connection.Deliver(message);
            }

            Changed();
            return ValueTask.FromResult<IMqttConnection>(session.Connection);
        }
    }

    /// <summary>A gateway publishes.</summary>
    internal void Publish(MqttMessage message)
    {
        lock (_lock)
        {
            if (message.Retain)
            {
                _retained[message.Topic] = message;
            }

            foreach (var session in _sessions.Values.Where(s => s.Filters.Any(f => Matches(f, message.Topic))))
            {
                session.Deliver(message with { Retain = false });
            }

            if (message.Topic.EndsWith("/" + Topics.Cursor, StringComparison.Ordinal))
            {
                _cursors.Add((message.Topic, CursorDocument.Read(message.Payload.Span)!));
            }

            Changed();
        }
    }

    /// <summary>Cuts every connection; sessions stay.</summary>
    internal void CutAll()
    {
        lock (_lock)
        {
            foreach (var session in _sessions.Values)
            {
                session.Connection?.End("cut");
                session.Connection = null;
            }
        }
    }

    /// <summary>The cursors a gateway was told, in order.</summary>
    internal List<CursorDocument> CursorsOf(GatewayModel gateway)
    {
        lock (_lock)
        {
            return [.. _cursors.Where(c => c.Topic == gateway.Address.Topic(Topics.Cursor)).Select(c => c.Cursor)];
        }
    }

    /// <summary>Waits for a cursor that <paramref name="wanted"/> holds for; earlier ones count.</summary>
    internal Task CursorAsync(GatewayModel gateway, Func<CursorDocument, bool> wanted, CancellationToken cancellationToken) =>
        UntilAsync(() => CursorsOf(gateway).Exists(c => wanted(c)), cancellationToken);

    /// <summary>Waits until something holds; looked at after every change at the broker.</summary>
    /// <exception cref="TimeoutException">Nothing has changed for a minute.</exception>
    internal async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (condition())
            {
                return;
            }

            await changed.WaitAsync(TimeSpan.FromMinutes(1), cancellationToken);
        }
    }

    private void Subscribe(Session session, Connection connection, IReadOnlyList<string> filters)
    {
        lock (_lock)
        {
            session.Filters.UnionWith(filters);
            foreach (var message in _retained.Values.Where(m => filters.Any(f => Matches(f, m.Topic))))
            {
                connection.Deliver(message);
            }

            Changed();
        }
    }

    private void Changed()
    {
        _changed.TrySetResult();
        _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private static bool Matches(string filter, string topic)
    {
        var wanted = filter.Split('/');
        var levels = topic.Split('/');
        return wanted.Length == levels.Length && wanted.Zip(levels).All(p => p.First == "+" || p.First == p.Second);
    }

    private sealed class Session
    {
        internal HashSet<string> Filters { get; } = [];

        internal Queue<MqttMessage> Queued { get; } = [];

        internal Connection? Connection { get; set; }

        internal void Deliver(MqttMessage message)
        {
            if (Connection is { } connection && !connection.Closed.IsCompleted)
            {
                connection.Deliver(message);
            }
            else
            {
                Queued.Enqueue(message);
            }
        }
    }

    private sealed class Connection(FakeBroker broker, Session session, bool present) : IMqttConnection
    {
        private readonly Channel<MqttMessage> _inbound = Channel.CreateUnbounded<MqttMessage>();
        private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool SessionPresent => present;

        public ChannelReader<MqttMessage> Inbound => _inbound.Reader;

        public Task<string> Closed => _closed.Task;

        public ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken)
        {
            broker.Subscribe(session, this, filters);
            return ValueTask.CompletedTask;
        }

        public Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
        {
            if (_closed.Task.IsCompleted)
            {
                return Task.FromException(new MqttException("the connection has ended"));
            }

            broker.Publish(message);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            End("disposed");
            return ValueTask.CompletedTask;
        }

        internal void Deliver(MqttMessage message) => _inbound.Writer.TryWrite(message);

        internal void End(string reason)
        {
            _closed.TrySetResult(reason);
            _inbound.Writer.TryComplete();
        }
    }
}
