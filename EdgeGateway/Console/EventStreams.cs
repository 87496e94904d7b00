using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Server-sent events for so many open pages and no more; each ends with its page or with the console.</summary>
/// <param name="max">How many may be open at once; one more is answered 503.</param>
/// <param name="stopping">Ends them all when the service stops.</param>
public sealed class EventStreams(int max, CancellationToken stopping)
{
    /// <summary>How long a stream may be silent: something is sent by then, so that a page tells silence from calm.</summary>
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(5);

    private int _open;

    /// <summary>Writes events until <paramref name="followAsync"/> ends, the page leaves or the console stops.</summary>
    public async Task WriteAsync(HttpContext context, Func<EventWriter, CancellationToken, Task> followAsync)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(followAsync);
        if (Interlocked.Increment(ref _open) > max)
        {
            Interlocked.Decrement(ref _open);
            context.Response.Headers.RetryAfter = "10";
            await ConsoleAnswer.RefuseAsync(context.Response, StatusCodes.Status503ServiceUnavailable, "", $"{max} pages are open already; close one");
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await followAsync(new EventWriter(context.Response), ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page has gone, or we are.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
