using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Cloud.Contracts.Commands;

/// <summary>The JSON of commands to a gateway: camelCase; a member that nobody knows is a mistake.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(DeviceOrder))]
[JsonSerializable(typeof(CaptureOrder))]
[JsonSerializable(typeof(CaptureResult))]
[JsonSerializable(typeof(LogsOrder))]
[JsonSerializable(typeof(LogsResult))]
[JsonSerializable(typeof(UpdateOrder))]
[JsonSerializable(typeof(UpdateResult))]
[JsonSerializable(typeof(CommandProgress))]
public sealed partial class GatewayCommandJson : JsonSerializerContext
{
    /// <summary>Reads a body; null where it is none of that kind.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class => WireJson.Read(utf8, type);
}
