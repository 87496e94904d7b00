using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Threading.Channels;
using Cloud.Mqtt;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>
/// The store's broker, shared by the plates on shelf nodes: the first to lease it has it connected, the last to return it closes it; a connection that
/// ended is not handed out again. It never reconnects by itself: the supervisors do, and the first of them makes the next one.
/// </summary>
/// <remarks>Thread-safe. What comes is handed to the plate it is for; one that is slow loses its oldest messages, which its sequence then shows.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The last share that is returned disposes it.")]
internal sealed class NodeBroker
{
    private const int WaitingMessages = 64;
    private const int MostNodes = 1024;
    private const int LargestMessage = 256 * 1024;

    private static readonly Lock s_lock = new();
    private static readonly Dictionary<object, NodeBroker> s_open = [];

    private readonly object _key;
    private readonly string _root;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, Channel<NodeMessage>> _plates = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ReadOnlyMemory<byte>> _states = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _connected;
    private IMqttConnection? _connection;
    private int _leases;

    private NodeBroker(object key, NodeSettings settings, IMqttConnector connector, TimeProvider clock)
    {
        (_key, _root, _clock) = (key, settings.TopicRoot, clock);
        _connected = Task.Run(() => ConnectAsync(settings, connector));
    }

    /// <summary>Takes a share in the connection for one plate.</summary>
    /// <exception cref="IOException">The broker cannot be reached or refuses.</exception>
    /// <exception cref="DeviceException">Another device reads this plate already.</exception>
    public static async Task<Lease> TakeAsync(NodeSettings settings, IMqttConnector connector, TimeProvider clock, CancellationToken cancellationToken)
    {
        object key = settings.BrokerKey;
        string plate = $"{settings.Address.Node}/{settings.Address.Plate}";
        NodeBroker? broker;
        var messages = Channel.CreateBounded<NodeMessage>(
            new BoundedChannelOptions(WaitingMessages) { SingleReader = true, FullMode = BoundedChannelFullMode.DropOldest });
        lock (s_lock)
        {
            if (!s_open.TryGetValue(key, out broker))
                s_open[key] = broker = new NodeBroker(key, settings, connector, clock);
            if (!broker._plates.TryAdd(plate, messages))
                throw new DeviceException($"{plate}: is read by another device already; give each plate of a node one device");
            broker._leases++;
        }
        var lease = new Lease(broker, plate, messages);
        try
        {
            await broker._connected.WaitAsync(cancellationToken).ConfigureAwait(false);
            // What the broker had retained came before this plate was listed, if it was another's connection.
            if (broker._states.TryGetValue(settings.Address.Node, out ReadOnlyMemory<byte> state))
                messages.Writer.TryWrite(new NodeMessage(true, state, broker._clock.GetTimestamp()));
            return lease;
        }
        catch
        {
            await lease.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ConnectAsync(NodeSettings settings, IMqttConnector connector)
    {
        string where = $"{settings.Address.Host}:{settings.Address.Port.ToString(CultureInfo.InvariantCulture)}";
        try
        {
            _connection = await connector.ConnectAsync(
                new MqttConnectOptions
                {
                    Host = settings.Address.Host,
                    Port = settings.Address.Port,
                    ClientId = $"edge-gateway-shelves-{Guid.NewGuid():N}",
                    UserName = settings.User,
                    Password = settings.Password(),
                    Tls = settings.Address.Tls ? new MqttTlsFiles(settings.CaFile!, settings.CertificateFile, settings.KeyFile) : null,
                    MaximumPacketBytes = LargestMessage,
                },
                _closing.Token).ConfigureAwait(false);
            _ = PumpAsync(_connection);
            await _connection.SubscribeAsync([$"{_root}/+/state", $"{_root}/+/+/samples"], _closing.Token).ConfigureAwait(false);
        }
        catch (Exception failure)
        {
            Forget();
            throw failure is MqttException ? new IOException($"the broker {where}: {failure.Message}", failure) : failure;
        }
    }

    private async Task PumpAsync(IMqttConnection connection)
    {
        await foreach (MqttMessage message in connection.Inbound.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            Pass(message);
        string reason = await connection.Closed.ConfigureAwait(false);
        Forget();
        foreach (Channel<NodeMessage> plate in _plates.Values)
            plate.Writer.TryComplete(new IOException($"the connection to the broker is gone: {reason}"));
    }

    private void Pass(MqttMessage message)
    {
        if (message.Topic.Length <= _root.Length + 1)
            return;
        string[] parts = message.Topic[(_root.Length + 1)..].Split('/');
        long received = _clock.GetTimestamp();
        if (parts.Length == 3)
        {
            // A retained sample is an old one.
            if (!message.Retain && _plates.TryGetValue($"{parts[0]}/{parts[1]}", out Channel<NodeMessage>? plate))
                plate.Writer.TryWrite(new NodeMessage(false, message.Payload, received));
            return;
        }
        if (_states.Count < MostNodes || _states.ContainsKey(parts[0]))
            _states[parts[0]] = message.Payload;
        foreach (var (name, plate) in _plates)
        {
            if (name.StartsWith($"{parts[0]}/", StringComparison.Ordinal))
                plate.Writer.TryWrite(new NodeMessage(true, message.Payload, received));
        }
    }

    private void Forget()
    {
        lock (s_lock)
        {
            if (s_open.TryGetValue(_key, out NodeBroker? broker) && broker == this)
                s_open.Remove(_key);
        }
    }

    private async Task ReturnAsync(string plate)
    {
        lock (s_lock)
        {
            _plates.TryRemove(plate, out _);
            if (--_leases > 0)
                return;
            Forget();
        }
        await _closing.CancelAsync().ConfigureAwait(false);
        await ((Task)_connected.ContinueWith(static _ => { }, TaskScheduler.Default)).ConfigureAwait(false);
        if (_connection is not null)
            await _connection.DisposeAsync().ConfigureAwait(false);
        _closing.Dispose();
    }

    /// <summary>One plate's share in the connection.</summary>
    /// <param name="broker">The connection.</param>
    /// <param name="plate">Node and plate.</param>
    /// <param name="messages">What comes for it.</param>
    public sealed class Lease(NodeBroker broker, string plate, Channel<NodeMessage> messages) : IAsyncDisposable
    {
        private int _returned;

        /// <summary>What comes for the plate, until the connection ends with an <see cref="IOException"/>.</summary>
        public ChannelReader<NodeMessage> Messages => messages.Reader;

        /// <summary>Returns the share; the last one waits until the connection is closed.</summary>
        public ValueTask DisposeAsync()
        {
            messages.Writer.TryComplete(new IOException("the device was closed"));
            return Interlocked.Exchange(ref _returned, 1) == 0 ? new ValueTask(broker.ReturnAsync(plate)) : ValueTask.CompletedTask;
        }
    }
}

/// <summary>A message for a plate.</summary>
/// <param name="IsState">Whether it is the node's state; else it is samples.</param>
/// <param name="Payload">The bytes.</param>
/// <param name="Received">When it came, a timestamp.</param>
internal readonly record struct NodeMessage(bool IsState, ReadOnlyMemory<byte> Payload, long Received);
