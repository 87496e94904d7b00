using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Cloud.Crm.Programme;

/// <summary>The programme's rules over HTTP.</summary>
internal static class ProgrammeApi
{
    internal static void Map(RouteGroupBuilder api)
    {
        api.MapGet("/programme", ReadAsync).Needs(Permission.ViewProgramme).WithTags("Programme").WithName("getProgramme").WithSummary("The members' programme as it holds now");
        api.MapPut("/programme", SetAsync).Needs(Permission.EditProgramme).WithTags("Programme").WithName("setProgramme").WithSummary("Sets other rules for what is sold from now on")
            .WithDescription("If-Match is the version that was read, \"0\" where there was none. Sales keep the rules they were made under; levels are looked at anew by the new ones.");
        api.MapPost("/programme/preview", PreviewAsync).Needs(Permission.EditProgramme).WithTags("Programme").WithName("previewProgramme")
            .WithSummary("How many members would have which level by other rules");
        api.MapGet("/members/levels", LevelsAsync).Needs(Permission.ViewProgramme).WithTags("Programme").WithName("listLevels").WithSummary("How many have which level, and who came to one lately");
    }

    private static async Task<Ok<ProgrammeView>> ReadAsync(HttpContext context, ProgrammeTable programmes, CancellationToken cancellationToken)
    {
        var view = await programmes.ReadAsync(cancellationToken);
        Tag(context, view);
        return TypedResults.Ok(view);
    }

    private static async Task<Results<Ok<ProgrammeView>, BadRequest<Refusal>, JsonHttpResult<ProgrammeView>>> SetAsync(
        [FromBody] ProgrammeDocument programme, HttpContext context, ProgrammeTable programmes, CancellationToken cancellationToken)
    {
        if (ProgrammeCheck.Mistakes(programme) is { } mistakes)
        {
            return TypedResults.BadRequest(new Refusal(mistakes));
        }

        var match = context.Request.Headers.IfMatch.ToString();
        if (!int.TryParse(match.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
        {
            return TypedResults.BadRequest(new Refusal($"If-Match is '{match}'; expected the version that was read, such as \"3\", or \"0\" where there was none"));
        }

        var isSet = await programmes.SetAsync(programme, wanted, context.Caller(), cancellationToken);
        var view = await programmes.ReadAsync(cancellationToken);
        Tag(context, view);
        return isSet ? TypedResults.Ok(view) : TypedResults.Json(view, ProgrammeJson.Default.ProgrammeView, statusCode: StatusCodes.Status412PreconditionFailed);
    }

    private static async Task<Results<Ok<ProgrammePreview>, BadRequest<Refusal>>> PreviewAsync(
        [FromBody] ProgrammeDocument programme, LevelPreview preview, CancellationToken cancellationToken) =>
        ProgrammeCheck.Mistakes(programme) is { } mistakes
            ? TypedResults.BadRequest(new Refusal(mistakes))
            : TypedResults.Ok(await preview.ReadAsync(programme, cancellationToken));

    private static async Task<Ok<LevelsView>> LevelsAsync(HttpContext context, LevelPreview preview, ProgrammeTable programmes, CancellationToken cancellationToken) =>
        TypedResults.Ok(await preview.LevelsAsync((await programmes.ReadAsync(cancellationToken)).Programme, context.Caller(), cancellationToken));

    private static void Tag(HttpContext context, ProgrammeView view) => context.Response.Headers.ETag = string.Create(CultureInfo.InvariantCulture, $"\"{view.Version}\"");
}
