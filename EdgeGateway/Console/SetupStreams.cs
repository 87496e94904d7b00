using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Cloud.Contracts;
using EdgeGateway.Core.Setup;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>The live side of the setup page: ports as they change, and the bytes of one device as they go over its line.</summary>
internal sealed class SetupStreams(ISetup setup, int maxPages, TimeProvider clock, CancellationToken stopping)
{
    /// <summary>How many reads and writes wait for a page that is slow; the oldest are left out, and how many is said.</summary>
    internal const int WaitingBytes = 256;

    /// <summary>How many pages may follow a device's bytes at once, however many setup pages there are: each holds up to a megabyte.</summary>
    internal const int BytesPages = 8;

    private static readonly TimeSpan s_portsPace = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_bytesPace = TimeSpan.FromMilliseconds(100);

    private readonly EventStreams _ports = new(maxPages, stopping);
    private readonly EventStreams _bytes = new(Math.Min(maxPages, BytesPages), stopping);

    /// <summary>What is plugged in and what is configured.</summary>
    public static SetupState StateOf(ISetup setup) => new(setup.Ports, setup.Devices);

    /// <summary>Sends <c>ports</c> at once and whenever they changed, at most four times a second, and <c>beat</c> in between.</summary>
    public Task WritePortsAsync(HttpContext context) => _ports.WriteAsync(context, FollowPortsAsync);

    /// <summary>
    /// Sends <c>bytes</c> for each read and write, <c>dropped</c> with their number before the next where the page was too slow for some,
    /// and <c>beat</c> in between; <c>removed</c> is the last when the device is removed.
    /// </summary>
    public Task WriteBytesAsync(HttpContext context, string id) => _bytes.WriteAsync(context, (writer, cancellationToken) => FollowBytesAsync(writer, id, cancellationToken));

    private async Task FollowPortsAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        var seen = 0L;
        while (true)
        {
            var change = setup.WaitForChangeAsync(seen, cancellationToken);
            while (!await EndsWithinBeatAsync(change, cancellationToken))
            {
                await BeatAsync(writer, cancellationToken);
            }

            seen = await change;
            await writer.SendAsync("ports", JsonSerializer.SerializeToUtf8Bytes(StateOf(setup), SetupJson.Default.SetupState), cancellationToken);
            await Task.Delay(s_portsPace, clock, cancellationToken);
        }
    }

    private async Task FollowBytesAsync(EventWriter writer, string id, CancellationToken cancellationToken)
    {
        var dropped = 0L;
        var options = new BoundedChannelOptions(WaitingBytes) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true, SingleWriter = true };
        var waiting = Channel.CreateBounded<DeviceBytes>(options, _ => Interlocked.Increment(ref dropped));
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pump = PumpAsync(setup.WatchAsync(id, ends.Token), waiting.Writer);
        try
        {
            await BeatAsync(writer, cancellationToken);
            var more = waiting.Reader.WaitToReadAsync(cancellationToken).AsTask();
            while (true)
            {
                if (!await EndsWithinBeatAsync(more, cancellationToken))
                {
                    await BeatAsync(writer, cancellationToken);
                    continue;
                }

                if (!await more)
                {
                    await writer.SendAsync("removed", "{}"u8.ToArray(), cancellationToken);
                    return;
                }

                AddWaiting(writer, waiting.Reader, Interlocked.Exchange(ref dropped, 0));
                await writer.FlushAsync(cancellationToken);
                await Task.Delay(s_bytesPace, clock, cancellationToken);
                more = waiting.Reader.WaitToReadAsync(cancellationToken).AsTask();
            }
        }
        finally
        {
            await ends.CancelAsync();
            await pump;
        }
    }

    private static void AddWaiting(EventWriter writer, ChannelReader<DeviceBytes> waiting, long dropped)
    {
        if (dropped > 0)
        {
            writer.Add("dropped", JsonSerializer.SerializeToUtf8Bytes(new DroppedEvents(dropped), SetupJson.Default.DroppedEvents));
        }

        for (var i = 0; i < WaitingBytes && waiting.TryRead(out var bytes); i++)
        {
            writer.Add("bytes", JsonSerializer.SerializeToUtf8Bytes(bytes, SetupJson.Default.DeviceBytes));
        }
    }

    private static async Task PumpAsync(IAsyncEnumerable<DeviceBytes> source, ChannelWriter<DeviceBytes> waiting)
    {
        try
        {
            await foreach (var bytes in source)
            {
                waiting.TryWrite(bytes);
            }
        }
        catch (Exception e)
        {
            // Told to the reader; where the page has gone, there is none.
            waiting.Complete(e);
            return;
        }

        waiting.Complete();
    }

    private async Task<bool> EndsWithinBeatAsync(Task task, CancellationToken cancellationToken)
    {
        try
        {
            await task.WaitAsync(EventStreams.Beat, clock, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task BeatAsync(EventWriter writer, CancellationToken cancellationToken) =>
        writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(clock.GetUtcNow())), cancellationToken);
}
