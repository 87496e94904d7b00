using System.Text;
using System.Text.Json;
using Cloud.Contracts;

namespace EdgeGateway.Console;

/// <summary>The status as bytes, made at most four times a second however many pages ask.</summary>
/// <param name="read">Reads the status; quick and safe from any thread.</param>
/// <param name="clock">The time on the wire, and the pace.</param>
public sealed class StatusFeed(Func<ConsoleStatus> read, TimeProvider clock)
{
    /// <summary>How often the status is made anew.</summary>
    internal static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private StatusText? _latest;
    private long _madeAt;

    /// <summary>The status, no older than <see cref="Pace"/>.</summary>
    internal StatusText Current()
    {
        lock (_gate)
        {
            if (_latest is null || clock.GetElapsedTime(_madeAt) >= Pace)
            {
                _madeAt = clock.GetTimestamp();
                var body = JsonSerializer.SerializeToUtf8Bytes(read(), ConsoleJson.Default.ConsoleStatus);
                var changed = _latest is null || !body.AsSpan().SequenceEqual(_latest.Body);
                _latest = new StatusText(changed ? (_latest?.Revision ?? 0) + 1 : _latest!.Revision, clock.GetUtcNow(), body);
            }

            return _latest;
        }
    }
}

/// <summary>One making of the status.</summary>
/// <param name="Revision">Grows when anything but the time has changed.</param>
/// <param name="Now">When it was made.</param>
/// <param name="Body">The status without its time, a JSON object.</param>
internal sealed record StatusText(long Revision, DateTimeOffset Now, byte[] Body)
{
    /// <summary>The status with <c>now</c> in front.</summary>
    public byte[] ToUtf8()
    {
        var head = Encoding.ASCII.GetBytes($"{{\"now\":\"{EventBody.FormatTime(Now)}\",");
        return [.. head, .. Body.AsSpan(1)];
    }
}
