using System.Text;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Cloud.Tests.Uplink;

/// <summary>A gateway reduced to its outbox and uplink: the file is real, the clock is the test's, the network is fake.</summary>
internal sealed class UplinkBox : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly EventStamp _stamp;
    private Task? _running;

    public UplinkBox(TimeProvider? clock = null)
    {
        Clock = new ManualClock();
        UplinkClock = clock ?? Clock;
        Connector = new FakeConnector(Address, UplinkClock);
        _stamp = new EventStamp(Address.Store, Address.Gateway, Clock);
        Outbox = Open();
    }

    public static GatewayAddress Address { get; } = GatewayAddress.Of("store-1", "gw-1");

    /// <summary>Its data folder, which is deleted with it.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("uplink-").FullName;

    public ManualClock Clock { get; }

    public TimeProvider UplinkClock { get; }

    public FakeConnector Connector { get; }

    public TestMeters Meters { get; } = new();

    public Outbox Outbox { get; private set; }

    public UplinkOptions Options { get; } = new() { BatchEvents = 2, WindowBatches = 2, Linger = TimeSpan.Zero };

    public UplinkService Service { get; private set; } = null!;

    /// <summary>The jitter every pause uses.</summary>
    public double Jitter { get; set; }

    /// <summary>Who does what headquarters says.</summary>
    public DownlinkHandlers Handlers { get; set; } = DownlinkHandlers.None;

    public Task Running => _running!;

    public void Start(ILogger<UplinkService>? logger = null)
    {
        Service = new UplinkService(
            Outbox, Connector, Options, new UplinkIdentity(Address, "1.2.3", "boot-1"), UplinkClock, () => Jitter, Meters, Handlers,
            logger ?? NullLogger<UplinkService>.Instance);
        _running = Service.RunAsync(_stop.Token);
    }

    /// <summary>Starts it and waits for its first connection, past the greeting.</summary>
    public async Task<FakeConnection> StartAsync(CancellationToken cancellationToken)
    {
        Start();
        return await NextConnectionAsync(cancellationToken);
    }

    /// <summary>Starts it and has headquarters commit its first batch, which opens the window.</summary>
    public async Task<FakeConnection> StartCommittedAsync(CancellationToken cancellationToken)
    {
        var connection = await StartAsync(cancellationToken);
        var first = (await connection.Batches.ReadAsync(cancellationToken)).Header;
        connection.Cursor(first.Epoch, first.Last);
        return connection;
    }

    public async Task<FakeConnection> NextConnectionAsync(CancellationToken cancellationToken)
    {
        var connection = await Connector.NextAsync(cancellationToken);
        Assert.Equal(StateDocument.Online, (await connection.States.ReadAsync(cancellationToken)).Status);
        return connection;
    }

    /// <summary>Waits for a status.</summary>
    public async Task UntilAsync(Func<UplinkStatus, bool> wanted, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Check(UplinkStatus status)
        {
            if (wanted(status))
            {
                done.TrySetResult();
            }
        }

        Service.StatusChanged += Check;
        Check(Service.Status);
        await done.Task.WaitAsync(cancellationToken);
        Service.StatusChanged -= Check;
    }

    /// <summary>Appends events one after the other and answers their positions.</summary>
    public async Task<List<OutboxPosition>> AppendAsync(int count, CancellationToken cancellationToken)
    {
        var positions = new List<OutboxPosition>();
        for (var i = 0; i < count; i++)
        {
            positions.Add(await Outbox.AppendAsync(Entry(i), cancellationToken));
        }

        return positions;
    }

    /// <summary>Appends events in one transaction.</summary>
    public ValueTask<IReadOnlyList<OutboxPosition>> AppendTogetherAsync(int count, CancellationToken cancellationToken) =>
        Outbox.AppendAsync([.. Enumerable.Range(0, count).Select(Entry)], cancellationToken);

    public void RequestStop() => _stop.Cancel();

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null)
        {
            await _running;
        }
    }

    /// <summary>Closes the file and opens it again, which begins an epoch. Only while the uplink does not run.</summary>
    public async Task ReopenAsync()
    {
        await Outbox.DisposeAsync();
        Outbox = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null)
        {
            // A stop may wait for batches on their way; time goes on for it.
            while (!_running.IsCompleted)
            {
                Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            await _running;
        }

        await Outbox.DisposeAsync();
        Meters.Dispose();
        _stop.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private OutboxEntry Entry(int number)
    {
        var data = Encoding.UTF8.GetBytes($$"""{"symbology":"ean13","text":"{{number}}"}""");
        return _stamp.Stamp(new EventDraft(EventTypes.ScanRead, "till-1", Clock.GetUtcNow(), data));
    }

    private Outbox Open() => Outbox.Open(
        new OutboxOptions { Path = Path.Combine(Folder, "outbox.db") }, _stamp, TimeProvider.System, NullLogger.Instance);
}
