using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Stock;

/// <summary>Products over HTTP.</summary>
internal static class ProductApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/products", ListAsync).Needs(Permission.ViewStock).WithName("listProducts").WithSummary("Products by name")
            .WithDescription("search: part of a name, or a whole SKU or GTIN. after: what the page before gave as next.");
        api.MapGet("/products/{sku}", FindAsync).Needs(Permission.ViewStock).WithName("getProduct").WithSummary("One product");
        api.MapGet("/prices", PricesAsync).Needs(Permission.ViewPrices).WithName("listPrices").WithSummary("What is sold, at which price: products without what they cost the chain")
            .WithDescription("search and after as for products.");
        api.MapPut("/products/{sku}", SetAsync).Needs(Permission.EditProducts).WithName("setProduct").WithSummary("Makes a product, or replaces what is known of one");
    }

    private static async Task<Results<Ok<StockPage<ProductView>>, BadRequest<Refusal>>> ListAsync(
        ProductTable products, CancellationToken cancellationToken, string? search = null, string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad
        : search?.Length > 100 ? TypedResults.BadRequest(new Refusal("search has at most 100 characters"))
        : TypedResults.Ok(await products.ListAsync(string.IsNullOrWhiteSpace(search) ? null : search.Trim(), mark, limit, cancellationToken));

    private static async Task<Results<Ok<StockPage<PriceView>>, BadRequest<Refusal>>> PricesAsync(
        ProductTable products, CancellationToken cancellationToken, string? search = null, string? after = null, int limit = 50)
    {
        var listed = (await ListAsync(products, cancellationToken, search, after, limit)).Result;
        return listed is Ok<StockPage<ProductView>> { Value: { } page }
            ? TypedResults.Ok(new StockPage<PriceView>([.. page.Rows.Select(PriceView.Of)], page.Next))
            : (BadRequest<Refusal>)listed;
    }

    private static async Task<Results<Ok<ProductView>, NotFound<Refusal>>> FindAsync(string sku, ProductTable products, CancellationToken cancellationToken) =>
        await products.FindAsync(sku, cancellationToken) is { } product ? TypedResults.Ok(product) : TypedResults.NotFound(new Refusal($"there is no product '{sku}'"));

    private static async Task<Results<Ok<ProductView>, Created<ProductView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> SetAsync(
        string sku, ProductBody body, HttpContext context, ProductTable products, CancellationToken cancellationToken) =>
        (await products.SetAsync(sku, body, context.Caller(), cancellationToken)).Made(product => $"/api/products/{Uri.EscapeDataString(product.Sku)}");
}
