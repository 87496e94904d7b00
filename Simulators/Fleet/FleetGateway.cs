using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using Simulators.Fleet.Mqtt;

namespace Simulators.Fleet;

/// <summary>One store: makes events, and keeps a connection as long as its network is there.</summary>
internal sealed class FleetGateway
{
    private static readonly TimeSpan s_connectLimit = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly FleetPlan _plan;
    private readonly FleetCounts _counts;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly FleetOutbox _outbox = new();
    private readonly ReconnectPause _pause;
    private readonly string _epoch;
    private FleetSession? _session;
    private FleetConnection? _connection;
    private DateTimeOffset _nextEvent;
    private double _hurry = 1;
    private bool _cut;

    /// <summary>Makes a store that is not connected yet.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="address">Which store.</param>
    /// <param name="counts">Told of what happens.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="random">Pauses, and when events happen; its own.</param>
    public FleetGateway(FleetPlan plan, FleetAddress address, FleetCounts counts, TimeProvider clock, Random random)
    {
        (_plan, Address, _counts, _clock, _random) = (plan, address, counts, clock, random);
        _pause = new ReconnectPause(plan, random.NextDouble);
        _epoch = $"1-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        _nextEvent = clock.GetUtcNow() + (Gap() * random.NextDouble());
    }

    /// <summary>Which store.</summary>
    public FleetAddress Address { get; }

    /// <summary>How many events have happened, how many of them are committed, and when the oldest of the others happened.</summary>
    public (long Made, long Committed, DateTimeOffset? Oldest) Depth
    {
        get
        {
            lock (_lock)
            {
                return (_outbox.Last, _outbox.Committed, _outbox.Oldest);
            }
        }
    }

    /// <summary>Takes the store's network away, or gives it back.</summary>
    /// <param name="cut">Which.</param>
    /// <param name="hurry">How many times as fast as usual events happen from now on.</param>
    public void Cut(bool cut, double hurry)
    {
        lock (_lock)
        {
            (_cut, _hurry) = (cut, hurry);
            _nextEvent = _clock.GetUtcNow() + Gap();
            if (cut)
            {
                _connection?.Dispose();
            }
        }
    }

    /// <summary>Makes the events that are due, where <paramref name="open"/>, and lets the connection do what is.</summary>
    public void Tick(bool open)
    {
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            while (open && _nextEvent <= now)
            {
                _outbox.Add(_nextEvent);
                _nextEvent += Gap();
            }

            try
            {
                _session?.Tick();
            }
            catch (IOException)
            {
                // The reader hears of the end, and the counts tell of the timeout.
                _connection?.Dispose();
            }
        }
    }

    /// <summary>Connects again and again until the token stops it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var wait = _plan.Ramp * _random.NextDouble();
        while (true)
        {
            await Task.Delay(wait, _clock, cancellationToken).ConfigureAwait(false);
            try
            {
                if (_cut)
                {
                    // As with a cable that is out: nothing reaches the broker.
                    wait = _pause.Next();
                    continue;
                }

                await ConnectAsync(cancellationToken).ConfigureAwait(false);
                _counts.Lost("the broker closed the connection");
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidDataException or OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _counts.Lost(e.Message);
            }

            wait = _pause.Next();
        }
    }

    /// <summary>What happened here, without looking at what was sent.</summary>
    public FleetAccount Account()
    {
        var (made, _, _) = Depth;
        var (sum, taken, returned, people) = (0L, 0L, 0L, 0L);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (var seq = 1L; seq <= made; seq++)
        {
            SHA256.HashData(FleetEvents.Data(seq), hash);
            sum += BinaryPrimitives.ReadUInt32BigEndian(hash);
            var effect = FleetEvents.EffectOf(seq);
            (taken, returned, people) = (taken + effect.Taken, returned + effect.Returned, people + effect.People);
        }

        return new FleetAccount(Address.Gateway, _epoch, made, sum, taken, returned, people);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _counts.Attempt();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var timer = _clock.CreateTimer(static s => ((CancellationTokenSource)s!).Cancel(), limit, s_connectLimit, Timeout.InfiniteTimeSpan);
        using var connection = await FleetConnection.OpenAsync(_plan.Brokers[_random.Next(_plan.Brokers.Count)], limit.Token).ConfigureAwait(false);
        var session = new FleetSession(Address, _epoch, _outbox, _counts, _clock, connection.Send);
        lock (_lock)
        {
            (_session, _connection) = (session, connection);
            session.Begin(_plan.ShortNames ? Address.Gateway : Address.User, _plan.Password);
        }

        try
        {
            await ReadAsync(connection, session, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                (_session, _connection) = (null, null);
                if (session.IsOnline)
                {
                    _counts.WentOffline();
                }

                if (session.WasOfUse)
                {
                    _pause.WasOfUse();
                }
            }
        }
    }

    private async Task ReadAsync(FleetConnection connection, FleetSession session, CancellationToken cancellationToken)
    {
        var buffer = new byte[1024];
        var filled = 0;
        while (true)
        {
            var read = await connection.ReadAsync(buffer.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return;
            }

            filled += read;
            var used = 0;
            lock (_lock)
            {
                while (PacketReader.TryRead(buffer.AsSpan(used, filled - used), out var packet, out var length))
                {
                    session.Take(packet);
                    used += length;
                }
            }

            buffer.AsSpan(used, filled - used).CopyTo(buffer);
            filled -= used;
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    private TimeSpan Gap() => TimeSpan.FromMinutes(-Math.Log(1 - _random.NextDouble()) / (_plan.Rate * _hurry));
}
