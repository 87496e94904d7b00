using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Customers;

/// <summary>Everybody's consents over HTTP.</summary>
internal static class ConsentsApi
{
    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/consents").WithTags("Consents").AddEndpointFilter(CustomersApi.NotKept);
        api.MapGet("", ListAsync).Needs(Permission.ViewCustomers).WithName("listConsents").WithSummary("Consents that hold or held, latest first")
            .WithDescription("kind: face (gateway by gateway) or marketing (by purpose and channel). state and text, the version of a text, narrow it down.");
        api.MapGet("/texts", TextsAsync).Needs(Permission.ViewCustomers).WithName("listConsentTexts").WithSummary("The texts that people agreed to, and how many hold to each");
    }

    private static async Task<Results<Ok<ConsentPage>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, ConsentQueries queries, CancellationToken cancellationToken, string kind = "face", string? state = null, string? text = null, string? after = null, int limit = 50)
    {
        CustomerMark? mark = null;
        var mistake = CustomersApi.LimitMistake(limit)
            ?? (kind is "face" or "marketing" ? null : $"kind is '{kind}'; expected face or marketing")
            ?? (after is not null && ((mark = CustomerMark.Read(after)) is null || ConsentQueries.At(mark.Value) is null) ? "after is not what a page gave as next" : null);
        return mistake is not null ? TypedResults.BadRequest(new Refusal(mistake))
            : TypedResults.Ok(await (kind == "face" ? queries.FacesAsync(state, text, mark, limit, context.Caller(), cancellationToken) : queries.MarketingAsync(state, text, mark, limit, context.Caller(), cancellationToken)));
    }

    private static async Task<Ok<ConsentTextList>> TextsAsync(ConsentQueries queries, CancellationToken cancellationToken) => TypedResults.Ok(await queries.TextsAsync(cancellationToken));
}
