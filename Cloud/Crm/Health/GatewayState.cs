using System.Text.Json.Serialization;

namespace Cloud.Crm.Health;

/// <summary>What headquarters makes of a gateway.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GatewayState>))]
internal enum GatewayState
{
    /// <summary>It has never said anything.</summary>
    [JsonStringEnumMemberName("unknown")]
    Unknown,

    /// <summary>It is there, it sends, and nothing is wrong with it.</summary>
    [JsonStringEnumMemberName("online")]
    Online,

    /// <summary>It is there and it sends, and something is wrong with it.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>It has said goodbye, or the broker has for it, and nothing comes.</summary>
    [JsonStringEnumMemberName("offline")]
    Offline,

    /// <summary>What it says of itself and what comes do not agree: connected but silent, or silent yet sending.</summary>
    [JsonStringEnumMemberName("lying")]
    Lying,
}

/// <summary>States as tables, metrics and messages write them.</summary>
internal static class GatewayStates
{
    /// <summary>Every state.</summary>
    internal static readonly IReadOnlyList<GatewayState> All = Enum.GetValues<GatewayState>();

    /// <summary>A state as a word.</summary>
    internal static string Word(this GatewayState state) => state switch
    {
        GatewayState.Online => "online",
        GatewayState.Degraded => "degraded",
        GatewayState.Offline => "offline",
        GatewayState.Lying => "lying",
        _ => "unknown",
    };

    /// <summary>The state of a word; unknown for one that is none.</summary>
    internal static GatewayState Read(string? word) => All.FirstOrDefault(state => state.Word() == word);
}
