using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Crm.Planograms;

/// <summary>What became of a planogram at its gateway.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlanogramState>))]
internal enum PlanogramState
{
    /// <summary>The gateway has not answered.</summary>
    [JsonStringEnumMemberName("pending")]
    Pending,

    /// <summary>It is in force.</summary>
    [JsonStringEnumMemberName("applied")]
    Applied,

    /// <summary>The gateway found mistakes; what was in force before still is.</summary>
    [JsonStringEnumMemberName("refused")]
    Refused,

    /// <summary>It was in force, and what was before is again: something that worked at the gateway did not any more.</summary>
    [JsonStringEnumMemberName("rolled_back")]
    RolledBack,
}

/// <summary>A mistake in the gateway's own words.</summary>
/// <param name="Path">Where in the planogram.</param>
/// <param name="Message">What came, and what was expected.</param>
internal sealed record PlanogramSaid(string Path, string Message);

/// <summary>A gateway's planogram.</summary>
/// <param name="Store">The store.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Etag">The version of the gateway's wanted configuration; 0 where nothing was ever wanted.</param>
/// <param name="Planogram">The document; null where headquarters has none for it, and the gateway's own file is in force.</param>
/// <param name="Applied">What became of it.</param>
/// <param name="Said">What the gateway said of it.</param>
/// <param name="At">When it was wanted.</param>
/// <param name="Who">By whom; null where it came with the whole configuration.</param>
/// <param name="ReportedAt">When the gateway spoke of it.</param>
/// <param name="Plates">The plates that the gateway has told of.</param>
internal sealed record PlanogramView(
    string Store, string Gateway, string Etag, JsonElement? Planogram, PlanogramState Applied, IReadOnlyList<PlanogramSaid> Said, DateTime? At, string? Who, DateTime? ReportedAt,
    IReadOnlyList<string> Plates);

/// <summary>A planogram that was wanted once.</summary>
internal sealed record PlanogramVersion(long Version, DateTime At, string Who, PlanogramState Applied, IReadOnlyList<PlanogramSaid> Said, JsonElement? Planogram);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, MaxDepth = 128)]
[JsonSerializable(typeof(PlanogramView))]
[JsonSerializable(typeof(IReadOnlyList<PlanogramView>))]
[JsonSerializable(typeof(IReadOnlyList<PlanogramVersion>))]
[JsonSerializable(typeof(PlanogramSaid[]))]
internal sealed partial class PlanogramsJson : JsonSerializerContext;
