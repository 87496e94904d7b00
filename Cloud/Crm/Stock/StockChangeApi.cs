using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Stock;

/// <summary>What people do with a store's goods, over HTTP. The same Idempotency-Key of the same caller does it once.</summary>
internal static class StockChangeApi
{
    private const string Key = "Idempotency-Key";
    private const int MostDays = 366;

    internal static void Map(RouteGroupBuilder api)
    {
        var store = api.MapGroup("/stock/{store}");
        store.MapPost("/scrap", ScrapAsync).Needs(Permission.MoveStock).WithName("scrapStock").WithSummary("Throws goods away, with a reason");
        store.MapPost("/moves", MoveAsync).Needs(Permission.MoveStock).WithName("moveStock").WithSummary("Carries goods from one location of the store to another");
        store.MapPost("/reservations", HoldAsync).Needs(Permission.MoveStock).WithName("reserveStock").WithSummary("Puts goods aside for a while")
            .WithDescription("409: fewer are available. What nobody fetched in time is available again by itself.");
        store.MapGet("/reservations", ReservationsAsync).Needs(Permission.ViewStock).WithName("listReservations").WithSummary("What is put aside, what expires first on top");
        store.MapDelete("/reservations/{id}", ReleaseAsync).Needs(Permission.MoveStock).WithName("releaseReservation").WithSummary("Puts goods back");
        store.MapPost("/reservations/{id}/fulfil", FulfilAsync).Needs(Permission.MoveStock).WithName("fulfilReservation").WithSummary("The goods went to whom they were for; the sale moves them");
        store.MapGet("/locations", PlacesAsync).Needs(Permission.ViewStock).WithName("listStockLocations").WithSummary("Names that the store gives its places");
        store.MapPut("/locations", PlaceAsync).Needs(Permission.MoveStock).WithName("setStockLocation").WithSummary("Says where in the books a place stands");
        api.MapGet("/stock/scrapped", ScrappedAsync).Needs(Permission.ViewStock).WithName("listScrapped").WithSummary("What was thrown away, why, by whom, and what it had cost");
    }

    /// <summary>Whether a key can be one; else why not.</summary>
    internal static BadRequest<Refusal>? CheckKey(string? key) =>
        key is { Length: 0 or > 64 } || key?.All(c => c is > ' ' and <= '~') == false ? TypedResults.BadRequest(new Refusal("Idempotency-Key is 1 to 64 ASCII characters, such as a UUID")) : null;

    private static async Task<Results<Ok<MoveView>, Created<MoveView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> ScrapAsync(
        string store, ScrapBody body, [FromHeader(Name = Key)] string? key, HttpContext context, StockHandling handling, CancellationToken cancellationToken) =>
        CheckKey(key) is { } bad ? bad : !context.Caller().Sees(store) ? StockApi.NoStore(store)
        : (await handling.ScrapAsync(store, body, context.Caller(), key, cancellationToken)).Made(Address);

    private static async Task<Results<Ok<MoveView>, Created<MoveView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> MoveAsync(
        string store, MoveBody body, [FromHeader(Name = Key)] string? key, HttpContext context, StockHandling handling, CancellationToken cancellationToken) =>
        CheckKey(key) is { } bad ? bad : !context.Caller().Sees(store) ? StockApi.NoStore(store)
        : (await handling.MoveAsync(store, body, context.Caller(), key, cancellationToken)).Made(Address);

    private static async Task<Results<Ok<ReservationView>, Created<ReservationView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> HoldAsync(
        string store, ReservationBody body, [FromHeader(Name = Key)] string? key, HttpContext context, Reservations reservations, CancellationToken cancellationToken) =>
        CheckKey(key) is { } bad ? bad : !context.Caller().Sees(store) ? StockApi.NoStore(store)
        : (await reservations.HoldAsync(store, body, context.Caller(), key, cancellationToken)).Made(held => $"/api/stock/{Uri.EscapeDataString(store)}/reservations/{held.Id}");

    private static async Task<Results<Ok<StockPage<ReservationView>>, BadRequest<Refusal>, NotFound<Refusal>>> ReservationsAsync(
        string store, HttpContext context, Reservations reservations, CancellationToken cancellationToken, string? after = null, int limit = 50) =>
        PageMark.Check(limit, after, 2, out var mark) is { } bad ? bad : !context.Caller().Sees(store) ? StockApi.NoStore(store)
        : TypedResults.Ok(await reservations.ListAsync(store, mark, limit, cancellationToken));

    private static async Task<Results<Ok<ReservationView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> ReleaseAsync(
        string store, string id, HttpContext context, Reservations reservations, CancellationToken cancellationToken) =>
        !context.Caller().Sees(store) ? StockApi.NoStore(store) : (await reservations.EndAsync(store, id, "released", context.Caller(), cancellationToken)).Told();

    private static async Task<Results<Ok<ReservationView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> FulfilAsync(
        string store, string id, HttpContext context, Reservations reservations, CancellationToken cancellationToken) =>
        !context.Caller().Sees(store) ? StockApi.NoStore(store) : (await reservations.EndAsync(store, id, "fulfilled", context.Caller(), cancellationToken)).Told();

    private static async Task<Results<Ok<PlaceNames>, NotFound<Refusal>>> PlacesAsync(string store, HttpContext context, StockHandling handling, CancellationToken cancellationToken) =>
        context.Caller().Sees(store) ? TypedResults.Ok(await handling.PlacesAsync(store, cancellationToken)) : StockApi.NoStore(store);

    private static async Task<Results<Ok<PlaceName>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> PlaceAsync(
        string store, PlaceName place, HttpContext context, StockHandling handling, CancellationToken cancellationToken) =>
        !context.Caller().Sees(store) ? StockApi.NoStore(store) : (await handling.PlaceAsync(store, place, context.Caller(), cancellationToken)).Told();

    private static async Task<Results<Ok<ScrappedView>, BadRequest<Refusal>, NotFound<Refusal>>> ScrappedAsync(
        string store, HttpContext context, StockHandling handling, CancellationToken cancellationToken, int days = 30) =>
        days is < 1 or > MostDays ? TypedResults.BadRequest(new Refusal($"days is {days}; expected 1 to {MostDays}"))
        : !context.Caller().Sees(store) ? StockApi.NoStore(store)
        : TypedResults.Ok(await handling.ScrappedAsync(store, days, cancellationToken));

    private static string Address(MoveView move) => $"/api/stock/{Uri.EscapeDataString(move.Store)}/{Uri.EscapeDataString(move.Sku)}";
}
