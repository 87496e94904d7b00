using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Setup;

/// <summary>Which way bytes went.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ByteDirection>))]
public enum ByteDirection
{
    /// <summary>From the device to the gateway.</summary>
    [JsonStringEnumMemberName("in")]
    In,

    /// <summary>From the gateway to the device.</summary>
    [JsonStringEnumMemberName("out")]
    Out,
}

/// <summary>Bytes that went over a device's line in one read or write. Serialises as the setup page wants it.</summary>
/// <param name="At">When the last of them was there.</param>
/// <param name="Direction">Which way.</param>
/// <param name="Bytes">The bytes, at most 4,096.</param>
/// <param name="Frames">The frames that these bytes completed; empty where there is none, or where the device's bytes are not decoded.</param>
public sealed record DeviceBytes(
    DateTimeOffset At, ByteDirection Direction, [property: JsonIgnore] ReadOnlyMemory<byte> Bytes, IReadOnlyList<DecodedFrame> Frames)
{
    /// <summary>The bytes in hex, lower case, without spaces.</summary>
    public string Hex => Convert.ToHexStringLower(Bytes.Span);
}
