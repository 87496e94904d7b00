using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;
using EdgeGateway.Core.Shelves.Live;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>What the shelf page asks for: the plates with their goods, live, and the trace of one plate's load.</summary>
public sealed class ShelfEndpoints
{
    /// <summary>How often the shelves are sent at most.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly Func<ShelvesView> _shelves;
    private readonly Func<string, IReadOnlyList<TracePoint>?> _trace;
    private readonly EventStreams _streams;
    private readonly TimeProvider _clock;
    private byte[]? _latest;
    private long _madeAt;

    /// <param name="shelves">The shelves now; quick and safe from any thread.</param>
    /// <param name="trace">The last two minutes of a plate, oldest first; null where there is no such plate.</param>
    /// <param name="maxPages">How many pages may be live at once.</param>
    /// <param name="clock">The pace of the live pages.</param>
    /// <param name="stopping">Ends the live pages when the service stops.</param>
    public ShelfEndpoints(
        Func<ShelvesView> shelves, Func<string, IReadOnlyList<TracePoint>?> trace, int maxPages, TimeProvider clock, CancellationToken stopping)
    {
        (_shelves, _trace, _clock) = (shelves, trace, clock);
        _streams = new EventStreams(maxPages, stopping);
        Routes =
        [
            new("GET", "/v1/shelves", r => ConsoleAnswer.SendAsync(r.Response, Current())),
            new("GET", "/v1/shelves/live", r => _streams.WriteAsync(r.Context, FollowAsync)),
            new("GET", "/v1/shelves/plates/{plate}/trace", TraceAsync),
        ];
    }

    /// <summary>What it answers.</summary>
    public IReadOnlyList<ConsoleRoute> Routes { get; }

    /// <summary>The shelves as JSON, made at most four times a second however many pages ask.</summary>
    private byte[] Current()
    {
        lock (_gate)
        {
            if (_latest is null || _clock.GetElapsedTime(_madeAt) >= Pace)
            {
                _madeAt = _clock.GetTimestamp();
                var made = JsonSerializer.SerializeToUtf8Bytes(_shelves(), ShelfJson.Default.ShelvesView);

                // The same bytes are the same array, so that a page at rest costs a comparison of references.
                _latest = _latest is not null && made.AsSpan().SequenceEqual(_latest) ? _latest : made;
            }

            return _latest;
        }
    }

    private Task TraceAsync(ConsoleRequest request) => _trace(request["plate"]) is { } points
        ? ConsoleAnswer.SendAsync(request.Response, Write(points))
        : request.RefuseAsync(StatusCodes.Status404NotFound, new ConsoleError("plate", $"there is no plate \"{request["plate"]}\""));

    private static byte[] Write(IReadOnlyList<TracePoint> points)
    {
        var buffer = new ArrayBufferWriter<byte>(64 + (points.Count * 28));
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("points");
            foreach (var point in points)
            {
                json.WriteStartArray();
                json.WriteNumberValue(point.At.ToUnixTimeMilliseconds());
                json.WriteStringValue(point.Grams.ToString("F1", System.Globalization.CultureInfo.InvariantCulture));
                json.WriteEndArray();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Server-sent events: <c>shelves</c> at once and when something changed, at most four a second; <c>beat</c> in between.</summary>
    private async Task FollowAsync(EventWriter writer, CancellationToken cancellationToken)
    {
        using var pace = new PeriodicTimer(Pace, _clock);
        byte[]? sent = null;
        var sentAt = _clock.GetTimestamp();
        do
        {
            var now = Current();
            if (!ReferenceEquals(now, sent))
            {
                await writer.SendAsync("shelves", now, cancellationToken);
            }
            else if (_clock.GetElapsedTime(sentAt) >= EventStreams.Beat)
            {
                await writer.SendAsync("beat", Encoding.ASCII.GetBytes(EventBody.FormatTime(_clock.GetUtcNow())), cancellationToken);
            }
            else
            {
                continue;
            }

            (sent, sentAt) = (now, _clock.GetTimestamp());
        }
        while (await pace.WaitForNextTickAsync(cancellationToken));
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ShelvesView))]
internal sealed partial class ShelfJson : JsonSerializerContext;
