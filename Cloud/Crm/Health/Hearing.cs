using Cloud.Crm.Leases;

namespace Cloud.Crm.Health;

/// <summary>
/// What this node hears at the broker, at the moment it comes and before it is committed: a slow database makes no gateway silent. Kept in memory only, since
/// after a restart nothing was heard. Safe for use from several threads.
/// </summary>
internal sealed class Hearing(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ShardLease, long> _listening = [];
    private readonly Dictionary<int, Ear> _ears = [];

    /// <summary>From now on everything of a shard is heard.</summary>
    internal void Listen(ShardLease lease)
    {
        lock (_gate)
        {
            _listening[lease] = clock.GetTimestamp();
        }
    }

    /// <summary>From now on nothing of it is.</summary>
    internal void Stop(ShardLease lease)
    {
        lock (_gate)
        {
            _listening.Remove(lease);
        }
    }

    /// <summary>A gateway says that it is online, or that it is not. The same said again is nothing new.</summary>
    internal void Said(int gateway, bool online)
    {
        lock (_gate)
        {
            var ear = _ears.GetValueOrDefault(gateway);
            if (ear.SaysOnline != online)
            {
                _ears[gateway] = ear with { SaysOnline = online, SaidAt = clock.GetTimestamp() };
            }
        }
    }

    /// <summary>Events of a gateway have come, or a sign of life where it has none.</summary>
    internal void Sign(int gateway)
    {
        lock (_gate)
        {
            _ears[gateway] = _ears.GetValueOrDefault(gateway) with { SignAt = clock.GetTimestamp() };
        }
    }

    /// <summary>The shards that are listened to now.</summary>
    internal IReadOnlyList<ShardLease> Leases()
    {
        lock (_gate)
        {
            return [.. _listening.Keys];
        }
    }

    /// <summary>What was heard of a gateway; null while its shard is not listened to.</summary>
    /// <param name="lease">The shard.</param>
    /// <param name="gateway">The gateway.</param>
    /// <param name="saidBefore">What it said as the database has it, for a node that has not heard it say anything.</param>
    internal Heard? Of(ShardLease lease, int gateway, bool? saidBefore)
    {
        lock (_gate)
        {
            if (!_listening.TryGetValue(lease, out var since))
            {
                return null;
            }

            var now = clock.GetTimestamp();
            var ear = _ears.GetValueOrDefault(gateway);
            var listening = clock.GetElapsedTime(since, now);
            return new Heard(
                ear.SaysOnline ?? saidBefore,
                ear.SaysOnline is null ? listening : clock.GetElapsedTime(ear.SaidAt, now),
                ear.SignAt is { } sign ? clock.GetElapsedTime(sign, now) : null,
                listening);
        }
    }

    private readonly record struct Ear(bool? SaysOnline, long SaidAt, long? SignAt);
}
