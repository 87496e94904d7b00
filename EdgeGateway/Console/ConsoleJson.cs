using System.Text.Json.Serialization;

namespace EdgeGateway.Console;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(JoinBody))]
[JsonSerializable(typeof(ConsoleStatus))]
[JsonSerializable(typeof(ConsoleErrors))]
[JsonSerializable(typeof(ChangePermission))]
internal sealed partial class ConsoleJson : JsonSerializerContext;
