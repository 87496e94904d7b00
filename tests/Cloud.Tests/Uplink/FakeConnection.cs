using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Uplink;

/// <summary>A connection whose other side is the test.</summary>
internal sealed class FakeConnection(GatewayAddress address) : IMqttConnection
{
    private readonly Channel<MqttMessage> _inbound = Channel.CreateBounded<MqttMessage>(256);
    private readonly Channel<SentMessage> _batches = Channel.CreateBounded<SentMessage>(10_000);
    private readonly Channel<StateDocument> _states = Channel.CreateBounded<StateDocument>(100);
    private readonly Channel<MqttMessage> _signs = Channel.CreateBounded<MqttMessage>(100);
    private readonly Channel<MqttMessage> _answers = Channel.CreateBounded<MqttMessage>(100);
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<TaskCompletionSource> _held = [];

    /// <summary>Whether publishes of batches wait for <see cref="Acknowledge"/>.</summary>
    public bool HoldAcknowledgements { get; init; }

    /// <summary>What the broker refuses batches with, or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>What comes of saying offline; null: the broker acknowledges it.</summary>
    public Task? Farewell { get; init; }

    /// <summary>The cursor that the broker retains, or null.</summary>
    public CursorDocument? Retained { get; init; }

    /// <summary>Called for every batch; then it is acknowledged.</summary>
    public Action<FakeConnection, MqttMessage>? OnBatch { get; init; }

    public List<string> Filters { get; } = [];

    /// <summary>How often a subscription was asked for.</summary>
    public int Subscriptions { get; private set; }

    public bool Disposed { get; private set; }

    public bool SessionPresent => false;

    public ChannelReader<MqttMessage> Inbound => _inbound.Reader;

    public Task<string> Closed => _closed.Task;

    /// <summary>Batches published, in order.</summary>
    public ChannelReader<SentMessage> Batches => _batches.Reader;

    /// <summary>Signs of life, in order: states that no broker keeps.</summary>
    public ChannelReader<MqttMessage> Signs => _signs.Reader;

    /// <summary>States published, in order.</summary>
    public ChannelReader<StateDocument> States => _states.Reader;

    /// <summary>Everything else published, in order.</summary>
    public ChannelReader<MqttMessage> Answers => _answers.Reader;

    public ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken)
    {
        Subscriptions++;
        Filters.AddRange(filters);
        if (Retained is not null)
        {
            Cursor(Retained);
        }

        return ValueTask.CompletedTask;
    }

    public Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_closed.Task.IsCompleted)
            {
                return Task.FromException(new MqttException("The connection has ended."));
            }

            if (message is { QoS: 0, Retain: false } && message.Topic == address.Topic(Topics.State))
            {
                _signs.Writer.TryWrite(message);
                return Task.CompletedTask;
            }

            if (message.Topic == address.Topic(Topics.State))
            {
                var state = StateDocument.Read(message.Payload.Span)!;
                _states.Writer.TryWrite(state);
                return state.Status == StateDocument.Offline && Farewell is not null ? Farewell : Task.CompletedTask;
            }

            if (message.Topic != address.Topic(Topics.Events))
            {
                _answers.Writer.TryWrite(message);
                return Task.CompletedTask;
            }

            // The payload is only ours until the publish completes.
            _batches.Writer.TryWrite(SentMessage.Read(message));
            if (Refusal is not null)
            {
                return Task.FromException(new MqttException(Refusal));
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _held.Add(done);
            if (!HoldAcknowledgements)
            {
                _held.Remove(done);
                done.SetResult();
            }

            OnBatch?.Invoke(this, message);
            return done.Task;
        }
    }

    /// <summary>The broker acknowledges the <paramref name="index"/>th of those it has not.</summary>
    public void Acknowledge(int index)
    {
        TaskCompletionSource done;
        lock (_gate)
        {
            done = _held[index];
            _held.RemoveAt(index);
        }

        done.SetResult();
    }

    public void Cursor(string? epoch, long seq, bool replay = false) => Cursor(new CursorDocument(epoch, seq, replay));

    public void Cursor(CursorDocument cursor) => Receive(address.Topic(Topics.Cursor), cursor.ToUtf8());

    public void Receive(string topic, byte[] payload) => Receive(new MqttMessage { Topic = topic, Payload = payload });

    public void Receive(MqttMessage message) => _inbound.Writer.TryWrite(message);

    public void End(string reason)
    {
        lock (_gate)
        {
            _closed.TrySetResult(reason);
            _inbound.Writer.TryComplete();
            _batches.Writer.TryComplete();
            _held.ForEach(d => d.TrySetException(new MqttException($"The connection has ended: {reason}.")));
            _held.Clear();
        }
    }

    public ValueTask DisposeAsync()
    {
        Disposed = true;
        End("closed by us");
        return ValueTask.CompletedTask;
    }
}
