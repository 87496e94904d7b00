using System.Threading.Channels;
using Cloud.Mqtt;

namespace Simulation.Network;

/// <summary>One network connection: bytes arrive in order, late, or not at all once it is cut.</summary>
internal sealed class SimulatedConnection : IMqttConnection
{
    private readonly SimulatedBroker _broker;
    private readonly SimulatedMachine _machine;
    private readonly Channel<MqttMessage> _inbound;
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<int, TaskCompletionSource> _unanswered = [];
    private readonly Queue<(MqttMessage Message, int Packet)> _held = new();
    private long _upAt;
    private long _downAt;
    private int _lastPacket;
    private bool _waitsForRoom;

    internal SimulatedConnection(SimulatedBroker broker, SimulatedMachine machine, MqttConnectOptions options)
    {
        (_broker, _machine, Options) = (broker, machine, options);
        _inbound = Channel.CreateBounded<MqttMessage>(options.InboundCapacity);
    }

    public MqttConnectOptions Options { get; }

    public bool SessionPresent { get; internal set; }

    public ChannelReader<MqttMessage> Inbound => _inbound.Reader;

    public Task<string> Closed => _closed.Task;

    internal string Name => _machine.Name;

    internal SimulatedMachine Machine => _machine;

    /// <summary>Whether the broker still takes it for connected.</summary>
    internal bool IsKnown { get; set; }

    /// <summary>Whether nothing gets through though neither end knows yet.</summary>
    internal bool IsHalfOpen { get; set; }

    private bool IsOver => _closed.Task.IsCompleted || _machine.IsDead;

    public async ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken) =>
        await Ask(packet => _broker.Subscribe(this, filters, packet)).WaitAsync(cancellationToken);

    public Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        if (_machine.IsDead)
        {
            return new TaskCompletionSource().Task;
        }

        if (_closed.Task.IsCompleted)
        {
            return Task.FromException(new MqttException("the connection has ended"));
        }

        // The sender may use its buffer again once it is told that the message was acknowledged.
        var kept = message with { Payload = message.Payload.ToArray() };
        _broker.Sends(_machine, kept);
        if (kept.QoS == 0)
        {
            Up(() => _broker.Publish(this, kept, 0));
            return Task.CompletedTask;
        }

        return Ask(packet => _broker.Publish(this, kept, packet));
    }

    public ValueTask DisposeAsync()
    {
        if (!IsOver)
        {
            Up(() => _broker.Disconnect(this, graceful: true));
            Close("disposed");
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The machine is gone; the broker hears of it when its system resets the connection.</summary>
    internal void Vanish() => _broker.Later(() => _broker.Disconnect(this, graceful: false));

    /// <summary>Something of the broker's is on its way to the client.</summary>
    internal void Down(Action arrive)
    {
        _downAt = Math.Max(_downAt, _broker.Arrival());
        _broker.Time.At(_downAt, () => WhenAwake(() =>
        {
            if (!IsOver && !IsHalfOpen)
            {
                arrive();
            }
        }));
    }

    /// <summary>What comes for a program that is stopped waits in its machine, in order.</summary>
    private void WhenAwake(Action action)
    {
        if (_machine.Clock.StallsUntil > _broker.Time.Now)
        {
            _broker.Time.At(_machine.Clock.StallsUntil, () => WhenAwake(action));
            return;
        }

        action();
    }

    /// <summary>The broker's word on a packet.</summary>
    internal void Answered(int packet) => Down(() =>
    {
        if (_unanswered.Remove(packet, out var waiting))
        {
            waiting.TrySetResult();
        }
    });

    /// <summary>A message arrives, and is acknowledged when there was room for it.</summary>
    internal void Deliver(MqttMessage message, int packet) => Down(() =>
    {
        _held.Enqueue((message, packet));
        PassOn();
    });

    /// <summary>The connection ends as the client sees it.</summary>
    internal void Close(string reason) => WhenAwake(() => CloseNow(reason));

    private void CloseNow(string reason)
    {
        if (_closed.Task.IsCompleted)
        {
            return;
        }

        _machine.Connections.Remove(this);
        _held.Clear();
        _closed.TrySetResult(reason);
        _inbound.Writer.TryComplete();
        foreach (var waiting in _unanswered.Values)
        {
            waiting.TrySetException(new MqttException($"the connection ended: {reason}"));
        }

        _unanswered.Clear();
    }

    private Task Ask(Action<int> arrive)
    {
        if (_closed.Task.IsCompleted)
        {
            return Task.FromException(new MqttException("the connection has ended"));
        }

        var packet = ++_lastPacket;
        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _unanswered.Add(packet, answered);
        Up(() => arrive(packet));
        return answered.Task;
    }

    private void Up(Action arrive)
    {
        _upAt = Math.Max(_upAt, _broker.Arrival());
        _broker.Time.At(_upAt, () =>
        {
            if (IsKnown && !IsHalfOpen)
            {
                arrive();
            }
        });
    }

    private void PassOn()
    {
        while (!IsOver && _held.TryPeek(out var next))
        {
            if (!_inbound.Writer.TryWrite(next.Message))
            {
                if (!_waitsForRoom)
                {
                    _waitsForRoom = true;
                    _ = PassOnWhenThereIsRoomAsync();
                }

                return;
            }

            _held.Dequeue();
            if (next.Packet > 0)
            {
                Up(() => _broker.Acknowledged(this, next.Packet));
            }
        }
    }

    private async Task PassOnWhenThereIsRoomAsync()
    {
        _ = await _inbound.Writer.WaitToWriteAsync();
        _waitsForRoom = false;
        PassOn();
    }
}
