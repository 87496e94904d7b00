using Cloud.Contracts.Commands;
using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Cloud.Crm.Joining;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace Cloud.Crm.Campaigns;

/// <summary>Bundles over HTTP: brought by people, fetched by gateways.</summary>
internal static class BundlesApi
{
    private const string Type = "application/octet-stream";
    private const int ChunkSize = 64 * 1024;

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/bundles").WithTags("Updates");
        api.MapGet("", ListAsync).Needs(Permission.MaintainGateways).WithName("listBundles").WithSummary("Update bundles, the latest first");
        api.MapPost("", AddAsync).Needs(Permission.MaintainGateways).WithName("addBundle").WithSummary("Brings a signed update bundle")
            .WithDescription("The body is the file that make-bundle.sh made. It is looked at, its hashes are checked, and its signature too where updates.publicKey is configured. The same file again is the same bundle.")
            .Accepts<byte[]>(Type).WithMetadata(new RequestSizeLimitAttribute(UpdateOrder.MostBytes));
        api.MapDelete("/{bundle}", RemoveAsync).Needs(Permission.MaintainGateways).WithName("removeBundle").WithSummary("Removes a bundle that no campaign under way is of");
        api.MapGet("/{bundle}/content", ContentAsync).Needs(Permission.None).WithName("getBundleContent").WithSummary("A bundle's bytes, for gateways that joined")
            .WithDescription("Authorization: Gateway SERIAL SIGNATURE, by the key of its certificate (docs/update.md). Ranges are answered. Any gateway that joined may have any bundle.")
            .Produces<byte[]>(StatusCodes.Status200OK, Type).Produces<byte[]>(StatusCodes.Status206PartialContent, Type)
            .Produces<Refusal>(StatusCodes.Status403Forbidden).Produces<Refusal>(StatusCodes.Status404NotFound).Produces<Refusal>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<Ok<IReadOnlyList<BundleView>>> ListAsync(BundleTable bundles, CancellationToken cancellationToken) => TypedResults.Ok(await bundles.ListAsync(cancellationToken));

    private static async Task<Results<Ok<BundleView>, BadRequest<Refusal>, JsonHttpResult<Refusal>>> AddAsync(HttpContext context, BundleTable bundles, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), $"headquarters-{Guid.NewGuid():N}.update");
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
            });
            await context.Request.Body.CopyToAsync(file, ChunkSize, cancellationToken);
            return TypedResults.Ok(await bundles.AddAsync(file, context.Caller(), cancellationToken));
        }
        catch (BundleException exception)
        {
            return TypedResults.BadRequest(new Refusal($"the file is not taken: {exception.Message}"));
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return Problem($"the file has more than {UpdateOrder.MostBytes} bytes", StatusCodes.Status413PayloadTooLarge);
        }
    }

    private static async Task<Results<NoContent, Conflict<Refusal>>> RemoveAsync(string bundle, HttpContext context, BundleTable bundles, CancellationToken cancellationToken) =>
        await bundles.RemoveAsync(bundle, context.Caller(), cancellationToken)
            ? TypedResults.NoContent() : TypedResults.Conflict(new Refusal($"there is no bundle '{bundle}', or a campaign under way is of it"));

    private static async Task<IResult> ContentAsync(string bundle, HttpContext context, BundleTable bundles, GatewayCallers gateways, BundleDoor door, CancellationToken cancellationToken)
    {
        if (await gateways.FindAsync(context, cancellationToken) is null)
        {
            return Problem("only a gateway that joined may fetch a bundle, by the key of its present certificate", StatusCodes.Status403Forbidden);
        }

        if (await bundles.FindAsync(bundle, cancellationToken) is not { } known)
        {
            return Problem($"there is no bundle '{bundle}'", StatusCodes.Status404NotFound);
        }

        if (!door.TryEnter())
        {
            context.Response.Headers.RetryAfter = "30";
            return Problem($"{BundleDoor.Most} bundles are being fetched here; come again", StatusCodes.Status503ServiceUnavailable);
        }

        context.Response.OnCompleted(() =>
        {
            door.Leave();
            return Task.CompletedTask;
        });
        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Stream(new BundleStream(bundles, known.Hash, known.Size), Type, entityTag: new EntityTagHeaderValue($"\"{known.Hash}\""), enableRangeProcessing: true);
    }

    private static JsonHttpResult<Refusal> Problem(string text, int status) => TypedResults.Json(new Refusal(text), FleetJson.Default.Refusal, statusCode: status);
}

/// <summary>How many gateways may fetch from this node at a time: each holds a piece in memory.</summary>
internal sealed class BundleDoor
{
    /// <summary>The most.</summary>
    internal const int Most = 64;

    private int _inside;

    /// <summary>Lets one more in; false where too many are.</summary>
    internal bool TryEnter()
    {
        if (Interlocked.Increment(ref _inside) <= Most)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>One has gone.</summary>
    internal void Leave() => Interlocked.Decrement(ref _inside);
}
