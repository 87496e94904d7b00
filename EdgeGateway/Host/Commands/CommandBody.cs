using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Cloud.Contracts;
using Cloud.Uplink;

namespace EdgeGateway.Host.Commands;

/// <summary>Reads the bodies of commands.</summary>
internal static class CommandBody
{
    /// <summary>The largest body of a command to the gateway or a device.</summary>
    private const int MostBytes = 4096;

    /// <summary>Reads a body.</summary>
    /// <returns>The body, or why it is refused.</returns>
    internal static (T? Body, CommandAnswer? Refusal) Read<T>(CommandCall call, JsonTypeInfo<T> type, string expected)
        where T : class
    {
        if (call.Body.Length > MostBytes)
        {
            return (null, Refused($"the body has {call.Body.Length} bytes; expected at most {MostBytes}"));
        }

        try
        {
            return JsonSerializer.Deserialize(call.Body.Span, type) is { } body ? (body, null) : (null, Refused($"the body is null; expected an object with {expected}"));
        }
        catch (JsonException e)
        {
            return (null, Refused($"the body does not fit at {e.Path ?? "$"}; expected an object with {expected}"));
        }
    }

    /// <summary>Not tried, for that reason.</summary>
    internal static CommandAnswer Refused(string reason) => new(CommandStatus.Refused, Reason: reason);

    /// <summary>Why a number is refused; null where it is none or within its range.</summary>
    internal static CommandAnswer? Beyond(string name, int? number, int most) =>
        number is { } given && (given < 1 || given > most) ? Refused($"{name} is {given}; expected 1 to {most}") : null;
}
