using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Crm.Effects;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Outgoing;

/// <summary>Tells subscribers what happened, from within the transaction in which it did.</summary>
internal sealed class WebhookEvents(OutgoingTable outgoing, TimeProvider clock)
{
    /// <summary>What can be subscribed to.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        "customer.changed", "customer.erased", "gateway.alarm_closed", "gateway.alarm_escalated", "gateway.alarm_opened", "member.level_changed", "order.received", "order.sent", "order.to_supplier", "sale.recorded", "sale.returned", "stock.low", "stock.variance",
        "transfer.received", "transfer.shipped", "vip.arrived",
    ];

    /// <summary>The event of a test.</summary>
    internal const string Ping = "ping";

    /// <summary>Adds one message for each subscription to the event; the same key tells each of them once.</summary>
    /// <param name="transaction">The cause's own transaction.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="key">What tells this cause from every other, such as <c>order/ID/sent</c>.</param>
    /// <param name="store">The store it concerns, or null for the chain; a subscription to stores hears nothing of the chain.</param>
    /// <param name="body">What happened, a JSON object without contact data.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ArgumentException">The event is not among the names.</exception>
    internal Task AddAsync(DbTransaction transaction, string name, string key, string? store, string body, CancellationToken cancellationToken) =>
        AddAsync(transaction, [new WebhookCause(name, key, store, body)], cancellationToken);

    /// <summary>Adds the messages of many causes; the subscriptions are read once.</summary>
    internal Task AddAsync(DbTransaction transaction, IReadOnlyCollection<WebhookCause> causes, CancellationToken cancellationToken) =>
        AddAsync(transaction, causes, clock.GetUtcNow(), cancellationToken);

    /// <summary>The same for whoever has the transaction and a moment only, as ingest has.</summary>
    internal static async Task AddAsync(DbTransaction transaction, IReadOnlyCollection<WebhookCause> causes, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (causes.Count == 0)
        {
            return;
        }

        if (causes.FirstOrDefault(cause => !Names.Contains(cause.Name)) is { } unknown)
        {
            throw new ArgumentException($"'{unknown.Name}' is no event that can be subscribed to; add it to WebhookEvents.Names", nameof(causes));
        }

        var subscriptions = await transaction.Command("SELECT id, events, stores FROM webhook WHERE active ORDER BY id")
            .ListAsync(r => (Id: r.GetString(0), Events: WebhookTable.Texts(r.GetString(1)), Stores: WebhookTable.Texts(r.GetString(2))), cancellationToken);
        var messages = subscriptions
            .SelectMany(to => causes.Where(cause => to.Events.Contains(cause.Name) && (to.Stores.Count == 0 || (cause.Store is { } store && to.Stores.Contains(store))))
                .Select(cause => (Key: KeyOf(to.Id, cause.Key), To: to.Id, Body: Envelope(cause.Name, cause.Key, cause.Store, cause.Body, now))))
            .OrderBy(message => message.Key, StringComparer.Ordinal).ToArray();
        var at = messages.Select(_ => now.UtcDateTime).ToArray();
        await StockSql.RunAsync(
            transaction,
            [
                new EffectStatement(
                    "INSERT INTO outgoing (id, kind, key, target, body, next_at, created_at) SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO NOTHING",
                    "INSERT INTO outgoing (id, kind, key, target, body, next_at, created_at) VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7) ON CONFLICT (key) DO NOTHING",
                    messages.Select(_ => Guid.CreateVersion7(now).ToString()).ToArray(), messages.Select(_ => WebhookCarrier.KindName).ToArray(), messages.Select(m => m.Key).ToArray(),
                    messages.Select(m => m.To).ToArray(), messages.Select(m => m.Body).ToArray(), at, at),
            ],
            cancellationToken);
    }

    /// <summary>Adds a message for one subscription.</summary>
    internal Task<bool> SendAsync(DbTransaction transaction, string webhook, string name, string key, string? store, string body, CancellationToken cancellationToken) =>
        outgoing.AddAsync(transaction, WebhookCarrier.KindName, KeyOf(webhook, key), webhook, Envelope(name, key, store, body, clock.GetUtcNow()), cancellationToken);

    private static string KeyOf(string webhook, string key) => $"webhook/{webhook}/{key}";

    private static string Envelope(string name, string key, string? store, string body, DateTimeOffset now)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            json.WriteString("key", key);
            json.WriteString("at", now.UtcDateTime);
            json.WriteString("store", store);
            json.WritePropertyName("data");
            json.WriteRawValue(body);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

/// <summary>Something that happened and that can be subscribed to.</summary>
/// <param name="Name">One of <see cref="WebhookEvents.Names"/>.</param>
/// <param name="Key">What tells it from every other.</param>
/// <param name="Store">The store it concerns, or null for the chain.</param>
/// <param name="Body">A JSON object without contact data.</param>
internal sealed record WebhookCause(string Name, string Key, string? Store, string Body);
