using System.Data.Common;
using System.Text;
using System.Text.Json;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Outgoing;

/// <summary>Tells subscribers what happened, from within the transaction in which it did.</summary>
internal sealed class WebhookEvents(OutgoingTable outgoing, TimeProvider clock)
{
    /// <summary>What can be subscribed to.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        "customer.changed", "customer.erased", "member.level_changed", "order.received", "order.sent", "order.to_supplier", "sale.recorded", "sale.returned", "stock.low", "stock.variance",
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
    internal async Task AddAsync(DbTransaction transaction, string name, string key, string? store, string body, CancellationToken cancellationToken)
    {
        if (!Names.Contains(name))
        {
            throw new ArgumentException($"'{name}' is no event that can be subscribed to; add it to WebhookEvents.Names", nameof(name));
        }

        foreach (var (id, events, stores) in await transaction.Command("SELECT id, events, stores FROM webhook WHERE active ORDER BY id")
            .ListAsync(r => (r.GetString(0), WebhookTable.Texts(r.GetString(1)), WebhookTable.Texts(r.GetString(2))), cancellationToken))
        {
            if (events.Contains(name) && (stores.Count == 0 || (store is not null && stores.Contains(store))))
            {
                await SendAsync(transaction, id, name, key, store, body, cancellationToken);
            }
        }
    }

    /// <summary>Adds a message for one subscription.</summary>
    internal Task<bool> SendAsync(DbTransaction transaction, string webhook, string name, string key, string? store, string body, CancellationToken cancellationToken) =>
        outgoing.AddAsync(transaction, WebhookCarrier.KindName, $"webhook/{webhook}/{key}", webhook, Envelope(name, key, store, body), cancellationToken);

    private string Envelope(string name, string key, string? store, string body)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", name);
            json.WriteString("key", key);
            json.WriteString("at", clock.GetUtcNow().UtcDateTime);
            json.WriteString("store", store);
            json.WritePropertyName("data");
            json.WriteRawValue(body);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
