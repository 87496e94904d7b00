using System.Text.Json.Serialization;

namespace EdgeGateway.Core.Setup;

/// <summary>What the stable name of a port holds on to, and so what a technician may change without changing the device.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<KnownBy>))]
public enum KnownBy
{
    /// <summary>The kernel's name of the moment, because there is no link (no udev), or an address of the network.</summary>
    [JsonStringEnumMemberName("name")]
    Name,

    /// <summary>The serial number: it is found in whatever socket it is plugged.</summary>
    [JsonStringEnumMemberName("serial")]
    Serial,

    /// <summary>The socket, because the thing has no serial number, one that others have too, or is built in: it must stay where it is plugged in, and two
    /// alike that are exchanged while nobody looks cannot be told apart.</summary>
    [JsonStringEnumMemberName("socket")]
    Socket,
}
