using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Access;

/// <summary>The audit over HTTP.</summary>
internal static class AuditApi
{
    private const int MaxLimit = 200;

    internal static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/audit", ListAsync).Needs(Permission.ViewAudit).WithTags("Audit").WithName("listAudit").WithSummary("Who did what, newest first")
            .WithDescription("kind, subject (with kind) and who narrow it down. after: what the page before gave as next.");

    private static async Task<Results<Ok<AuditPage>, BadRequest<Refusal>>> ListAsync(
        HttpContext context, AuditQueries queries, CancellationToken cancellationToken,
        string? kind = null, string? subject = null, string? who = null, string? after = null, int limit = 50)
    {
        if (limit is < 1 or > MaxLimit)
        {
            return TypedResults.BadRequest(new Refusal($"limit is {limit}; expected 1 to {MaxLimit}"));
        }

        if (subject is not null && kind is null)
        {
            return TypedResults.BadRequest(new Refusal("subject is an id within a kind; say which with kind"));
        }

        return TypedResults.Ok(await queries.ListAsync(context.Caller(), kind, subject, who, after, limit, cancellationToken));
    }
}
