using System.Runtime.InteropServices;
using System.Text.Json;
using Cloud.Contracts;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Intake;

/// <summary>Holds events that programs hand over to <see cref="EventCatalog"/>, one after the other, and collects every mistake.</summary>
/// <param name="now">The time of an event that gives none.</param>
internal sealed class EventSchema(DateTimeOffset now)
{
    /// <summary>Room for what the gateway adds around <c>data</c>: source, time, schema and the rest.</summary>
    private const int AddedLength = 1024;

    private readonly List<EventDraft> _events = [];
    private readonly List<IntakeError> _errors = [];
    private readonly Dictionary<Guid, int> _indexById = [];
    private int _index = -1;

    /// <summary>The events without a mistake.</summary>
    public IReadOnlyList<EventDraft> Events => _events;

    /// <summary>Every mistake so far.</summary>
    public IReadOnlyList<IntakeError> Errors => _errors;

    /// <summary>Reads the next event of the request.</summary>
    public void Read(JsonElement json)
    {
        _index++;
        if (json.ValueKind != JsonValueKind.Object)
        {
            Add("", $"came {EventText.Shown(json)}; expected an object");
            return;
        }

        foreach (var member in json.EnumerateObject())
        {
            if (member.Name is not ("id" or "type" or "time" or "device" or "data"))
            {
                Add(EventText.Short(member.Name), "is not a member of an event; known are id, type, time, device, data");
            }
        }

        var before = _errors.Count;
        var id = ReadId(json);
        var type = ReadType(json);
        var time = ReadTime(json);
        var device = ReadDevice(json);
        var data = ReadData(json, type);
        if (before == _errors.Count && type is not null && data is not null)
        {
            _events.Add(new EventDraft(type.Type, device, time, data, id));
        }
    }

    private Guid ReadId(JsonElement json)
    {
        if (!json.TryGetProperty("id", out var value))
        {
            Add("id", "is missing; expected a UUID that stays the same when the event is sent again");
            return default;
        }

        if (value.ValueKind != JsonValueKind.String || !Guid.TryParseExact(value.GetString(), "D", out var id) || id == Guid.Empty)
        {
            Add("id", $"came {EventText.Shown(value)}; expected a UUID such as 0198c0de-5f1a-7cc3-98c4-dc0c0c07398f");
            return default;
        }

        if (!_indexById.TryAdd(id, _index))
        {
            Add("id", $"came twice in this request, first at index {_indexById[id]}; expected each event once");
        }

        return id;
    }

    private EventDescription? ReadType(JsonElement json)
    {
        if (!json.TryGetProperty("type", out var value))
        {
            Add("type", "is missing; expected an event type such as scan.read");
            return null;
        }

        var type = value.ValueKind == JsonValueKind.String ? EventCatalog.Find(value.GetString()!) : null;
        if (type is null)
        {
            Add("type", $"came {EventText.Shown(value)}; expected one of {string.Join(", ", EventCatalog.All.Where(e => e.FromPrograms).Select(e => e.Type))}");
        }
        else if (!type.FromPrograms)
        {
            Add("type", $"{type.Type} is said by the gateway itself and not taken from programs");
            return null;
        }

        return type;
    }

    private DateTimeOffset ReadTime(JsonElement json)
    {
        if (!json.TryGetProperty("time", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return now;
        }

        if (value.ValueKind == JsonValueKind.String && EventText.IsInstant(value.GetString()!) && value.TryGetDateTimeOffset(out var time))
        {
            return time;
        }

        Add("time", $"came {EventText.Shown(value)}; expected RFC 3339 with an offset, such as 2026-11-21T10:32:00Z");
        return now;
    }

    private string? ReadDevice(JsonElement json)
    {
        if (!json.TryGetProperty("device", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } device && Identifier.IsValid(device))
        {
            return device;
        }

        Add("device", $"came {EventText.Shown(value)}; expected 1 to {Identifier.MaxLength} of a-z, 0-9 and -, not starting with -");
        return null;
    }

    private byte[]? ReadData(JsonElement json, EventDescription? type)
    {
        if (!json.TryGetProperty("data", out var value) || value.ValueKind != JsonValueKind.Object)
        {
            Add("data", value.ValueKind == JsonValueKind.Undefined ? "is missing; expected an object" : $"came {EventText.Shown(value)}; expected an object");
            return null;
        }

        foreach (var required in type?.Required ?? [])
        {
            if (!value.TryGetProperty(required.Name, out var member))
            {
                Add($"data.{required.Name}", $"is missing; expected {EventText.Words(required.Kind)}");
            }
            else if (!EventText.Is(member, required.Kind))
            {
                Add($"data.{required.Name}", $"came {EventText.Shown(member)}; expected {EventText.Words(required.Kind)}");
            }
        }

        foreach (var optional in type?.Optional ?? [])
        {
            if (value.TryGetProperty(optional.Name, out var member) && !EventText.Is(member, optional.Kind))
            {
                Add($"data.{optional.Name}", $"came {EventText.Shown(member)}; expected {EventText.Words(optional.Kind)}, or no such member");
            }
        }

        var data = JsonMarshal.GetRawUtf8Value(value).ToArray();
        if (data.AsSpan().IndexOf("\\u"u8) >= 0 && EventText.FindBrokenText(value, "data") is { } broken)
        {
            Add(broken, "holds half of a surrogate pair or a NUL character; expected text");
        }

        if (data.Length > EventBody.MaxLength - AddedLength)
        {
            Add("data", $"came {data.Length} bytes; expected at most {EventBody.MaxLength - AddedLength}");
        }

        return data;
    }

    private void Add(string path, string message)
    {
        if (_errors.Count < IntakeRequest.MaxErrors)
        {
            _errors.Add(new IntakeError(_index, path, message));
        }
    }
}
