using System.Data.Common;
using Cloud.Crm.Fleet;
using Cloud.Crm.Health;
using Cloud.Crm.Leases;
using Cloud.Crm.Storage;
using Cloud.Mqtt;

namespace Cloud.Crm.Ingest;

/// <summary>Ingest of one process: keeps its leases, runs a session for each, and the lanes they commit through.</summary>
internal sealed class IngestNode(
    HeadquartersDatabase database,
    FleetRegistry fleet,
    LeaseTable leases,
    TimeSpan leaseDuration,
    IMqttConnector connector,
    MqttConnectOptions broker,
    TimeProvider clock,
    Func<double> jitter,
    IngestMetrics metrics,
    ILogger<IngestNode> logger) : BackgroundService
{
    private readonly Dictionary<ShardLease, RunningSession> _sessions = [];
    private bool _failing;

    /// <summary>Told of everything that comes; null where nobody wants to know.</summary>
    internal Hearing? Hearing { get; init; }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stopLanes = new CancellationTokenSource();
        var lanes = Enumerable.Range(0, database.CommitLanes).Select(_ => new CommitLane(database, clock, jitter, metrics, logger)).ToArray();
        var committing = Task.WhenAll(lanes.Select(l => Task.Run(() => l.RunAsync(stopLanes.Token), CancellationToken.None)));
        using var ticks = new PeriodicTimer(leaseDuration / 3, clock);
        try
        {
            do
            {
                await RoundAsync(lanes, stoppingToken);
            }
            while (await ticks.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked to stop.
        }
        finally
        {
            await LeaveAsync();
            await stopLanes.CancelAsync();
            await committing.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task RoundAsync(CommitLane[] lanes, CancellationToken cancellationToken)
    {
        LeaseRound round;
        try
        {
            await fleet.ReloadAsync(cancellationToken);
            round = await leases.RoundAsync(fleet.Shards, cancellationToken);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or IOException)
        {
            // Sessions go on: without the database nobody else can take their shards either, and every commit checks its token.
            if (!_failing)
            {
                _failing = true;
                logger.LeasesFailing(exception);
            }

            return;
        }

        _failing = false;
        var keep = round.Held.Except(round.Excess).ToHashSet();
        await StopAsync([.. _sessions.Keys.Where(l => !keep.Contains(l) || _sessions[l].Running.IsCompleted)]);
        if (round.Excess.Count > 0)
        {
            await leases.ReleaseAsync(round.Excess, leaving: false, cancellationToken);
            logger.LeasesShared(round.Excess.Count);
        }

        foreach (var lease in keep.Where(l => !_sessions.ContainsKey(l)))
        {
            logger.LeaseTaken(lease.Shard, lease.Token);
            _sessions.Add(lease, RunningSession.Start(Session(lease, lanes)));
        }
    }

    private IngestSession Session(ShardLease lease, CommitLane[] lanes) => new(
        lease, database, leases, connector, broker, new BatchReader(fleet.Find), lanes[lease.Shard % lanes.Length].Tickets, clock, jitter, metrics, logger)
    {
        Hearing = Hearing,
    };

    private async Task StopAsync(IReadOnlyList<ShardLease> stopping)
    {
        await Task.WhenAll(stopping.Select(l => _sessions[l].StopAsync()));
        foreach (var lease in stopping)
        {
            _sessions.Remove(lease);
        }
    }

    private async Task LeaveAsync()
    {
        var held = _sessions.Keys.ToList();
        await StopAsync(held);
        try
        {
            using var longest = new CancellationTokenSource(TimeSpan.FromSeconds(2), clock);
            await leases.ReleaseAsync(held, leaving: true, longest.Token);
        }
        catch (Exception exception) when (exception is DbException or TimeoutException or IOException or OperationCanceledException)
        {
            logger.LeasesFailing(exception);
        }
    }

    private sealed class RunningSession
    {
        private readonly CancellationTokenSource _stop;

        internal required Task Running { get; init; }

        internal static RunningSession Start(IngestSession session)
        {
            var stop = new CancellationTokenSource();
            return new RunningSession(stop) { Running = Task.Run(() => session.RunAsync(stop.Token), CancellationToken.None) };
        }

        private RunningSession(CancellationTokenSource stop) => _stop = stop;

        internal async Task StopAsync()
        {
            await _stop.CancelAsync();
            await Running;
            _stop.Dispose();
        }
    }
}
