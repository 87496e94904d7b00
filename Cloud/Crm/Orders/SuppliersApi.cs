using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Outgoing;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Orders;

/// <summary>Suppliers and budgets over HTTP.</summary>
internal static class SuppliersApi
{
    private const int MaxSearch = 100;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/suppliers").WithTags("Suppliers");
        api.MapGet("", ListAsync).Needs(Permission.ViewOrders).WithName("listSuppliers").WithSummary("Suppliers by name").Refuses(400);
        api.MapPost("", AddAsync).Needs(Permission.EditProducts).WithName("createSupplier").WithSummary("Makes a supplier")
            .WithDescription("channel: mail with an address, webhook with the id of a web hook that has the event order.to_supplier, or none where somebody tells the supplier otherwise. An Idempotency-Key that is a UUID becomes the id.").Refuses(400, 409);
        api.MapGet("/{id}", FindAsync).Needs(Permission.ViewOrders).WithName("getSupplier").WithSummary("One supplier").Refuses(404);
        api.MapPatch("/{id}", ChangeAsync).Needs(Permission.EditProducts).WithName("changeSupplier").WithSummary("Changes a supplier").Refuses(400, 404, 412, 428);
        api.MapGet("/{id}/products", ProductsAsync).Needs(Permission.ViewOrders).WithName("listSupplierProducts").WithSummary("What a supplier sells").Refuses(400, 404);
        api.MapPut("/{id}/products/{sku}", SellAsync).Needs(Permission.EditProducts).WithName("setSupplierProduct").WithSummary("Says what a supplier sells a SKU at").Refuses(400, 404);
        api.MapDelete("/{id}/products/{sku}", DropAsync).Needs(Permission.EditProducts).WithName("removeSupplierProduct").WithSummary("A supplier no longer sells a SKU").Refuses(404);
        api.MapGet("/{id}/performance", PerformanceAsync).Needs(Permission.ViewOrders).WithName("getSupplierPerformance").WithSummary("A supplier's lead time and fill rate").Refuses(400, 404);
    }

    private static async Task<Results<Ok<OrderPage<SupplierView>>, JsonHttpResult<Refusal>>> ListAsync(
        SupplierTable suppliers, CancellationToken cancellationToken, string? search = null, string? after = null, int limit = 50)
    {
        if (CheckPage(limit, after, 2) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (search?.Length > MaxSearch)
        {
            return Wrong(FormattableString.Invariant($"search has at most {MaxSearch} characters"));
        }

        var mark = after is null ? ["", ""] : KeyMark.Read(after, 2)!;
        var found = await suppliers.ListAsync(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), (mark[0], mark[1]), limit + 1, cancellationToken);
        return TypedResults.Ok(new OrderPage<SupplierView>(
            [.. found.Take(limit).Select(f => f.View)], found.Count > limit ? KeyMark.Write(found[limit - 1].NameKey, found[limit - 1].View.Id) : null));
    }

    private static async Task<Results<Ok<SupplierView>, Created<SupplierView>, JsonHttpResult<Refusal>>> AddAsync(
        [FromBody] SupplierBody body,
        [FromHeader(Name = "Idempotency-Key")] string? key,
        HttpContext context,
        SupplierTable suppliers,
        WebhookTable webhooks,
        TimeProvider clock,
        CancellationToken cancellationToken)
    {
        if ((OrderBodyRules.Check(body) ?? await CheckWebhookAsync(body, webhooks, cancellationToken)) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (key is not null && !Guid.TryParseExact(key, "D", out _))
        {
            return Wrong("Idempotency-Key is not a UUID; expected one such as 0199f3c2-5d3e-7b1a-8c4d-2f6a9b0e1c3d");
        }

        var id = key?.ToLowerInvariant() ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        if (key is not null && await suppliers.FindAsync(id, cancellationToken) is { } made)
        {
            return made.Name == body.Name.Trim() ? TypedResults.Ok(made) : Refuse(StatusCodes.Status409Conflict, $"another supplier, '{made.Name}', was made with this Idempotency-Key");
        }

        await suppliers.AddAsync(id, Tidy(body), context.Caller(), cancellationToken);
        return TypedResults.Created($"/api/suppliers/{id}", await suppliers.FindAsync(id, cancellationToken));
    }

    private static async Task<Results<Ok<SupplierView>, JsonHttpResult<Refusal>>> FindAsync(string id, HttpContext context, SupplierTable suppliers, CancellationToken cancellationToken)
    {
        if (await suppliers.FindAsync(id, cancellationToken) is not { } supplier)
        {
            return NoSupplier(id);
        }

        context.Response.Headers.ETag = $"\"{supplier.Etag}\"";
        return TypedResults.Ok(supplier);
    }

    private static async Task<Results<Ok<SupplierView>, JsonHttpResult<SupplierView>, JsonHttpResult<Refusal>>> ChangeAsync(
        string id, [FromBody] SupplierChange change, HttpContext context, SupplierTable suppliers, WebhookTable webhooks, CancellationToken cancellationToken)
    {
        if (await suppliers.FindAsync(id, cancellationToken) is not { } now)
        {
            return NoSupplier(id);
        }

        var (wanted, missing) = Wanted(context);
        if (missing is not null)
        {
            return Refuse(missing);
        }

        var body = new SupplierBody(
            change.Name ?? now.Name, change.Channel ?? now.Channel, change.Address ?? now.Address, change.Language ?? now.Language, change.LeadDays ?? now.LeadDays, change.Active ?? now.Active);
        if ((OrderBodyRules.Check(body) ?? await CheckWebhookAsync(body, webhooks, cancellationToken)) is { } mistake)
        {
            return Wrong(mistake);
        }

        var version = long.Parse(now.Etag, System.Globalization.CultureInfo.InvariantCulture);
        var isSet = (wanted ?? version) == version && await suppliers.SetAsync(id, Tidy(body), version, context.Caller(), cancellationToken);
        var view = (await suppliers.FindAsync(id, cancellationToken))!;
        context.Response.Headers.ETag = $"\"{view.Etag}\"";
        return isSet ? TypedResults.Ok(view) : TypedResults.Json(view, OrdersJson.Default.SupplierView, statusCode: StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Ok<OrderPage<SupplierProductView>>, JsonHttpResult<Refusal>>> ProductsAsync(
        string id, SupplierTable suppliers, CancellationToken cancellationToken, string? after = null, int limit = 50)
    {
        if (CheckPage(limit, after, 1) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (await suppliers.FindAsync(id, cancellationToken) is null)
        {
            return NoSupplier(id);
        }

        var found = await suppliers.ProductsAsync(id, after is null ? "" : KeyMark.Read(after, 1)![0], limit + 1, cancellationToken);
        return TypedResults.Ok(new OrderPage<SupplierProductView>([.. found.Take(limit)], found.Count > limit ? KeyMark.Write(found[limit - 1].Sku) : null));
    }

    private static async Task<Results<Ok<SupplierProductView>, JsonHttpResult<Refusal>>> SellAsync(
        string id, string sku, [FromBody] SupplierProductBody body, HttpContext context, SupplierTable suppliers, CancellationToken cancellationToken)
    {
        if (OrderBodyRules.Check(sku, body) is { } mistake)
        {
            return Wrong(mistake);
        }

        if (await suppliers.FindAsync(id, cancellationToken) is null)
        {
            return NoSupplier(id);
        }

        return await suppliers.SellAsync(id, sku, body, context.Caller(), cancellationToken) && await suppliers.ProductAsync(id, sku, cancellationToken) is { } product
            ? TypedResults.Ok(product) : Missing($"there is no product '{sku}'; make it first");
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> DropAsync(string id, string sku, HttpContext context, SupplierTable suppliers, CancellationToken cancellationToken) =>
        await suppliers.DropAsync(id, sku, context.Caller(), cancellationToken) ? TypedResults.NoContent() : Missing($"supplier '{id}' does not sell '{sku}'");

    private static async Task<Results<Ok<SupplierPerformance>, JsonHttpResult<Refusal>>> PerformanceAsync(
        string id, HttpContext context, SupplierTable suppliers, SupplierRecord record, CancellationToken cancellationToken, int days = 90)
    {
        if (days is < 1 or > 3660)
        {
            return Wrong(FormattableString.Invariant($"days is {days}; expected 1 to 3660"));
        }

        return await suppliers.FindAsync(id, cancellationToken) is null ? NoSupplier(id)
            : TypedResults.Ok(await record.ReadAsync(id, days, StoreCondition.Of(context.Caller(), "b.store"), cancellationToken));
    }

    private static async Task<string?> CheckWebhookAsync(SupplierBody body, WebhookTable webhooks, CancellationToken cancellationToken) =>
        body.Channel == Channels.Webhook && (await webhooks.FindAsync(body.Address!.Trim(), cancellationToken))?.Events.Contains(Channels.WebhookEvent) != true
            ? $"address is '{body.Address}'; expected the id of a web hook with the event {Channels.WebhookEvent}, made under /api/webhooks" : null;

    private static SupplierBody Tidy(SupplierBody body) => body with { Name = body.Name.Trim(), Address = body.Channel == Channels.None && string.IsNullOrWhiteSpace(body.Address) ? null : body.Address?.Trim() };

    private static JsonHttpResult<Refusal> NoSupplier(string id) => Missing($"there is no supplier '{id}'");
}
