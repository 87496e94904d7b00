using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Weighing;

/// <summary>What must be known of a scale after a restart: the captured load on it, the container, and captures that may not be in the outbox.</summary>
/// <remarks>
/// A capture is noted, with its whole event and the event's id, before the event goes to the outbox. After a restart the event is handed
/// over again; the outbox knows the id and keeps it once. So at whatever instant the gateway is killed, a capture that was noted is in
/// the outbox exactly once, and one that was not never happened. Written beside and renamed over, and forced to the disk. Safe for use from several
/// threads.
/// </remarks>
internal sealed class CaptureNote
{
    /// <summary>Captures that wait for the outbox while it refuses; beyond it the oldest are only in memory.</summary>
    private const int MostPending = 256;

    private readonly Lock _gate = new();
    private readonly List<EventDraft> _pending = [];
    private readonly string _deviceId;
    private readonly string? _file;
    private readonly ILogger _logger;
    private bool _failing;

    /// <summary>Reads the note of a scale; null as folder notes nothing.</summary>
    public CaptureNote(string deviceId, string? folder, ILogger logger)
    {
        (_deviceId, _logger) = (deviceId, logger);
        _file = folder is null ? null : Path.Combine(folder, $"{deviceId}.json");
        Read();
        Restored = PlantedFault.Is("capture-not-restored") ? [] : [.. _pending];
        Lying = PlantedFault.Is("load-forgotten") ? null : Lying;
    }

    /// <summary>Captures to be handed over again, oldest first.</summary>
    public IReadOnlyList<EventDraft> Restored { get; private set; }

    /// <summary>The captured load that lay there, or null.</summary>
    public PanLoad? Lying { get; private set; }

    /// <summary>The container set by key, or null.</summary>
    public Tare? Tare { get; private set; }

    /// <summary>Notes a capture, before its event goes on its way.</summary>
    public void Capture(EventDraft draft, PanLoad lying, Tare? tare)
    {
        lock (_gate)
        {
            _pending.Add(draft);
            if (_pending.Count > MostPending)
            {
                _pending.RemoveAt(0);
            }
        }

        Write(lying, tare);
    }

    /// <summary>The outbox has an event. On the disk with the next note; until then it would only be handed over once too often.</summary>
    public void Delivered(Guid origin)
    {
        lock (_gate)
        {
            _pending.RemoveAll(draft => draft.OriginId == origin);
        }
    }

    /// <summary>Writes the note.</summary>
    public void Write(PanLoad? lying, Tare? tare)
    {
        (Lying, Tare) = (lying, tare);
        if (_file is null)
        {
            return;
        }

        try
        {
            DurableFile.Replace(_file, ToUtf8());
            _failing = false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_failing)
            {
                _failing = true;
                LogMessages.CaptureNotNoted(_logger, _deviceId, _file, e.Message);
            }
        }
    }

    private byte[] ToUtf8() => DraftJson.Write(json =>
    {
        if (Lying is { } lying)
        {
            json.WriteStartObject("lying");
            json.WriteString("weight", Text(lying.Weight));
            json.WriteString("unit", lying.Unit);
            json.WriteString("netGross", ShownReading.Text(lying.NetGross));
            json.WriteString("tare", Text(lying.Tare));
            json.WriteEndObject();
        }

        if (Tare is { } tare)
        {
            json.WriteString("tare", $"{Text(tare.Amount)} {tare.Unit.Name}");
        }

        json.WriteStartArray("pending");
        lock (_gate)
        {
            foreach (var draft in _pending)
            {
                json.WriteStartObject();
                json.WriteString("type", draft.Type);
                json.WriteString("id", draft.OriginId.GetValueOrDefault());
                json.WriteString("time", draft.Time);
                json.WritePropertyName("data");
                json.WriteRawValue(draft.Data);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    });

    private void Read()
    {
        if (_file is null || !File.Exists(_file))
        {
            return;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(_file));
            var root = document.RootElement;
            if (root.TryGetProperty("lying", out var lying))
            {
                Lying = new PanLoad(
                    Number(lying, "weight"), lying.GetProperty("unit").GetString()!, Enum.Parse<NetGross>(lying.GetProperty("netGross").GetString()!, true), Number(lying, "tare"));
            }

            Tare = root.TryGetProperty("tare", out var tare) ? PriceListText.ReadTare(tare.GetString()!) : null;
            foreach (var draft in root.GetProperty("pending").EnumerateArray())
            {
                _pending.Add(new EventDraft(
                    draft.GetProperty("type").GetString()!,
                    _deviceId,
                    draft.GetProperty("time").GetDateTimeOffset(),
                    System.Text.Encoding.UTF8.GetBytes(draft.GetProperty("data").GetRawText()),
                    draft.GetProperty("id").GetGuid()));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException
            or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            _pending.Clear();
            (Lying, Tare) = (null, null);
            LogMessages.CaptureNoteUnreadable(_logger, _deviceId, _file, e.Message);
        }
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);

    private static decimal Number(JsonElement json, string name) =>
        decimal.Parse(json.GetProperty(name).GetString()!, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
