using System.Text.Json.Serialization;

namespace EdgeGateway.Console;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConsoleStatus))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
