using System.Text.Json.Serialization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace EdgeGateway.Console;

/// <summary>What <c>GET /v1/setup/ports</c> answers, and each <c>ports</c> event says.</summary>
internal sealed record SetupState(IReadOnlyList<PluggedPort> Ports, IReadOnlyList<AssignedDevice> Devices);

/// <summary>The body of <c>POST /v1/setup/detect</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DetectBody(string? Port);

/// <summary>The body of <c>POST /v1/setup/devices</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record DeviceBody(string? Id, string? Name, string? Role, string? Driver, string? Port, string? Line, Dictionary<string, string?>? Profile)
{
    /// <summary>As options; what is missing is empty there and found by their rules.</summary>
    public DeviceOptions ToOptions() => new()
    {
        Id = Id?.Trim() ?? "",
        Name = Given(Name),
        Role = Given(Role),
        Driver = Driver ?? "",
        Port = Port?.Trim() ?? "",
        Line = Given(Line),
        Profile = (Profile ?? []).Where(p => Given(p.Value) is not null).ToDictionary(p => p.Key, p => p.Value!.Trim(), StringComparer.Ordinal),
    };

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>The body of <c>POST /v1/setup/devices/{id}/commands</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CommandBody(
    DeviceCommandKind? Command, [property: JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)] decimal? Amount, string? Text)
{
    private const int LongestText = 128;

    /// <summary>The command, or what is wrong with it.</summary>
    public (DeviceCommand? Command, ConsoleError? Error) ToCommand()
    {
        if (Command is not { } kind)
        {
            return Wrong("command", $"is missing; expected one of {Known}");
        }

        if (kind is DeviceCommandKind.PresetTare or DeviceCommandKind.UnitPrice)
        {
            return Amount is >= 0 ? (new DeviceCommand(kind, Amount), null) : Wrong("amount", Amount is null ? "is missing; expected a number, 0 or more" : $"came {Amount}; expected 0 or more");
        }

        if (kind == DeviceCommandKind.Text)
        {
            return Text is { Length: > 0 and <= LongestText } && !Text.Any(char.IsControl)
                ? (new DeviceCommand(kind, Text: Text), null)
                : Wrong("text", $"expected 1 to {LongestText} characters, without line breaks");
        }

        return (new DeviceCommand(kind), null);
    }

    /// <summary>The names of all commands.</summary>
    public static string Known { get; } = string.Join(", ", Enum.GetValues<DeviceCommandKind>().Select(k => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(k.ToString())));

    private static (DeviceCommand? Command, ConsoleError? Error) Wrong(string path, string message) => (null, new ConsoleError(path, message));
}

/// <summary>One line of a capture: what went over the line, and whose it was.</summary>
internal sealed record CaptureLine(
    string Device, string Driver, string? Line, DateTimeOffset At, ByteDirection Direction, string Hex, IReadOnlyList<DecodedFrame> Frames);

/// <summary>How many events a page did not get since the last one it got.</summary>
internal sealed record DroppedEvents(long Count);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SetupState))]
[JsonSerializable(typeof(IReadOnlyList<DriverChoice>))]
[JsonSerializable(typeof(DetectBody))]
[JsonSerializable(typeof(DeviceBody))]
[JsonSerializable(typeof(CommandBody))]
[JsonSerializable(typeof(CommandOutcome))]
[JsonSerializable(typeof(DeviceBytes))]
[JsonSerializable(typeof(CaptureLine))]
[JsonSerializable(typeof(DroppedEvents))]
internal sealed partial class SetupJson : JsonSerializerContext;
