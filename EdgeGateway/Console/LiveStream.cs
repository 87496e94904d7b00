using System.Text;
using Cloud.Contracts;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Server-sent events for open pages: <c>status</c> when something changed, <c>beat</c> so that silence is told from calm.</summary>
internal sealed class LiveStream(StatusFeed feed, int maxPages, TimeProvider clock, CancellationToken stopping)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(5);

    private int _pages;

    /// <summary>Writes events until the page leaves or the console stops.</summary>
    public async Task WriteAsync(HttpContext context)
    {
        if (Interlocked.Increment(ref _pages) > maxPages)
        {
            Interlocked.Decrement(ref _pages);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = "10";
            return;
        }

        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await FollowAsync(context.Response, ends.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page has gone, or we are.
        }
        finally
        {
            Interlocked.Decrement(ref _pages);
        }
    }

    private async Task FollowAsync(HttpResponse response, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(StatusFeed.Pace, clock);
        var sent = 0L;
        var sentAt = clock.GetTimestamp();
        do
        {
            var status = feed.Current();
            if (status.Revision != sent)
            {
                await SendAsync(response, "event: status\ndata: "u8.ToArray(), status.ToUtf8(), cancellationToken);
            }
            else if (clock.GetElapsedTime(sentAt) >= s_beat)
            {
                await SendAsync(response, "event: beat\ndata: "u8.ToArray(), Encoding.ASCII.GetBytes(EventBody.FormatTime(status.Now)), cancellationToken);
            }
            else
            {
                continue;
            }

            sent = status.Revision;
            sentAt = clock.GetTimestamp();
        }
        while (await pace.WaitForNextTickAsync(cancellationToken));
    }

    private static async Task SendAsync(HttpResponse response, byte[] head, byte[] data, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync((byte[])[.. head, .. data, (byte)'\n', (byte)'\n'], cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
