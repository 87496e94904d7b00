using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Cloud.Contracts;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Staff;

namespace EdgeGateway.Console;

/// <summary>Server-sent events for one phone: <c>staff</c> at once and whenever something is otherwise, without any pause; <c>beat</c> in between; <c>revoked</c> at the end.</summary>
/// <param name="alerts">The alerts.</param>
/// <param name="book">Shifts and phones.</param>
/// <param name="clock">The pace of the beats.</param>
[SupportedOSPlatform("linux")]
internal sealed class StaffLive(AlertDesk alerts, StaffBook book, TimeProvider clock)
{
    /// <summary>Writes until the phone leaves or may no longer look.</summary>
    /// <param name="view">What is shown; null where the phone was revoked.</param>
    /// <param name="writer">The phone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task FollowAsync(Func<StaffView?> view, EventWriter writer, CancellationToken cancellationToken)
    {
        // One wake is enough, however much has changed until it is heard: the whole view is sent.
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
        void Wake() => wake.Writer.TryWrite(true);
        alerts.Changed += Wake;
        book.Changed += Wake;
        try
        {
            while (true)
            {
                if (view() is not { } shown)
                {
                    await writer.SendAsync("revoked", "{}"u8.ToArray(), cancellationToken);
                    return;
                }

                await writer.SendAsync("staff", JsonSerializer.SerializeToUtf8Bytes(shown, StaffJson.Default.StaffView), cancellationToken);
                while (!await WokenAsync(wake.Reader, cancellationToken))
                {
                    await writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(clock.GetUtcNow())), cancellationToken);
                }
            }
        }
        finally
        {
            alerts.Changed -= Wake;
            book.Changed -= Wake;
        }
    }

    /// <summary>Waits for a change or the time of a beat.</summary>
    private async Task<bool> WokenAsync(ChannelReader<bool> wake, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var woken = wake.WaitToReadAsync(over.Token).AsTask();
        await Task.WhenAny(woken, Task.Delay(EventStreams.Beat, clock, over.Token));
        await over.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        return wake.TryRead(out _);
    }
}
