using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Gateways;

/// <summary>Every configuration that was ever wanted of a gateway: who wanted it, when, and what the gateway said of it.</summary>
internal sealed class TwinHistory(HeadquartersDatabase database)
{
    private const string Columns = "v.version, v.at, v.cause, v.taken_from, v.reported, v.reported_at, v.origins";

    /// <summary>A page, newest first.</summary>
    /// <param name="gateway">The gateway.</param>
    /// <param name="before">The last version of the page before; null for the first page.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal async Task<TwinVersionPage> ListAsync(int gateway, long? before, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("v.who")} FROM gateway_twin_version v WHERE v.gateway = @gateway AND v.version < @before ORDER BY v.version DESC LIMIT @limit",
            ("gateway", gateway), ("before", before ?? long.MaxValue), ("limit", limit + 1)).ListAsync(Read, cancellationToken);
        return new TwinVersionPage([.. found.Take(limit)], found.Count > limit ? found[limit - 1].Version : null);
    }

    /// <summary>One version with its whole configuration; null where there is none.</summary>
    internal async Task<TwinVersionDocument?> FindAsync(int gateway, long version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            $"SELECT {Columns}, {WhoName.Of("v.who")}, v.desired FROM gateway_twin_version v WHERE v.gateway = @gateway AND v.version = @version", ("gateway", gateway), ("version", version))
            .ListAsync(r => new TwinVersionDocument(Read(r), Parse(r.GetString(8))), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>What is kept before a version; null where nothing is.</summary>
    internal async Task<long?> BeforeAsync(int gateway, long version, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var found = await connection.Command(
            "SELECT version FROM gateway_twin_version WHERE gateway = @gateway AND version < @version ORDER BY version DESC LIMIT 1", ("gateway", gateway), ("version", version))
            .ListAsync(r => r.GetInt64(0), cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    private TwinVersionView Read(DbDataReader r)
    {
        var report = r.Text(4) is { } text ? ReportedDocument.Read(Encoding.UTF8.GetBytes(text)) : null;
        return new TwinVersionView(
            r.GetInt64(0), database.ReadTime(r, 1)!.Value, r.Text(7), r.GetString(2), r.IsDBNull(3) ? null : r.GetInt64(3), report?.Status, report?.Errors ?? [], database.ReadTime(r, 5),
            TwinTable.Origins(r.GetString(6)));
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 128 });
        return document.RootElement.Clone();
    }
}
