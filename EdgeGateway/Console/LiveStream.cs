using System.Text;
using Cloud.Contracts;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Server-sent events for open pages: <c>status</c> when something changed, <c>beat</c> so that silence is told from calm.</summary>
internal sealed class LiveStream(StatusFeed feed, int maxPages, TimeProvider clock, CancellationToken stopping)
{
    private readonly EventStreams _streams = new(maxPages, stopping);

    /// <summary>Writes events until the page leaves or the console stops.</summary>
    public Task WriteAsync(HttpContext context) => _streams.WriteAsync(context, FollowAsync);

    private async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(StatusFeed.Pace, clock);
        var sent = 0L;
        var sentAt = clock.GetTimestamp();
        do
        {
            var status = feed.Current();
            if (status.Revision != sent)
            {
                await writer.SendAsync("status", status.ToUtf8(), cancellationToken);
            }
            else if (clock.GetElapsedTime(sentAt) >= EventStreams.Beat)
            {
                await writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(status.Now)), cancellationToken);
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
}
