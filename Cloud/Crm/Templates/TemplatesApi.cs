using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Orders;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using static Cloud.Crm.Orders.OrderAnswers;

namespace Cloud.Crm.Templates;

/// <summary>Groups of stores and templates of their gateways' configuration, over HTTP.</summary>
internal static class TemplatesApi
{
    private const int MostShown = 50;
    private const int MostGroupBytes = 1 << 20;
    private const int MostTemplateBytes = 4 << 20;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var groups = routes.MapGroup("/api/groups").WithTags("Templates");
        groups.MapGet("", GroupsAsync).Needs(Permission.ViewStores).WithName("listGroups").WithSummary("The groups of stores");
        groups.MapPut("/{group}", SetGroupAsync).Needs(Permission.EditTemplates).WithName("setGroup").WithSummary("Makes this the group; the gateways of stores that come or go follow within seconds")
            .WithDescription("stores are listed; every store of region and below it is in the group too. If-Match with the version that was read, 0 for a new one.")
            .WithMetadata(new RequestSizeLimitAttribute(MostGroupBytes)).Refuses(400, 412, 428);
        groups.MapDelete("/{group}", RemoveGroupAsync).Needs(Permission.EditTemplates).WithName("removeGroup").WithSummary("Takes a group away that no template is for").Refuses(404, 409);

        var api = routes.MapGroup("/api/templates").WithTags("Templates");
        api.MapGet("", ListAsync).Needs(Permission.ViewStores).WithName("listTemplates").WithSummary("Every template, the one that beats the others last");
        api.MapGet("/{template}", FindAsync).Needs(Permission.ViewStores).WithName("getTemplate").WithSummary("A template with its sections").Refuses(404);
        api.MapGet("/{template}/versions", VersionsAsync).Needs(Permission.ViewStores).WithName("listTemplateVersions").WithSummary("Its latest 50 versions, newest first, also of one that was removed").Refuses(404);
        api.MapPost("/{template}/preview", PreviewAsync).Needs(Permission.EditTemplates).WithName("previewTemplate").WithSummary("Which gateways a template would change, and how; nothing is written")
            .WithMetadata(new RequestSizeLimitAttribute(MostTemplateBytes));
        api.MapPut("/{template}", SetAsync).Needs(Permission.EditTemplates).WithName("setTemplate").WithSummary("Puts a template in force; the gateways of its group follow within seconds")
            .WithDescription("Every mistake is told. If-Match with the version that was read, 0 for a new one.").WithMetadata(new RequestSizeLimitAttribute(MostTemplateBytes)).Refuses(400, 412, 428);
        api.MapDelete("/{template}", RemoveAsync).Needs(Permission.EditTemplates).WithName("removeTemplate").WithSummary("Takes a template out of force; If-Match with the version that was read").Refuses(404, 412, 428);
    }

    private static async Task<Ok<IReadOnlyList<GroupView>>> GroupsAsync(HttpContext context, GroupTable groups, CancellationToken cancellationToken) =>
        TypedResults.Ok(await groups.ListAsync(context.Caller(), cancellationToken));

    private static async Task<Results<Ok<GroupView>, JsonHttpResult<Refusal>>> SetGroupAsync(
        string group, [FromBody] GroupBody body, HttpContext context, GroupTable groups, CancellationToken cancellationToken)
    {
        var (wanted, missing) = Wanted(context);
        return (missing ?? await groups.SetAsync(context.Caller(), group, body, wanted, cancellationToken)) is { } refused
            ? Refuse(refused)
            : TypedResults.Ok((await groups.ListAsync(context.Caller(), cancellationToken)).First(known => known.Group == group));
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> RemoveGroupAsync(string group, HttpContext context, GroupTable groups, CancellationToken cancellationToken) =>
        await groups.RemoveAsync(context.Caller(), group, cancellationToken) is { } refused ? Refuse(refused) : TypedResults.NoContent();

    private static async Task<Ok<IReadOnlyList<TemplateView>>> ListAsync(HttpContext context, TemplateTable templates, CancellationToken cancellationToken) =>
        TypedResults.Ok(await templates.ListAsync(context.Caller(), cancellationToken));

    private static async Task<Results<Ok<TemplateDocument>, JsonHttpResult<Refusal>>> FindAsync(string template, HttpContext context, TemplateTable templates, CancellationToken cancellationToken)
    {
        if (await templates.FindAsync(template, cancellationToken) is not { } found)
        {
            return Missing($"there is no template '{template}'");
        }

        ETags.Set(context, found.Version);
        return TypedResults.Ok(found);
    }

    private static async Task<Results<Ok<IReadOnlyList<TemplateDocument>>, JsonHttpResult<Refusal>>> VersionsAsync(string template, TemplateTable templates, CancellationToken cancellationToken) =>
        await templates.VersionsAsync(template, cancellationToken) is { Count: > 0 } found ? TypedResults.Ok(found) : Missing($"there never was a template '{template}'");

    private static async Task<Ok<TemplatePreview>> PreviewAsync(
        string template, [FromBody] TemplateBody body, TemplateTable templates, TemplateComparison comparison, CancellationToken cancellationToken) =>
        await templates.CheckAsync(template, body, cancellationToken) is { Count: > 0 } mistakes
            ? TypedResults.Ok(new TemplatePreview([.. mistakes.Take(MostShown)], 0, 0, []))
            : TypedResults.Ok(await comparison.OfAsync(template, body, cancellationToken));

    private static async Task<Results<Ok<TemplateDocument>, JsonHttpResult<Refusal>>> SetAsync(
        string template, [FromBody] TemplateBody body, HttpContext context, TemplateTable templates, CancellationToken cancellationToken)
    {
        var (wanted, missing) = Wanted(context);
        if (missing is not null)
        {
            return Refuse(missing);
        }

        if (await templates.CheckAsync(template, body, cancellationToken) is { Count: > 0 } mistakes)
        {
            return Wrong(string.Join("; ", mistakes.Take(MostShown).Select(m => m.Path.Length == 0 ? m.Message : $"{m.Path}: {m.Message}"))
                + (mistakes.Count > MostShown ? FormattableString.Invariant($"; and {mistakes.Count - MostShown} more") : ""));
        }

        if (await templates.SetAsync(context.Caller(), template, body, wanted, cancellationToken) is { } refused)
        {
            return Refuse(refused);
        }

        return await FindAsync(template, context, templates, cancellationToken);
    }

    private static async Task<Results<NoContent, JsonHttpResult<Refusal>>> RemoveAsync(string template, HttpContext context, TemplateTable templates, CancellationToken cancellationToken)
    {
        var (wanted, missing) = Wanted(context);
        return (missing ?? await templates.RemoveAsync(context.Caller(), template, wanted, cancellationToken)) is { } refused ? Refuse(refused) : TypedResults.NoContent();
    }
}
