using System.Text.Json.Serialization;

namespace Cloud.Crm.Chain;

/// <summary>A region of the chain. Stores counts those that stand in it directly.</summary>
internal sealed record RegionView(string Region, string Name, string? Parent, int Stores);

/// <summary>The whole tree, as it is to be.</summary>
internal sealed record RegionsBody(IReadOnlyList<RegionBody>? Regions);

/// <summary>One region of it.</summary>
internal sealed record RegionBody(string? Region, string? Name, string? Parent);

/// <summary>Where a store stands. Degrees are millionths; the time zone is the store's own, by its IANA name.</summary>
internal sealed record PlaceView(string Store, string Name, string? Region, string? Address, string TimeZone, int? LatitudeE6, int? LongitudeE6);

/// <summary>The same, as it is to be.</summary>
internal sealed record PlaceBody(string? Name, string? Region, string? Address, string? TimeZone, int? LatitudeE6, int? LongitudeE6);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<RegionView>))]
[JsonSerializable(typeof(RegionsBody))]
[JsonSerializable(typeof(PlaceView))]
[JsonSerializable(typeof(IReadOnlyList<PlaceView>))]
[JsonSerializable(typeof(PlaceBody))]
internal sealed partial class ChainJson : JsonSerializerContext;
