using System.Collections.Frozen;
using Cloud.Contracts;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Fleet;

/// <summary>The gateways that headquarters knows, as of the last reload; each node reloads them with every round of leases.</summary>
internal sealed class FleetRegistry(HeadquartersDatabase database)
{
    private volatile FrozenDictionary<string, RegisteredGateway> _gateways = FrozenDictionary<string, RegisteredGateway>.Empty;

    /// <summary>The shards that have gateways.</summary>
    internal IReadOnlyCollection<int> Shards => _gateways.Values.Select(g => g.Shard).ToHashSet();

    /// <summary>Every gateway.</summary>
    internal IReadOnlyCollection<RegisteredGateway> All => _gateways.Values;

    /// <summary>The gateway of a name, or null.</summary>
    internal RegisteredGateway? Find(string name) => _gateways.GetValueOrDefault(name);

    /// <summary>Reads the gateways again.</summary>
    internal async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var revoked = (await connection.Command(
            """
            SELECT gateway FROM gateway_certificate WHERE revoked_at IS NOT NULL
            EXCEPT SELECT gateway FROM gateway_certificate WHERE revoked_at IS NULL
            """).ListAsync(r => r.GetInt32(0), cancellationToken)).ToHashSet();
        var rows = await connection.Command("SELECT id, shard, store, gateway FROM gateway")
            .ListAsync(r => new RegisteredGateway(r.GetInt32(0), r.GetInt32(1), r.GetString(2), r.GetString(3), revoked.Contains(r.GetInt32(0))), cancellationToken);
        if (rows.Count != _gateways.Count || rows.Exists(r => Find(r.Name) != r))
        {
            _gateways = rows.ToFrozenDictionary(r => r.Name, StringComparer.Ordinal);
        }
    }

    /// <summary>Writes the stores of the configuration into the database; what is there and not in it stays, and so does a name that somebody has edited.</summary>
    internal Task RegisterAsync(IReadOnlyList<FleetStore> stores, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                foreach (var store in stores)
                {
                    await transaction.Command(
                        """
                        INSERT INTO store (store, name) VALUES (@store, @name)
                        ON CONFLICT (store) DO UPDATE SET name = excluded.name
                        WHERE NOT EXISTS (SELECT 1 FROM audit_entry e WHERE e.kind = 'store' AND e.subject = store.store)
                        """,
                        ("store", store.Store), ("name", store.Name)).RunAsync(cancellationToken);
                    foreach (var gateway in store.Gateways)
                    {
                        await transaction.Command(
                            """
                            INSERT INTO gateway (gateway, store, shard) VALUES (@gateway, @store, @shard)
                            ON CONFLICT (gateway) DO UPDATE SET store = excluded.store
                            """,
                            ("gateway", gateway), ("store", store.Store), ("shard", Topics.ShardOf(gateway))).RunAsync(cancellationToken);
                    }
                }

                return true;
            },
            cancellationToken);
}

/// <summary>One store of the configuration.</summary>
internal sealed record FleetStore(string Store, string Name, IReadOnlyList<string> Gateways);
