using Cloud.Mqtt;

namespace Simulation.Network;

/// <summary>
/// An MQTT 5 broker by the standard's rules, as far as gateways and headquarters use them: sessions and their expiry, takeover, retained messages, last wills,
/// QoS 1 with redelivery in order. It may do all that the standard lets a broker do, and what real ones were seen doing: forget what it has acknowledged.
/// </summary>
internal sealed class SimulatedBroker(VirtualTime time, Dice dice, Trace trace)
{
    private readonly SortedDictionary<string, BrokerSession> _sessions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, MqttMessage> _retained = new(StringComparer.Ordinal);
    private (List<BrokerSession> Sessions, List<MqttMessage> Retained) _saved = ([], []);

    public VirtualTime Time => time;

    /// <summary>Whether it runs.</summary>
    public bool IsDown { get; private set; }

    /// <summary>One message in so many is acknowledged and forgotten; 0 for none.</summary>
    public int ForgetsOneIn { get; set; }

    /// <summary>One message in so many reaches its subscriber twice; 0 for none.</summary>
    public int DoublesOneIn { get; set; }

    /// <summary>How long bytes are under way, at most.</summary>
    public int LatencyMs { get; set; } = 20;

    /// <summary>Sees every message at the moment its sender hands it over.</summary>
    public Action<SimulatedMachine, MqttMessage>? Sent { get; set; }

    /// <summary>The most messages that ever waited in one session.</summary>
    public int MostQueued { get; private set; }

    public long Arrival() => time.Now + (TimeSpan.TicksPerMillisecond / 10) + (dice.Next(LatencyMs * 10) * TimeSpan.TicksPerMillisecond / 10);

    public void Later(Action action) => time.At(Arrival(), action);

    public void Sends(SimulatedMachine machine, MqttMessage message) => Sent?.Invoke(machine, message);

    /// <summary>A client has said CONNECT.</summary>
    public void Accept(SimulatedConnection connection)
    {
        var options = connection.Options;
        trace.Note("connect", connection.Name, options.CleanStart ? 1 : 0);
        if (_sessions.TryGetValue(options.ClientId, out var session) && session.Connection is { } old)
        {
            Lose(old, "session taken over");
            _sessions.TryGetValue(options.ClientId, out session);
        }

        connection.SessionPresent = session is not null && !options.CleanStart;
        if (!connection.SessionPresent)
        {
            session = _sessions[options.ClientId] = new BrokerSession(options.ClientId);
        }

        session!.Expiry = options.SessionExpiry;
        session.Connection = connection;
        session.Ends++;
        connection.IsKnown = true;
        connection.Machine.Connections.Add(connection);
        Drain(session);
    }

    public void Subscribe(SimulatedConnection connection, IReadOnlyList<string> filters, int packet)
    {
        if (Of(connection) is not { } session)
        {
            return;
        }

        connection.Answered(packet);
        foreach (var filter in filters.Where(f => !session.Filters.Contains(f)))
        {
            session.Filters.Add(filter);
        }

        foreach (var message in _retained.Values.Where(m => filters.Any(f => Matches(f, m.Topic))))
        {
            Deliver(session, message);
        }
    }

    public void Publish(SimulatedConnection connection, MqttMessage message, int packet)
    {
        if (Of(connection) is null)
        {
            return;
        }

        trace.Note(message.Topic[(message.Topic.LastIndexOf('/') + 1)..], connection.Name, message.QoS, message.Payload.Length);
        if (packet > 0)
        {
            connection.Answered(packet);
        }

        if (ForgetsOneIn > 0 && message.QoS > 0 && dice.OneIn(ForgetsOneIn))
        {
            trace.Note("forgets", connection.Name);
            return;
        }

        Route(message);
    }

    public void Acknowledged(SimulatedConnection connection, int packet) => Of(connection)?.Unacknowledged.RemoveAll(u => u.Packet == packet);

    /// <summary>A connection is over as the broker sees it.</summary>
    public void Disconnect(SimulatedConnection connection, bool graceful)
    {
        if (!connection.IsKnown)
        {
            return;
        }

        connection.IsKnown = false;
        if (_sessions.Values.FirstOrDefault(s => s.Connection == connection) is not { } session)
        {
            return;
        }

        session.Connection = null;
        session.Requeue();
        var end = ++session.Ends;
        if (session.Expiry <= TimeSpan.Zero)
        {
            _sessions.Remove(session.ClientId);
        }
        else
        {
            time.After(session.Expiry, () =>
            {
                if (session.Ends == end)
                {
                    _sessions.Remove(session.ClientId);
                }
            });
        }

        trace.Note("disconnect", connection.Name, graceful ? 1 : 0);
        if (!graceful && connection.Options.Will is { } will)
        {
            Route(will);
        }
    }

    /// <summary>Cuts a connection; both ends hear of it.</summary>
    public void Lose(SimulatedConnection connection, string reason)
    {
        Disconnect(connection, graceful: false);
        Later(() =>
        {
            if (!connection.Machine.IsDead)
            {
                connection.Close(reason);
            }
        });
    }

