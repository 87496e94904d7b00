using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Members;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Customers;

/// <summary>A person as a whole, over HTTP: who is one with whom, everything for the person, and nothing any more.</summary>
internal static class PersonApi
{
    internal static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/duplicates", DuplicatesAsync).Needs(Permission.MergeCustomers).WithName("listDuplicates").WithSummary("Customers who may be one person");
        api.MapPost("/duplicates/dismiss", DismissAsync).Needs(Permission.MergeCustomers).WithName("dismissDuplicate").WithSummary("Says of two customers that they are not one person");
        api.MapPost("/merges", MergeAsync).Needs(Permission.MergeCustomers).WithName("mergeCustomers").WithSummary("Makes two customers one person; can be undone without loss");
        api.MapDelete("/merges/{merge}", UndoAsync).Needs(Permission.MergeCustomers).WithName("undoMerge").WithSummary("Undoes a merge: exactly what there would be without it");
        api.MapGet("/{id}/export", ExportAsync).Needs(Permission.EraseCustomers).WithName("exportCustomer").WithSummary("Everything that is known of a person, as data and in words")
            .WithDescription("language: en, zh-CN or zh-TW, for the words.");
        api.MapPost("/{id}/erase", EraseAsync).Needs(Permission.EraseCustomers).WithName("eraseCustomer").WithSummary("Erases a person here and at every gateway, and gives a receipt")
            .WithDescription("Cannot be undone. Sales and points stay under a pseudonym that leads to nobody, visits under none, so that sums still add up.");
        api.MapGet("/{id}/erasure", ReceiptAsync).Needs(Permission.EraseCustomers).WithName("getErasure").WithSummary("The receipt of an erasure as things stand now");
    }

    private static async Task<Results<Ok<DuplicatePage>, BadRequest<Refusal>>> DuplicatesAsync(
        HttpContext context, CustomerQueries queries, MemberKeyring keys, CancellationToken cancellationToken, string? after = null, int limit = 50)
    {
        CustomerMark? mark = null;
        var mistake = CustomersApi.LimitMistake(limit) ?? (after is not null && (mark = CustomerMark.Read(after)) is null ? "after is not what a page gave as next" : null);
        return mistake is not null ? TypedResults.BadRequest(new Refusal(mistake)) : TypedResults.Ok(await queries.DuplicatesAsync(mark, limit, context.Caller(), keys.Key, cancellationToken));
    }

    private static async Task<Results<NoContent, NotFound<Refusal>>> DismissAsync(HttpContext context, [FromBody] PairBody body, MergeTable merges, CancellationToken cancellationToken) =>
        await merges.DismissAsync(body.One, body.Other, context.Caller(), cancellationToken)
            ? TypedResults.NoContent() : TypedResults.NotFound(new Refusal($"'{body.One}' and '{body.Other}' are not suggested to be one"));

    [ProducesResponseType<MergeView>(StatusCodes.Status201Created)]
    [ProducesResponseType<Refusal>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Refusal>(StatusCodes.Status409Conflict)]
    private static async Task<IResult> MergeAsync(
        HttpContext context, [FromBody] MergeBody body, MergeTable merges, CustomerDetails details, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        var change = await merges.MergeAsync(body.Keep, body.Merged, context.Caller(), cancellationToken);
        if (change.Outcome != ChangeOutcome.Created)
        {
            return CustomersApi.Refused(context, change);
        }

        courier.Nudge();
        var view = await details.FindAsync(body.Keep, context.Caller(), keys.Key, cancellationToken);
        return view?.Merges.FirstOrDefault(m => m.Id == change.Customer) is { } merge
            ? TypedResults.Created($"/api/customers/merges/{merge.Id}", merge) : TypedResults.Conflict(new Refusal("the merge was undone already"));
    }

    [ProducesResponseType<CustomerView>(StatusCodes.Status200OK)]
    [ProducesResponseType<Refusal>(StatusCodes.Status404NotFound)]
    [ProducesResponseType<Refusal>(StatusCodes.Status409Conflict)]
    private static async Task<IResult> UndoAsync(
        HttpContext context, string merge, MergeTable merges, CustomerDetails details, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        var change = await merges.UndoAsync(merge, context.Caller(), cancellationToken);
        courier.Nudge();
        return change.Outcome == ChangeOutcome.Done && await details.FindAsync(change.Customer, context.Caller(), keys.Key, cancellationToken) is { } view
            ? TypedResults.Ok(view) : CustomersApi.Refused(context, change);
    }

    private static async Task<Results<Ok<PersonDocument>, NotFound<Refusal>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> ExportAsync(
        HttpContext context, string id, PersonExport export, MemberKeyring keys, CancellationToken cancellationToken, string language = "en")
    {
        if (keys.Key is not { } key)
        {
            return CustomersApi.NoKey();
        }

        if (language is not ("en" or "zh-CN" or "zh-TW"))
        {
            return TypedResults.BadRequest(new Refusal($"language is '{language}'; expected en, zh-CN or zh-TW"));
        }

        return await export.MakeAsync(id, language, context.Caller(), key, cancellationToken) is { } document ? TypedResults.Ok(document) : CustomersApi.NoCustomer(id);
    }

    [ProducesResponseType<ErasureReceipt>(StatusCodes.Status200OK)]
    [ProducesResponseType<Refusal>(StatusCodes.Status400BadRequest)]
    [ProducesResponseType<Refusal>(StatusCodes.Status404NotFound)]
    private static async Task<IResult> EraseAsync(HttpContext context, string id, [FromBody] EraseBody body, Erasure erasure, MemberKeyring keys, MemberCourier courier, CancellationToken cancellationToken)
    {
        if (keys.Key is not { } key)
        {
            return CustomersApi.NoKey();
        }

        var change = await erasure.EraseAsync(id, body, context.Caller(), key, cancellationToken);
        courier.Nudge();
        return change.Outcome == ChangeOutcome.Done && await erasure.ReceiptAsync(change.Customer, cancellationToken) is { } receipt ? TypedResults.Ok(receipt) : CustomersApi.Refused(context, change);
    }

    private static async Task<Results<Ok<ErasureReceipt>, NotFound<Refusal>>> ReceiptAsync(string id, Erasure erasure, CancellationToken cancellationToken) =>
        await erasure.ReceiptAsync(id, cancellationToken) is { } receipt ? TypedResults.Ok(receipt) : TypedResults.NotFound(new Refusal($"no customer '{id}' was erased"));
}
