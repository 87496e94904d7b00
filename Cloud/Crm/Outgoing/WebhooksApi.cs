using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Outgoing;

/// <summary>Subscriptions over HTTP.</summary>
internal static class WebhooksApi
{
    private const int MaxLimit = 200;
    private const int MaxUrl = 500;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Webhooks").Needs(Permission.EditWebhooks);
        api.MapGet("/webhook-events", static () => TypedResults.Ok(WebhookEvents.Names)).WithName("listWebhookEvents").WithSummary("What can be subscribed to");
        api.MapGet("/webhooks", ListAsync).WithName("listWebhooks").WithSummary("Every subscription");
        api.MapPost("/webhooks", AddAsync).WithName("createWebhook").WithSummary("Subscribes; the secret is shown this once");
        api.MapPatch("/webhooks/{id}", ChangeAsync).WithName("changeWebhook").WithSummary("Changes a subscription, or makes another secret");
        api.MapDelete("/webhooks/{id}", RemoveAsync).WithName("removeWebhook").WithSummary("Ends a subscription");
        api.MapGet("/webhooks/{id}/deliveries", DeliveriesAsync).WithName("listDeliveries").WithSummary("What was sent to a subscriber, newest first");
        api.MapPost("/webhooks/{id}/deliveries/{delivery}/redeliver", RedeliverAsync).WithName("redeliver").WithSummary("Sends something once more");
        api.MapPost("/webhooks/{id}/test", TestAsync).WithName("testWebhook").WithSummary("Sends a ping");
    }

    private static async Task<Ok<IReadOnlyList<WebhookView>>> ListAsync(WebhookTable webhooks, CancellationToken cancellationToken) =>
        TypedResults.Ok<IReadOnlyList<WebhookView>>([.. (await webhooks.ListAsync(cancellationToken)).Select(w => View(w, null))]);

    private static async Task<Results<Created<WebhookView>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> AddAsync(
        HttpContext context, [FromBody] WebhookBody body, WebhookTable webhooks, MemberKeyring keys, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return TypedResults.Json(
                new Refusal("this headquarters has no key file, and nothing is sent without a signature: name members.keyFile in its configuration"),
                FleetJson.Default.Refusal, statusCode: StatusCodes.Status503ServiceUnavailable);
        }

        if (AccountRules.Join(
            AccountRules.NameMistake(body.Name), UrlMistake(body.Url), EventsMistake(body.Events), await StoresMistakeAsync(body.Stores, database, cancellationToken)) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var webhook = await webhooks.AddAsync(context.Caller(), body.Name!.Trim(), body.Url!, body.Events!, body.Stores ?? [], cancellationToken);
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Created($"/api/webhooks/{webhook.Id}", View(webhook, WebhookCarrier.SecretOf(webhook, key)));
    }

    private static async Task<Results<Ok<WebhookView>, NotFound<Refusal>, BadRequest<Refusal>, JsonHttpResult<WebhookView>>> ChangeAsync(
        HttpContext context, string id, [FromBody] WebhookBody body, WebhookTable webhooks, MemberKeyring keys, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (await webhooks.FindAsync(id, cancellationToken) is not { } now)
        {
            return NoWebhook(id);
        }

        if (AccountRules.Join(
            body.Name is null ? null : AccountRules.NameMistake(body.Name), body.Url is null ? null : UrlMistake(body.Url), body.Events is null ? null : EventsMistake(body.Events),
            await StoresMistakeAsync(body.Stores, database, cancellationToken)) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var wanted = now with
        {
            Name = body.Name?.Trim() ?? now.Name, Url = body.Url ?? now.Url, Events = body.Events ?? now.Events, Stores = body.Stores ?? now.Stores, Active = body.Active ?? now.Active,
            Generation = now.Generation + (body.NewSecret == true ? 1 : 0), Version = ETags.Wanted(context) ?? now.Version,
        };
        var changed = await webhooks.ChangeAsync(context.Caller(), wanted, cancellationToken);
        if (await webhooks.FindAsync(id, cancellationToken) is not { } after)
        {
            return NoWebhook(id);
        }

        ETags.Set(context, after.Version);
        context.Response.Headers.CacheControl = "no-store";
        return changed
            ? TypedResults.Ok(View(after, body.NewSecret == true ? WebhookCarrier.SecretOf(after, keys.Key) : null))
            : TypedResults.Json(View(after, null), OutgoingJson.Default.WebhookView, statusCode: StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<NoContent, NotFound<Refusal>>> RemoveAsync(HttpContext context, string id, WebhookTable webhooks, CancellationToken cancellationToken) =>
        await webhooks.RemoveAsync(context.Caller(), id, cancellationToken) ? TypedResults.NoContent() : NoWebhook(id);

    private static async Task<Results<Ok<DeliveryPage>, NotFound<Refusal>, BadRequest<Refusal>>> DeliveriesAsync(
        string id, WebhookTable webhooks, CancellationToken cancellationToken, string? after = null, int limit = 50) =>
        limit is < 1 or > MaxLimit ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
        : await webhooks.FindAsync(id, cancellationToken) is null ? NoWebhook(id)
        : TypedResults.Ok(await webhooks.DeliveriesAsync(id, after, limit, cancellationToken));

    private static async Task<Results<Accepted<DeliveryAnswer>, NotFound<Refusal>>> RedeliverAsync(
        HttpContext context, string id, string delivery, OutgoingQueue queue, HeadquartersDatabase database, AuditTable audit, CancellationToken cancellationToken)
    {
        if (!await queue.AgainAsync(WebhookCarrier.KindName, id, delivery, cancellationToken))
        {
            return TypedResults.NotFound(new Refusal($"subscription '{id}' has no delivery '{delivery}' that has ended"));
        }

        await database.WriteAsync(
            async t =>
            {
                await audit.AddAsync(t, context.Caller(), "webhook.redelivered", "webhook", id, null, AuditDetail.Of(("delivery", delivery)), cancellationToken);
                return true;
            },
            cancellationToken);
        return TypedResults.Accepted($"/api/webhooks/{id}/deliveries", new DeliveryAnswer(delivery));
    }

    private static async Task<Results<Accepted<DeliveryAnswer>, NotFound<Refusal>>> TestAsync(
        string id, WebhookTable webhooks, WebhookEvents events, HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (await webhooks.FindAsync(id, cancellationToken) is null)
        {
            return NoWebhook(id);
        }

        var key = $"{WebhookEvents.Ping}/{Guid.CreateVersion7(clock.GetUtcNow())}";
        await database.WriteAsync(t => events.SendAsync(t, id, WebhookEvents.Ping, key, null, "{}", cancellationToken), cancellationToken);
        var newest = await webhooks.DeliveriesAsync(id, null, 1, cancellationToken);
        return TypedResults.Accepted($"/api/webhooks/{id}/deliveries", new DeliveryAnswer(newest.Deliveries[0].Id));
    }

    private static string? UrlMistake(string? url) =>
        url is { Length: <= MaxUrl } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp) && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0
            ? null : "url: expected https://… without a user name (http only to outgoing.privateNetworks)";

    private static string? EventsMistake(string[]? events) =>
        events is { Length: > 0 } && Array.TrueForAll(events, WebhookEvents.Names.Contains) ? null : $"events: expected one or more of {string.Join(", ", WebhookEvents.Names)}";

    private static async Task<string?> StoresMistakeAsync(string[]? stores, HeadquartersDatabase database, CancellationToken cancellationToken)
    {
        if (stores is not { Length: > 0 })
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var known = (await connection.Command("SELECT store FROM store").ListAsync(r => r.GetString(0), cancellationToken)).ToHashSet(StringComparer.Ordinal);
        return Array.Find(stores, s => !known.Contains(s)) is { } unknown ? $"there is no store '{unknown}'" : null;
    }

    private static WebhookView View(Webhook w, string? secret) => new(w.Id, w.Name, w.Url, w.Events, w.Stores, w.Active, w.CreatedAt, w.Version, secret);

    private static NotFound<Refusal> NoWebhook(string id) => TypedResults.NotFound(new Refusal($"there is no subscription '{id}'"));
}