    /// <summary>Writes down what it has, as Mosquitto does every half hour.</summary>
    public void Save() => _saved = ([.. _sessions.Values.Where(s => s.Expiry > TimeSpan.Zero).Select(s => s.Saved())], [.. _retained.Values]);

    /// <summary>Ends and comes back.</summary>
    /// <param name="pause">How long it is away.</param>
    /// <param name="memory">What it remembers then.</param>
    public void Restart(TimeSpan pause, BrokerMemory memory)
    {
        IsDown = true;
        trace.Note("broker-down", "broker", (long)memory, pause.Ticks);
        foreach (var session in _sessions.Values.ToList())
        {
            if (session.Connection is { } connection)
            {
                connection.IsKnown = false;
                session.Connection = null;
                session.Requeue();
                Later(() => connection.Close("the broker ended"));
            }
        }

        foreach (var session in _sessions.Values.Where(s => s.Expiry <= TimeSpan.Zero).ToList())
        {
            _sessions.Remove(session.ClientId);
        }

        if (memory != BrokerMemory.All)
        {
            _sessions.Clear();
            _retained.Clear();
        }

        if (memory == BrokerMemory.Old)
        {
            foreach (var session in _saved.Sessions)
            {
                _sessions[session.ClientId] = session.Saved();
            }

            foreach (var message in _saved.Retained)
            {
                _retained[message.Topic] = message;
            }
        }

        time.After(pause, () => IsDown = false);
    }

    /// <summary>Drops what waits for clients, as with a queue that is full.</summary>
    public void DropQueues()
    {
        foreach (var session in _sessions.Values)
        {
            trace.Note("drops", session.ClientId, session.Queued.Count);
            session.Queued.Clear();
        }
    }

    private BrokerSession? Of(SimulatedConnection connection) =>
        !IsDown && connection.IsKnown && _sessions.TryGetValue(connection.Options.ClientId, out var session) && session.Connection == connection ? session : null;

    private void Route(MqttMessage message)
    {
        if (message.Retain)
        {
            _retained[message.Topic] = message;
        }

        var live = message with { Retain = false };
        foreach (var session in _sessions.Values.ToList())
        {
            if (session.Filters.Exists(f => Matches(f, message.Topic)))
            {
                Deliver(session, live);
                if (DoublesOneIn > 0 && message.QoS > 0 && dice.OneIn(DoublesOneIn))
                {
                    Deliver(session, live);
                }
            }
        }
    }

    private void Deliver(BrokerSession session, MqttMessage message)
    {
        if (session.Connection is null && message.QoS == 0)
        {
            return;
        }

        if (session.Queued.Count >= BrokerSession.MostQueued)
        {
            trace.Note("queue-full", session.ClientId);
            return;
        }

        session.Queued.AddLast(message);
        MostQueued = Math.Max(MostQueued, session.Queued.Count);
        Drain(session);
    }

    private static void Drain(BrokerSession session)
    {
        while (session.Connection is { } connection && session.Queued.First is { } first)
        {
            session.Queued.RemoveFirst();
            var packet = 0;
            if (first.Value.QoS > 0)
            {
                packet = ++session.LastPacket;
                session.Unacknowledged.Add((packet, first.Value));
            }

            connection.Deliver(first.Value, packet);
        }
    }

    private static bool Matches(string filter, string topic)
    {
        if (filter == topic)
        {
            return true;
        }

        var wanted = filter.Split('/');
        var levels = topic.Split('/');
        for (var i = 0; i < wanted.Length; i++)
        {
            if (wanted[i] == "#")
            {
                return true;
            }

            if (i >= levels.Length || (wanted[i] != "+" && wanted[i] != levels[i]))
            {
                return false;
            }
        }

        return wanted.Length == levels.Length;
    }
}

/// <summary>What a broker remembers after it has ended.</summary>
internal enum BrokerMemory
{
    /// <summary>Everything.</summary>
    All,

    /// <summary>Nothing: its file is gone.</summary>
    Nothing,

    /// <summary>What it had written down at some time before.</summary>
    Old,
}

/// <summary>Makes connections of one machine to the broker.</summary>
internal sealed class SimulatedConnector(SimulatedBroker broker, SimulatedMachine machine) : IMqttConnector
{
    public async ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        var connection = new SimulatedConnection(broker, machine, options);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        broker.Later(() =>
        {
            if (machine.IsDead)
            {
                return;
            }

            if (broker.IsDown || machine.IsCutOff)
            {
                broker.Time.After(machine.IsCutOff ? options.ConnectTimeout : TimeSpan.Zero, () => done.TrySetException(new MqttException("the broker cannot be reached")));
                return;
            }

            broker.Accept(connection);
            broker.Later(() => done.TrySetResult());
        });
        try
        {
            await done.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }

        return connection;
    }
}
