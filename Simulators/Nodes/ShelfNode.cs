using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Simulators.Session;
using Simulators.Shelves;

namespace Simulators.Nodes;

/// <summary>An ESP32 board with load cells, as docs/shelf-nodes.md describes what it says: one node, one plate a converter.</summary>
/// <remarks>
/// Script, besides that of a plate: <c>reboot</c>, <c>lose N</c> (samples that are counted and never sent), <c>unplug</c> (without a goodbye), <c>replug</c>,
/// <c>silence</c>, <c>talk</c>.
/// </remarks>
internal sealed class ShelfNode(ShelfNodeSettings settings, IReadOnlyList<(string Name, PlateSurface Plate)> plates, Random random, TimeProvider clock) : IFreeDevice
{
    private const int ZeroCounts = 1 << 23;
    private static readonly TimeSpan s_reconnect = TimeSpan.FromSeconds(1);

    private readonly List<Sample>[] _waiting = [.. plates.Select(_ => new List<Sample>())];
    private MqttClient? _client;
    private string _boot = "";
    private long _bootedAt;
    private long _sequence;
    private long _sampledAt;
    private long _pingedAt;
    private long? _retryAt;
    private bool _isSilent;

    /// <inheritdoc/>
    public Lock Gate { get; } = new();

    private string Topic => $"{settings.Root}/{settings.Node}";

    private long UptimeMs => (long)clock.GetElapsedTime(_bootedAt).TotalMilliseconds + settings.UptimeMs;

    /// <inheritdoc/>
    public string Open()
    {
        Boot();
        return $"mqtt://{settings.Host}:{settings.Port.ToString(CultureInfo.InvariantCulture)}/{settings.Node}";
    }

    /// <inheritdoc/>
    public TimeSpan Step()
    {
        if (_retryAt is { } failed && clock.GetElapsedTime(failed) >= s_reconnect)
        {
            Connect();
        }

        if (clock.GetElapsedTime(_sampledAt) >= settings.SampleEvery)
        {
            // As the converters run on a clock of their own, a late step does not shift the next.
            _sampledAt += (long)(settings.SampleEvery.TotalSeconds * clock.TimestampFrequency);
            TakeSamples();
        }

        return settings.SampleEvery - clock.GetElapsedTime(_sampledAt) is { Ticks: > 0 } left ? left : TimeSpan.Zero;
    }

    /// <inheritdoc/>
    public string? Apply(ScriptLine line)
    {
        switch (line)
        {
            case { Verb: "reboot" }:
                _client?.Dispose();
                Boot();
                return null;
            case { Verb: "lose", Amount: > 0 and { } count }:
                Array.ForEach(_waiting, waiting => waiting.Clear());
                _sequence += (long)count;
                return null;
            case { Verb: "unplug" }:
                _client?.Dispose();
                (_client, _retryAt) = (null, null);
                return null;
            case { Verb: "replug" }:
                Connect();
                return null;
            case { Verb: "silence" or "talk" }:
                _isSilent = line.Verb == "silence";
                return null;
            default:
                var at = line.Unit is { } unit ? plates.ToList().FindIndex(plate => plate.Plate.UnitId == unit) : 0;
                return at < 0 ? $"unit {line.Unit}: not on this node" : plates[at].Plate.Apply(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            _client?.Send($"{Topic}/state", State(online: false), retain: true);
            _client?.Leave();
        }
        catch (IOException)
        {
            // The broker is gone.
        }

        _client?.Dispose();
    }

    private void Boot()
    {
        _boot = random.Next().ToString("x8", CultureInfo.InvariantCulture);
        _bootedAt = _sampledAt = clock.GetTimestamp();
        _sequence = 0;
        Array.ForEach(_waiting, waiting => waiting.Clear());
        Connect();
    }

    private void Connect()
    {
        try
        {
            _client?.Dispose();
            _client = MqttClient.Open(settings.Host, settings.Port, $"shelf-node-{settings.Node}", settings.User, settings.Password, $"{Topic}/state", State(online: false));
            _client.Send($"{Topic}/state", State(online: true), retain: true);
            (_pingedAt, _retryAt) = (clock.GetTimestamp(), null);
        }
        catch (Exception failure) when (failure is IOException or SocketException)
        {
            (_client, _retryAt) = (null, clock.GetTimestamp());
        }
    }

    private void TakeSamples()
    {
        for (var i = 0; i < plates.Count; i++)
        {
            var plate = plates[i].Plate;
            _waiting[i].Add(new Sample(_sequence, UptimeMs, plate.Counts, plate.Faulty, plate.GrossTenths, plate.IsStable));
        }

        _sequence++;
        for (var i = 0; i < plates.Count; i++)
        {
            if (_waiting[i].Count >= settings.Batch)
            {
                Publish(plates[i].Name, _waiting[i]);
                _waiting[i].Clear();
            }
        }
    }

    private void Publish(string plate, List<Sample> samples)
    {
        try
        {
            if (!_isSilent)
            {
                _client?.Send($"{Topic}/{plate}/samples", Samples(plate, samples), retain: false);
            }

            if (_client is not null && clock.GetElapsedTime(_pingedAt) >= MqttClient.PingEvery)
            {
                _client.Ping();
                _pingedAt = clock.GetTimestamp();
            }
        }
        catch (IOException)
        {
            _client?.Dispose();
            (_client, _retryAt) = (null, clock.GetTimestamp());
        }
    }

    private byte[] State(bool online) => Json(json =>
    {
        json.WriteString("state", online ? "online" : "offline");
        json.WriteString("node", settings.Node);
        if (online)
        {
            json.WriteString("boot", _boot);
            json.WriteNumber("uptime_ms", UptimeMs);
            json.WriteString("firmware", "simulator");
            json.WriteStartArray("plates");
            plates.ToList().ForEach(plate => json.WriteStringValue(plate.Name));
            json.WriteEndArray();
        }
    });

    private byte[] Samples(string plate, List<Sample> samples) => Json(json =>
    {
        json.WriteString("node", settings.Node);
        json.WriteString("plate", plate);
        json.WriteString("boot", _boot);
        json.WriteNumber("sequence", samples[0].Sequence);
        json.WriteNumber("rate_hz", Math.Round(1 / settings.SampleEvery.TotalSeconds, 3));
        json.WriteNumber("temperature_c", 21.5m);
        json.WriteStartArray("samples");
        foreach (var sample in samples)
        {
            json.WriteStartObject();
            json.WriteNumber("uptime_ms", sample.UptimeMs);
            json.WriteNumber("counts", sample.IsFaulty ? (1 << 24) - 1 : sample.Counts + ZeroCounts);
            if (sample.IsFaulty)
            {
                json.WriteString("fault", "over_range");
            }
            else
            {
                json.WriteNumber("grams", sample.Tenths / 10m);
                json.WriteBoolean("stable", sample.IsStable);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private readonly record struct Sample(long Sequence, long UptimeMs, int Counts, bool IsFaulty, int Tenths, bool IsStable);
}
