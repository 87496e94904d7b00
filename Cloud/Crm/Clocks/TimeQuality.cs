using System.Text.Json.Serialization;

namespace Cloud.Crm.Clocks;

/// <summary>How well it is known when an event happened.</summary>
[JsonConverter(typeof(TimeQualityNames))]
internal enum TimeQuality
{
    /// <summary>By the gateway's clock, which was synchronised.</summary>
    Exact,

    /// <summary>By the time since the machine started, which a synchronised clock later told of; within what a clock drifts without being told the time.</summary>
    Corrected,

    /// <summary>Not before one moment and not after another: no clock of that start was ever synchronised.</summary>
    Bounded,

    /// <summary>Not after it came, and nothing else.</summary>
    Unknown,
}

/// <summary>Qualities on the wire: their words.</summary>
internal sealed class TimeQualityNames() : JsonStringEnumConverter<TimeQuality>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);
