using System.Globalization;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Mqtt;

namespace Bench.Peers;

/// <summary>
/// The subscriber at headquarters' broker: hears one text a message from gateways that bridge and batches from ours, which it answers with its cursor. It commits nothing to a disk: what the gateways
/// do is measured, not what a headquarters would.
/// </summary>
internal sealed class Arrivals : IAsyncDisposable
{
    private readonly IMqttConnection _connection;
    private readonly Task _hearing;
    private readonly Lock _gate = new();
    private readonly HashSet<int> _awaited = [];
    private TaskCompletionSource _all = new();

    private Arrivals(IMqttConnection connection, CancellationToken cancellationToken)
    {
        _connection = connection;
        _hearing = HearAsync(cancellationToken);
    }

    /// <summary>When the last one of those that are awaited came.</summary>
    public long LastAt { get; private set; }

    /// <summary>How many have not come.</summary>
    public int Missing
    {
        get
        {
            lock (_gate)
            {
                return _awaited.Count;
            }
        }
    }

    /// <summary>Begins to hear.</summary>
    public static async Task<Arrivals> OpenAsync(int brokerPort, CancellationToken cancellationToken)
    {
        var options = new MqttConnectOptions { Host = "127.0.0.1", Port = brokerPort, ClientId = "headquarters", InboundCapacity = 4096 };
        var connection = await new LibmosquittoConnector(TimeProvider.System).ConnectAsync(options, cancellationToken);
        var arrivals = new Arrivals(connection, cancellationToken);
        await connection.SubscribeAsync(["cloud/#", $"{Topics.Root}/+/+/+/{Topics.Events}"], cancellationToken);
        return arrivals;
    }

    /// <summary>Forgets what did not come and awaits these.</summary>
    public void Expect(IEnumerable<int> numbers)
    {
        lock (_gate)
        {
            _awaited.Clear();
            _awaited.UnionWith(numbers);
            _all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>No longer awaits those that were never handed over.</summary>
    public void Except(IEnumerable<int> numbers)
    {
        lock (_gate)
        {
            _awaited.ExceptWith(numbers);
            Look();
        }
    }

    /// <summary>Waits until all have come, or for <paramref name="limit"/>.</summary>
    public async Task AllAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await (await Task.WhenAny(_all.Task, _hearing).WaitAsync(limit, TimeProvider.System, cancellationToken));
        }
        catch (TimeoutException)
        {
            // What is missing is told in the table.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _hearing;
    }

    private async Task HearAsync(CancellationToken cancellationToken)
    {
        await foreach (var message in _connection.Inbound.ReadAllAsync(cancellationToken))
        {
            if (!Topics.TryParse(message.Topic, out var address, out _))
            {
                Came([NumberOf(Encoding.UTF8.GetString(message.Payload.Span))]);
            }
            else if (BatchHeader.TryRead(message.UserProperties, out var header) is null)
            {
                Came(NumbersOf(header!.Brotli ? BatchPayload.Decompress(message.Payload.Span) : message.Payload));
                await _connection.PublishAsync(
                    new MqttMessage { Topic = address.Topic(Topics.Cursor), Payload = new CursorDocument(header.Epoch, header.Last).ToUtf8(), QoS = 0, Retain = true }, cancellationToken);
            }
        }
    }

    private void Came(IEnumerable<int> numbers)
    {
        lock (_gate)
        {
            _awaited.ExceptWith(numbers);
            Look();
        }
    }

    private void Look()
    {
        if (_awaited.Count == 0 && !_all.Task.IsCompleted)
        {
            LastAt = TimeProvider.System.GetTimestamp();
            _all.SetResult();
        }
    }

    private static List<int> NumbersOf(ReadOnlyMemory<byte> batch)
    {
        using var json = JsonDocument.Parse(batch);
        return [.. json.RootElement.EnumerateArray()
            .Select(one => one.GetProperty("data")).Where(data => data.TryGetProperty("text", out _))
            .Select(data => NumberOf(data.GetProperty("text").GetString()!))];
    }

    private static int NumberOf(string text) => int.Parse(text.AsSpan(0, text.IndexOf(' ')), CultureInfo.InvariantCulture);
}
