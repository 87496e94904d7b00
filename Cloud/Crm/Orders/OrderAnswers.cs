using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Orders;

/// <summary>What the endpoints of orders have in common.</summary>
internal static class OrderAnswers
{
    internal const int MaxLimit = 200;

    /// <summary>Says in the description of an endpoint with which statuses it refuses.</summary>
    internal static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<Refusal>(status);
        }

        return endpoint;
    }

    internal static JsonHttpResult<Refusal> Refuse(int status, string why) => TypedResults.Json(new Refusal(why), FleetJson.Default.Refusal, statusCode: status);

    internal static JsonHttpResult<Refusal> Refuse(Refused refused) => Refuse(refused.Status, refused.Why);

    internal static JsonHttpResult<Refusal> Wrong(string why) => Refuse(StatusCodes.Status400BadRequest, why);

    internal static JsonHttpResult<Refusal> Missing(string why) => Refuse(StatusCodes.Status404NotFound, why);

    /// <summary>What is wrong with a page that is asked for, or null.</summary>
    internal static string? CheckPage(int limit, string? after, int parts) =>
        limit is < 1 or > MaxLimit ? FormattableString.Invariant($"limit is {limit}; expected 1 to {MaxLimit}")
        : after is not null && KeyMark.Read(after, parts) is null ? "after is not what a page gave as next" : null;

    /// <summary>The version an editor holds: null with <c>If-Match: *</c>. Where it says none, what to answer.</summary>
    internal static (long? Version, Refused? Refused) Wanted(HttpContext context) => context.Request.Headers.IfMatch.Count > 0
        ? (ETags.Wanted(context), null)
        : (null, new Refused(StatusCodes.Status428PreconditionRequired, "If-Match is missing: send the etag that was read in quotes, so that nobody's change is overwritten unseen, or * for any"));
}
