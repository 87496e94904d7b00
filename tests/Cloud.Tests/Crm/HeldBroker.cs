using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Cloud.Tests.Crm;

/// <summary>A broker of which the test decides every connection, subscription and message; nothing happens by itself.</summary>
internal sealed class HeldBroker : IMqttConnector
{
    private readonly Channel<HeldConnection> _made = Channel.CreateUnbounded<HeldConnection>();

    /// <summary>What the next try to connect gives; null: there is no way to the broker.</summary>
    internal HeldConnection? Next { get; set; }

    internal List<MqttConnectOptions> Asked { get; } = [];

    public ValueTask<IMqttConnection> ConnectAsync(MqttConnectOptions options, CancellationToken cancellationToken)
    {
        Asked.Add(options);
        if (Next is not { } connection)
        {
            throw new MqttException("no way to the broker");
        }

        _made.Writer.TryWrite(connection);
        return ValueTask.FromResult<IMqttConnection>(connection);
    }

    /// <summary>Waits until the connection is made.</summary>
    internal ValueTask<HeldConnection> ConnectedAsync() => _made.Reader.ReadAsync(TestContext.Current.CancellationToken);
}

/// <summary>One connection of a <see cref="HeldBroker"/>.</summary>
/// <param name="sessionPresent">Whether the broker says that it knows the session.</param>
internal sealed class HeldConnection(bool sessionPresent = true) : IMqttConnection
{
    private readonly Channel<MqttMessage> _inbound = Channel.CreateUnbounded<MqttMessage>();
    private readonly Channel<string> _published = Channel.CreateUnbounded<string>();
    private readonly TaskCompletionSource<string> _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool SessionPresent => sessionPresent;

    public ChannelReader<MqttMessage> Inbound => _inbound.Reader;

    public Task<string> Closed => _closed.Task;

    /// <summary>The broker's answer to the subscription.</summary>
    internal Task Subscription { get; init; } = Task.CompletedTask;

    /// <summary>Completes when the one who made the connection has let it go.</summary>
    internal Task Disposed => _disposed.Task;

    public async ValueTask SubscribeAsync(IReadOnlyList<string> filters, CancellationToken cancellationToken) => await Subscription.WaitAsync(cancellationToken);

    public Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var cursor = CursorDocument.Read(message.Payload.Span)!;
        _published.Writer.TryWrite($"{message.Topic.Split('/')[^2]} {cursor.Epoch} {cursor.Seq}{(cursor.Replay ? " again" : "")}");
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        End("disposed");
        _disposed.TrySetResult();
        return ValueTask.CompletedTask;
    }

    /// <summary>The broker delivers.</summary>
    internal void Send(MqttMessage message) => _inbound.Writer.TryWrite(message);

    /// <summary>Waits for the next cursor, such as <c>gw-1 1-a 5 again</c>.</summary>
    internal ValueTask<string> CursorAsync() => _published.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>A cursor that was published and not waited for yet, or null.</summary>
    internal string? CursorNow() => _published.Reader.TryRead(out var cursor) ? cursor : null;

    /// <summary>The connection breaks.</summary>
    internal void End(string why)
    {
        _closed.TrySetResult(why);
        _inbound.Writer.TryComplete();
    }
}
