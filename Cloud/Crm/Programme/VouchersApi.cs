using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Sales;
using Cloud.Crm.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Programme;

/// <summary>Vouchers over HTTP.</summary>
internal static class VouchersApi
{
    private const long MostFen = 100_000_000_000;
    private const long MostUses = 1_000_000_000;

    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/vouchers", ListAsync).Needs(Permission.ViewProgramme).WithTags("Vouchers").WithName("listVouchers").WithSummary("Vouchers by code");
        api.MapPost("/vouchers", AddAsync).Needs(Permission.EditProgramme).WithTags("Vouchers").WithName("makeVoucher").WithSummary("Makes a voucher");
        api.MapPost("/vouchers/{code}/redeem", RedeemAsync).Needs(Permission.UseVouchers).WithTags("Vouchers").WithName("redeemVoucher").WithSummary("A till takes a voucher for a sale")
            .WithDescription("The same sale again takes no second use and is answered the same. The sale may then name the voucher, or not.");
    }

    private static async Task<Results<Ok<VoucherPage>, BadRequest<Refusal>>> ListAsync(
        VoucherTable vouchers, CancellationToken cancellationToken, string? member = null, string? after = null, int limit = 50) =>
        limit is < 1 or > SalesApi.MaxLimit
            ? TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {SalesApi.MaxLimit}"))
            : TypedResults.Ok(await vouchers.ListAsync(member, after, limit, cancellationToken));

    private static async Task<Results<Created<VoucherView>, BadRequest<Refusal>, Conflict<Refusal>>> AddAsync(
        [FromBody] VoucherBody body, HttpContext context, VoucherTable vouchers, CancellationToken cancellationToken)
    {
        string?[] mistakes =
        [
            body.Name is not { Length: >= 1 and <= 100 } name || name.Any(char.IsControl) ? "name has 1 to 100 characters" : null,
            body.Code is { } code && (code.Length is < 1 or > 40 || !code.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) ? "code has 1 to 40 letters, digits and -" : null,
            body.ValueFen is < 0 or > MostFen ? $"valueFen is {body.ValueFen}; expected 0 to {MostFen}" : null,
            body.LeastFen is < 0 or > MostFen ? $"leastFen is {body.LeastFen}; expected 0 to {MostFen}" : null,
            body.Uses is < 1 or > MostUses ? $"uses is {body.Uses}; expected 1 to {MostUses}" : null,
            body.ValidUntil <= body.ValidFrom ? "validUntil is not after validFrom" : null,
            body.Store is { } store && !Identifier.IsValid(store) ? "store is none" : null,
        ];
        if (string.Join("; ", mistakes.OfType<string>()) is { Length: > 0 } found)
        {
            return TypedResults.BadRequest(new Refusal(found));
        }

        return await vouchers.AddAsync(body, context.Caller(), cancellationToken) is { } made
            ? TypedResults.Created($"/api/vouchers?after={made.Code}", made)
            : TypedResults.Conflict(new Refusal($"there is a voucher '{body.Code}' already"));
    }

    private static async Task<Results<Ok<VoucherRedeemed>, BadRequest<Refusal>, NotFound<Refusal>, Conflict<Refusal>>> RedeemAsync(
        string code, [FromBody] VoucherRedeem redeem, HttpContext context, VoucherTable vouchers, HeadquartersDatabase database, TimeProvider clock, CancellationToken cancellationToken)
    {
        string?[] mistakes =
        [
            redeem.Sale == Guid.Empty ? "sale is missing; expected the till's own UUID of the sale" : null,
            redeem.Store is null || !Identifier.IsValid(redeem.Store) ? "store is missing or none" : null,
            redeem.Till is not { Length: >= 1 and <= 64 } ? "till has 1 to 64 characters" : null,
            redeem.TotalFen is < 0 or > MostFen ? $"totalFen is {redeem.TotalFen}; expected 0 to {MostFen}" : null,
        ];
        if (string.Join("; ", mistakes.OfType<string>()) is { Length: > 0 } found)
        {
            return TypedResults.BadRequest(new Refusal(found));
        }

        if (!context.Caller().Sees(redeem.Store!))
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{redeem.Store}'"));
        }

        var redemption = new VoucherRedemption(redeem.Sale.ToString("D"), redeem.Store!, redeem.Till, redeem.TotalFen, redeem.Member, clock.GetUtcNow().UtcDateTime);
        var use = await database.WriteAsync(transaction => vouchers.UseAsync(transaction, code, redemption, cancellationToken), cancellationToken);
        return use.Redeemed is { } redeemed ? TypedResults.Ok(redeemed)
            : use.Why == VoucherRefusal.Unknown ? TypedResults.NotFound(new Refusal(use.Refusal!))
            : TypedResults.Conflict(new Refusal(use.Refusal!));
    }
}
