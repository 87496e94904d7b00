using Cloud.Crm.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Overview;

/// <summary>The chain at a glance over HTTP.</summary>
internal static class OverviewApi
{
    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/overview", ReadAsync).Needs(Permission.ViewStores).WithTags("Overview").WithName("getOverview").WithSummary("The chain at a glance, as far as the caller sees it");

    private static async Task<Ok<ChainOverview>> ReadAsync(HttpContext context, OverviewQueries queries, CancellationToken cancellationToken) =>
        TypedResults.Ok(await queries.ReadAsync(context.Caller(), cancellationToken));
}
