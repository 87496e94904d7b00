using System.Globalization;
using EdgeGateway.Core.Devices;

namespace Drivers.Shelves.Nodes;

/// <summary>Follows one plate's samples over all openings: what was lost, sent twice, or begun anew. No I/O; not thread-safe.</summary>
/// <remarks>
/// A restart is told at once and holds the weight back for a while: a board that starts may have tared itself, and its converter settles. Lost samples are
/// told at most once a minute, all together. A sample that was seen already is left out.
/// </remarks>
/// <param name="plate">Node and plate, for messages.</param>
internal sealed class NodeTracker(string plate)
{
    private static readonly TimeSpan s_lossesApart = TimeSpan.FromMinutes(1);

    private readonly NodeClock _clock = new();
    private string? _boot;
    private long _next;
    private long _uptimeMs;
    private TimeSpan? _heldFrom;
    private TimeSpan? _lossTold;
    private long _lost;
    private DateTimeOffset _latest;

    /// <summary>Takes a message.</summary>
    /// <param name="deviceId">The device the readings are of.</param>
    /// <param name="message">What came.</param>
    /// <param name="received">When it arrived, by a clock that only goes forward.</param>
    /// <param name="now">The same by the gateway's clock.</param>
    /// <param name="hold">How long the weight is held back after a restart.</param>
    public IReadOnlyList<LoadReading> Take(string deviceId, NodeSamples message, TimeSpan received, DateTimeOffset now, TimeSpan hold)
    {
        string? incident = Follow(message, received, hold);
        _clock.Learn(received, TimeSpan.FromMilliseconds(message.Samples[^1].UptimeMs));
        int seen = (int)Math.Clamp(_next - message.Sequence, 0, message.Samples.Count);
        var readings = new List<LoadReading>(message.Samples.Count - seen);
        foreach (NodeSample sample in message.Samples.Skip(seen))
        {
            readings.Add(Reading(deviceId, message, sample, received, now, hold) with { Incident = incident });
            incident = null;
        }
        if (readings.Count > 0)
            (_next, _uptimeMs) = (message.Sequence + message.Samples.Count, message.Samples[^1].UptimeMs);
        return readings;
    }

    private string? Follow(NodeSamples message, TimeSpan received, TimeSpan hold)
    {
        if (_boot is null)
        {
            (_boot, _next) = (message.Boot, message.Sequence);
            return null;
        }
        long uptime = message.Samples[0].UptimeMs;
        bool isNew = message.Sequence >= _next;
        if (message.Boot != _boot || (isNew && uptime < _uptimeMs))
        {
            string why = message.Boot != _boot ? $"boot {_boot} became {message.Boot}" : "its uptime fell without another boot";
            string told = string.Create(CultureInfo.InvariantCulture,
                $"{plate} restarted: {why}, uptime {Seconds(_uptimeMs)} s became {Seconds(uptime)} s; {(_lost + message.Sequence is var lost and > 0 ? $"at least {lost} samples were lost; " : "")}no weight for {hold.TotalSeconds:0.#} s, check the zero");
            (_boot, _next, _lost, _heldFrom, _lossTold) = (message.Boot, message.Sequence, 0, hold > TimeSpan.Zero ? received : null, received);
            _clock.Forget();
            return told;
        }
        if (isNew)
            _lost += message.Sequence - _next;
        if (_lost == 0 || (_lossTold is TimeSpan at && received - at < s_lossesApart))
            return null;
        string losses = string.Create(CultureInfo.InvariantCulture, $"{plate} lost {_lost} samples, the last of them before number {message.Sequence}");
        (_lost, _lossTold) = (0, received);
        return losses;
    }

    private LoadReading Reading(string deviceId, NodeSamples message, NodeSample sample, TimeSpan received, DateTimeOffset now, TimeSpan hold)
    {
        if (_heldFrom is TimeSpan from && received - from >= hold)
            _heldFrom = null;
        DateTimeOffset time = now - _clock.Age(received, TimeSpan.FromMilliseconds(sample.UptimeMs));
        // Two estimates may disagree by milliseconds; the gateway's clock may be set back by hours, and then it is right.
        if (time < _latest && _latest <= now)
            time = _latest;
        _latest = time;
        List<string> errors = [];
        if (sample.Fault is string fault)
            errors.Add(fault);
        if (_heldFrom is not null)
            errors.Add("restarted");
        return new LoadReading(deviceId, time, sample.Counts, errors.Count == 0 ? sample.Grams : null, sample.Stable, errors) { Celsius = message.Celsius };
    }

    private static string Seconds(long ms) => (ms / 1000m).ToString("0.#", CultureInfo.InvariantCulture);
}
