using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Devices;

/// <summary>Writes a device kind in lower case, as it stands on the wire and on the pages.</summary>
public sealed class DeviceKindText() : JsonStringEnumConverter<DeviceKind>(JsonNamingPolicy.SnakeCaseLower);
