using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Stock;

/// <summary>Stock over HTTP.</summary>
internal static class StockApi
{
    private const int MostDays = 366;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Stock");
        api.MapGet("/stock", ListAsync).Needs(Permission.ViewStock).WithName("listStock").WithSummary("Stock by store and SKU")
            .WithDescription("search: part of a name, or a whole SKU or GTIN. show: all, low or negative. after: what the page before gave as next.");
        api.MapGet("/stock/{store}/{sku}", CardAsync).Needs(Permission.ViewStock).WithName("getStock").WithSummary("Some goods of a store: by location, with the latest moves and what is put aside");
        api.MapGet("/stock/moves", MovesAsync).Needs(Permission.ViewStock).WithName("listStockMoves").WithSummary("Moves of a store, the newest first");
        api.MapGet("/stock/books", BooksAsync).Needs(Permission.ViewStock).WithName("getStockBooks").WithSummary("Whether the books add up, as they were checked last");
        api.MapPost("/stock/books/check", CheckAsync).Needs(Permission.MoveStock).WithName("checkStockBooks").WithSummary("Adds the books up now");
        api.MapGet("/stock/nearby", NearbyAsync).Needs(Permission.ViewStock).WithName("listNearbyStock").WithSummary("Which other stores have some goods, the nearest first");
        api.MapGet("/stock/turnover", TurnoverAsync).Needs(Permission.ViewStock).WithName("getTurnover").WithSummary("Cost of goods sold by average stock; slow and fast goods");
        api.MapGet("/shelves/{store}", ShelvesAsync).Needs(Permission.ViewStock).WithName("getShelves").WithSummary("A store's plates and what lies on them by the books");
        api.MapGet("/stock/alarms", AlarmsAsync).Needs(Permission.ViewStock).WithName("listStockAlarms").WithSummary("Alarms about stock, the newest first");
        api.MapPost("/stock/alarms/{id}/acknowledge", AcknowledgeAsync).Needs(Permission.CountStock).WithName("acknowledgeStockAlarm").WithSummary("Notes that somebody has seen an alarm");
        ProductApi.Map(api);
        StockChangeApi.Map(api);
        TransferApi.Map(api);
        StocktakeApi.Map(api);
    }

    /// <summary>The stores that a list may tell of; null for all.</summary>
    internal static IReadOnlySet<string>? Wanted(Caller caller, string? store) =>
        store is null ? caller.Stores : new HashSet<string>(caller.Sees(store) ? [store] : [], StringComparer.Ordinal);

    internal static NotFound<Refusal> NoStore(string store) => TypedResults.NotFound(new Refusal($"there is no store '{store}'"));

    private static async Task<Results<Ok<StockPage<StockRow>>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, StockQueries queries, CancellationToken cancellationToken, string? store = null, string? search = null, string show = "all", string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad
        : show is not ("all" or "low" or "negative") ? TypedResults.BadRequest(new Refusal($"show is '{show}'; expected all, low or negative"))
        : search?.Length > 100 ? TypedResults.BadRequest(new Refusal("search has at most 100 characters"))
        : TypedResults.Ok(await queries.ListAsync(Wanted(context.Caller(), store), string.IsNullOrWhiteSpace(search) ? null : search.Trim(), show, mark, limit, cancellationToken));

    private static async Task<Results<Ok<StockCard>, NotFound<Refusal>>> CardAsync(string store, string sku, HttpContext context, StockQueries queries, CancellationToken cancellationToken) =>
        context.Caller().Sees(store) && await queries.CardAsync(store, sku, cancellationToken) is { } card
            ? TypedResults.Ok(card)
            : TypedResults.NotFound(new Refusal($"store '{store}' has never had '{sku}'"));

    private static async Task<Results<Ok<StockPage<MoveView>>, BadRequest<Refusal>, NotFound<Refusal>>> MovesAsync(
        string store, HttpContext context, StockQueries queries, CancellationToken cancellationToken, string? sku = null, string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad
        : !context.Caller().Sees(store) ? NoStore(store)
        : TypedResults.Ok(await queries.MovesAsync(store, sku, mark, limit, cancellationToken));

    private static async Task<Ok<BooksView>> BooksAsync(HttpContext context, StockBooks books, CancellationToken cancellationToken) =>
        TypedResults.Ok(await books.ReadAsync(context.Caller().Stores, cancellationToken));

    private static async Task<Results<Ok<BooksView>, NotFound<Refusal>>> CheckAsync(BooksCheck check, HttpContext context, StockBooks books, CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        var stores = (await books.StoresAsync(cancellationToken)).Where(store => (check.Store is null || check.Store == store) && caller.Sees(store)).ToList();
        if (stores.Count == 0 && check.Store is { } named)
        {
            return NoStore(named);
        }

        foreach (var store in stores)
        {
            await books.CheckAsync(store, check.Full, cancellationToken);
        }

        if (caller.Stores is null && check.Store is null)
        {
            await books.CheckChainAsync(cancellationToken);
        }

        return TypedResults.Ok(await books.ReadAsync(caller.Stores, cancellationToken));
    }

    private static async Task<Results<Ok<NearbyView>, NotFound<Refusal>>> NearbyAsync(string store, string sku, HttpContext context, NearbyQueries queries, CancellationToken cancellationToken) =>
        context.Caller().Sees(store) && await queries.ReadAsync(store, sku, cancellationToken) is { } view
            ? TypedResults.Ok(view)
            : TypedResults.NotFound(new Refusal($"there is no store '{store}' or no product '{sku}'"));

    private static async Task<Results<Ok<TurnoverView>, BadRequest<Refusal>, NotFound<Refusal>>> TurnoverAsync(
        string store, HttpContext context, TurnoverQueries queries, CancellationToken cancellationToken, int days = 90, string sort = "slow", string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 1, out var mark) is { } bad ? bad
        : days is < 1 or > MostDays ? TypedResults.BadRequest(new Refusal($"days is {days}; expected 1 to {MostDays}"))
        : sort is not ("slow" or "fast") ? TypedResults.BadRequest(new Refusal($"sort is '{sort}'; expected slow or fast"))
        : !context.Caller().Sees(store) ? NoStore(store)
        : TypedResults.Ok(await queries.ReadAsync(store, days, sort == "slow", mark is [var skip] && int.TryParse(skip, CultureInfo.InvariantCulture, out var n) ? Math.Clamp(n, 0, 10_000_000) : 0, limit, cancellationToken));

    private static async Task<Results<Ok<ShelvesView>, NotFound<Refusal>>> ShelvesAsync(string store, HttpContext context, ShelfQueries queries, CancellationToken cancellationToken) =>
        context.Caller().Sees(store) ? TypedResults.Ok(await queries.ReadAsync(store, cancellationToken)) : NoStore(store);

    private static async Task<Results<Ok<StockPage<AlarmView>>, BadRequest<Refusal>>> AlarmsAsync(
        HttpContext context, AlarmTable alarms, CancellationToken cancellationToken, string? store = null, string show = "open", string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad
        : show is not ("open" or "all") ? TypedResults.BadRequest(new Refusal($"show is '{show}'; expected open or all"))
        : TypedResults.Ok(await alarms.ListAsync(Wanted(context.Caller(), store), show == "all", mark, limit, cancellationToken));

    private static async Task<Results<Ok<AlarmView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> AcknowledgeAsync(
        string id, HttpContext context, AlarmTable alarms, CancellationToken cancellationToken) =>
        (await alarms.AcknowledgeAsync(id, context.Caller(), cancellationToken)).Told();
}
