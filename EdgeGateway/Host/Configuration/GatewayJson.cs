using System.Text.Json.Serialization;

namespace EdgeGateway.Host.Configuration;

/// <summary>What the configuration file can say, known at compile time; the file's names are the properties' in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GatewayOptions))]
internal sealed partial class GatewayJson : JsonSerializerContext;
