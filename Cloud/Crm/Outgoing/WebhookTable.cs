using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Access;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Outgoing;

/// <summary>The subscriptions.</summary>
internal sealed class WebhookTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private const string Columns = "id, name, url, events, stores, active, generation, version, created_at";

    /// <summary>Every subscription.</summary>
    internal async Task<List<Webhook>> ListAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.Command($"SELECT {Columns} FROM webhook ORDER BY id").ListAsync(Read, cancellationToken);
    }

    /// <summary>One, or null.</summary>
    internal async Task<Webhook?> FindAsync(string id, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command($"SELECT {Columns} FROM webhook WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken)).SingleOrDefault();
    }

    /// <summary>Adds one.</summary>
    internal Task<Webhook> AddAsync(Caller caller, string name, string url, IReadOnlyList<string> events, IReadOnlyList<string> stores, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async transaction =>
            {
                var now = clock.GetUtcNow();
                var webhook = new Webhook(Guid.CreateVersion7(now).ToString(), name, url, events, stores, true, 1, 1, now.UtcDateTime);
                await transaction.Command(
                    "INSERT INTO webhook (id, name, url, events, stores, created_at) VALUES (@id, @name, @url, @events, @stores, @now)",
                    ("id", webhook.Id), ("name", name), ("url", url), ("events", Json(events)), ("stores", Json(stores)), ("now", database.ToTime(now.UtcDateTime))).RunAsync(cancellationToken);
                await audit.AddAsync(transaction, caller, "webhook.created", "webhook", webhook.Id, null, AuditDetail.Of(("url", url), ("events", string.Join(' ', events))), cancellationToken);
                return webhook;
            },
            cancellationToken);

    /// <summary>Changes one that has the version it was read with.</summary>
    /// <returns>False where it was changed meanwhile.</returns>
    internal Task<bool> ChangeAsync(Caller caller, Webhook webhook, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command(
                """
                UPDATE webhook SET name = @name, url = @url, events = @events, stores = @stores, active = @active, generation = @generation, version = version + 1
                WHERE id = @id AND version = @version
                """,
                ("name", webhook.Name), ("url", webhook.Url), ("events", Json(webhook.Events)), ("stores", Json(webhook.Stores)), ("active", webhook.Active),
                ("generation", webhook.Generation), ("id", webhook.Id), ("version", webhook.Version)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(
                transaction, caller, "webhook.changed", "webhook", webhook.Id, null,
                AuditDetail.Of(("url", webhook.Url), ("events", string.Join(' ', webhook.Events)), ("active", webhook.Active ? "true" : "false")), cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>Removes one; what waits for it is given up by whoever takes it.</summary>
    internal Task<bool> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken) => database.WriteAsync(
        async transaction =>
        {
            if (await transaction.Command("DELETE FROM webhook WHERE id = @id", ("id", id)).RunAsync(cancellationToken) == 0)
            {
                return false;
            }

            await audit.AddAsync(transaction, caller, "webhook.removed", "webhook", id, null, null, cancellationToken);
            return true;
        },
        cancellationToken);

    /// <summary>What was sent to one, newest first.</summary>
    internal async Task<DeliveryPage> DeliveriesAsync(string id, string? after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT id, body, state, attempts, said, created_at, next_at, ended_at FROM outgoing
             WHERE kind = @kind AND target = @target {(after is null ? "" : "AND id < @after")} ORDER BY id DESC LIMIT @limit
             """,
            [("kind", WebhookCarrier.KindName), ("target", id), ("limit", limit + 1), .. after is null ? [] : new (string, object?)[] { ("after", after) }])
            .ListAsync(
                r => new DeliveryView(
                    r.GetString(0), JsonElement.Parse(r.GetString(1)).GetProperty("event").GetString()!, r.GetString(2), r.GetInt32(3), r.Text(4), database.ReadTime(r, 5)!.Value,
                    r.GetString(2) == "waiting" ? database.ReadTime(r, 6) : null, database.ReadTime(r, 7)),
                cancellationToken);
        return new DeliveryPage([.. rows.Take(limit)], rows.Count > limit ? rows[limit - 1].Id : null);
    }

    /// <summary>A JSON array of texts.</summary>
    internal static IReadOnlyList<string> Texts(string json) => JsonSerializer.Deserialize(json, OutgoingJson.Default.IReadOnlyListString)!;

    private static string Json(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, OutgoingJson.Default.IReadOnlyListString);

    private Webhook Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), Texts(r.GetString(3)), Texts(r.GetString(4)), r.GetBoolean(5), r.GetInt64(6), r.GetInt64(7), database.ReadTime(r, 8)!.Value);
}

/// <summary>A subscription. No stores: the whole chain. Generation grows with each new secret.</summary>
internal sealed record Webhook(
    string Id, string Name, string Url, IReadOnlyList<string> Events, IReadOnlyList<string> Stores, bool Active, long Generation, long Version, DateTime CreatedAt);
