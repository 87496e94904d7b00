using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Cloud.Crm.Programme;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Sales;

/// <summary>Sales over HTTP, and with them points, levels, vouchers and the programme.</summary>
internal static class SalesApi
{
    /// <summary>The most rows of a page.</summary>
    internal const int MaxLimit = 200;

    /// <summary>How often a sale that came twice at once is tried.</summary>
    private const int MostTries = 5;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Sales");
        api.MapPost("/sales", PostAsync).Needs(Permission.PostSales).WithName("postSale").WithSummary("A till hands in a sale or a return")
            .WithDescription("id is the till's own UUID: the same sale again is answered the same and counted once, whichever way it came first; another sale under the id is a conflict.");
        api.MapGet("/sales", ListAsync).Needs(Permission.ViewSales).WithName("listSales").WithSummary("Sales and returns, newest first");
        api.MapGet("/sales/summary", SummaryAsync).Needs(Permission.ViewSales).WithName("sumSales").WithSummary("What was sold, by day, week, month and store");
        api.MapGet("/sales/inbox", InboxAsync).Needs(Permission.ViewSales).WithName("listSalesInbox").WithSummary("Sales that came as events and are not booked");
        api.MapPost("/sales/inbox/{id}/retry", RetryAsync).Needs(Permission.RetrySales).WithName("retrySale").WithSummary("Has such a sale looked at again");
        api.MapGet("/sales/{id}", FindAsync).Needs(Permission.ViewSales).WithName("getSale").WithSummary("A sale or a return with its lines");
        ProgrammeApi.Map(api);
        PointsApi.Map(api);
        VouchersApi.Map(api);
    }

    private static async Task<Results<Ok<SaleView>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> PostAsync(
        [FromBody] SaleBody body, HttpContext context, SaleBook book, SaleQueries queries, MemberKeyring keys, HeadquartersDatabase database, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var (sale, mistakes) = SaleCheck.Of(body, now, now, keys.Key?.CountryCode ?? "86", null);
        if (sale is null)
        {
            return TypedResults.BadRequest(new Refusal(mistakes!));
        }

        if (!context.Caller().Sees(sale.Store))
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{sale.Store}'"));
        }

        SaleOutcome outcome;
        try
        {
            outcome = await BookAsync(book, database, sale, cancellationToken);
        }
        catch (SaleRefusedException refused)
        {
            return TypedResults.Conflict(new Refusal(refused.Message));
        }

        return outcome.Kind switch
        {
            SaleOutcomeKind.Applied or SaleOutcomeKind.Same => TypedResults.Ok((await queries.FindAsync(sale.Id, context.Caller(), cancellationToken))!),
            _ => TypedResults.Conflict(new Refusal(outcome.Said!)),
        };
    }

    /// <summary>Books a sale; one that comes twice at once is looked at again.</summary>
    private static async Task<SaleOutcome> BookAsync(SaleBook book, HeadquartersDatabase database, Sale sale, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await database.WriteAsync(
                    async transaction =>
                    {
                        var outcome = (await book.ApplyAsync(transaction, [sale], isStrict: true, cancellationToken))[0];
                        if (outcome.Kind == SaleOutcomeKind.Applied && sale.Kind == SaleKind.Sale)
                        {
                            await SaleInbox.WakeAsync(transaction, database, [sale.Id], sale.ReceivedAt, cancellationToken);
                        }

                        return outcome;
                    },
                    cancellationToken);
            }
            catch (SaleRaceException) when (tries < MostTries)
            {
                // The other one stands in the books now.
            }
        }
    }

    private static async Task<Results<Ok<SalePage>, BadRequest<Refusal>, NotFound<Refusal>>> ListAsync(
        HttpContext context, SaleQueries queries, CancellationToken cancellationToken, string? store = null, string? member = null, string? after = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        SaleMark? mark = null;
        if (after is not null && (mark = SaleMark.Read(after)) is null)
        {
            return TypedResults.BadRequest(new Refusal("after is not what a page gave as next"));
        }

        return store is not null && !context.Caller().Sees(store)
            ? TypedResults.NotFound(new Refusal($"there is no store '{store}'"))
            : TypedResults.Ok(await queries.ListAsync(store, member, context.Caller(), mark, limit, cancellationToken));
    }

    private static async Task<Results<Ok<SaleView>, NotFound<Refusal>>> FindAsync(string id, HttpContext context, SaleQueries queries, CancellationToken cancellationToken) =>
        await queries.FindAsync(id.ToLowerInvariant(), context.Caller(), cancellationToken) is { } sale && context.Caller().Sees(sale.Store)
            ? TypedResults.Ok(sale)
            : TypedResults.NotFound(new Refusal($"there is no sale '{id}'"));

    private static async Task<Results<Ok<SaleSummary>, BadRequest<Refusal>, NotFound<Refusal>>> SummaryAsync(
        HttpContext context, SaleSums sums, TimeProvider clock, ProgrammeTable programmes, CancellationToken cancellationToken, string? store = null, int days = 30)
    {
        if (days is < 1 or > SaleSums.MostDays)
        {
            return TypedResults.BadRequest(new Refusal($"days is {days}; expected 1 to {SaleSums.MostDays}"));
        }

        if (store is not null && !context.Caller().Sees(store))
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{store}'"));
        }

        var today = LevelBook.Today((await programmes.ReadAsync(cancellationToken)).Programme, clock.GetUtcNow());
        return TypedResults.Ok(await sums.ReadAsync(store, context.Caller().Stores, today, days, cancellationToken));
    }

    private static async Task<Results<Ok<InboxView>, BadRequest<Refusal>>> InboxAsync(
        HttpContext context, SaleInbox inbox, CancellationToken cancellationToken, string state = "refused", int limit = 50) =>
        state is not ("waiting" or "refused") ? TypedResults.BadRequest(new Refusal($"state is '{state}'; expected waiting or refused"))
        : limit is < 1 or > MaxLimit ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"))
        : TypedResults.Ok(await inbox.ListAsync(state, context.Caller().Stores, limit, cancellationToken));

    private static async Task<Results<Accepted, NotFound<Refusal>>> RetryAsync(string id, HttpContext context, SaleInbox inbox, CancellationToken cancellationToken) =>
        id.Split('-') is [var gateway, var position] && int.TryParse(gateway, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && await inbox.RetryAsync(number, at, context.Caller().Stores, cancellationToken)
            ? TypedResults.Accepted("/api/sales/inbox")
            : TypedResults.NotFound(new Refusal($"there is no sale '{id}' in the inbox"));
}
