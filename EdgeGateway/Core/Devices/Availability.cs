using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Devices;

/// <summary>Whether a device can be read.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Availability>))]
public enum Availability
{
    /// <summary>Nothing valid has been read yet, and it has not failed often enough to say more.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>It sent something valid and has not failed since, or not often enough.</summary>
    [JsonStringEnumMemberName("online")]
    Online,

    /// <summary>It failed several times in a row.</summary>
    [JsonStringEnumMemberName("offline")]
    Offline,
}
