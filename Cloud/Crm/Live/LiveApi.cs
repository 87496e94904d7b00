using Cloud.Crm.Access;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Cloud.Crm.Live;

/// <summary>What changes, by server-sent events.</summary>
internal static class LiveApi
{
    private const int MaxListeners = 1_000;
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(5);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").WithTags("Live");
        api.MapGet("/live", (HttpContext context, AccessGate gate, LivePoller poller, TimeProvider clock, IHostApplicationLifetime lifetime) =>
                StreamAsync(context, null, gate, poller, clock, lifetime))
            .Needs(Permission.ViewStores).WithName("liveStores").WithSummary("Server-sent events: 'stores', as GET /api/stores, now and on change")
            .Produces<IReadOnlyList<StoreSummary>>(StatusCodes.Status200OK, "text/event-stream");
        api.MapGet("/stores/{store}/live", LiveStoreAsync)
            .Needs(Permission.ViewStores).WithName("liveStore")
            .WithSummary("Server-sent events: 'store', as GET /api/stores/{store}, now and on change, and 'events', new ones, oldest first")
            .Produces<StoreView>(StatusCodes.Status200OK, "text/event-stream").Produces<Refusal>(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<EmptyHttpResult, NotFound<Refusal>>> LiveStoreAsync(
        string store, HttpContext context, AccessGate gate, FleetQueries queries, LivePoller poller, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        if (await queries.StoreAsync(store, context.RequestAborted) is null)
        {
            return TypedResults.NotFound(new Refusal($"there is no store '{store}'"));
        }

        await StreamAsync(context, store, gate, poller, clock, lifetime);
        return TypedResults.Empty;
    }

    private static async Task StreamAsync(HttpContext context, string? store, AccessGate gate, LivePoller poller, TimeProvider clock, IHostApplicationLifetime lifetime)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        if (poller.Listen(store, context.Caller().Stores, MaxListeners) is not { } listener)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        try
        {
            await context.Response.Body.FlushAsync(end.Token);
            var looked = clock.GetTimestamp();
            while (await NextAsync(listener, clock, end.Token))
            {
                if (clock.GetElapsedTime(looked) >= s_heartbeat)
                {
                    looked = clock.GetTimestamp();
                    if (!await gate.StillMayAsync(context, Permission.ViewStores))
                    {
                        // Signed out, or sees other stores than before: the page asks anew.
                        break;
                    }
                }

                await WriteWaitingAsync(context.Response, listener, end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The page was closed or the service stops.
        }
        finally
        {
            poller.Leave(listener);
        }
    }

    /// <summary>Waits for a message, at most until the next heartbeat is due; false when there will be none any more.</summary>
    private static async Task<bool> NextAsync(LiveListener listener, TimeProvider clock, CancellationToken cancellationToken)
    {
        using var due = new CancellationTokenSource(s_heartbeat, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(due.Token, cancellationToken);
        try
        {
            return await listener.Messages.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return true;
        }
    }

    private static async Task WriteWaitingAsync(HttpResponse response, LiveListener listener, CancellationToken cancellationToken)
    {
        var any = false;
        while (listener.Messages.TryRead(out var message))
        {
            any = true;
            await response.WriteAsync($"event: {message.Event}\ndata: ", cancellationToken);
            await response.Body.WriteAsync(message.Json, cancellationToken);
            await response.WriteAsync("\n\n", cancellationToken);
        }

        if (!any)
        {
            await response.WriteAsync(": still here\n\n", cancellationToken);
        }

        await response.Body.FlushAsync(cancellationToken);
    }
}
