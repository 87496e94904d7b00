using System.Text.Json.Serialization;

namespace Cloud.Crm.Campaigns;

/// <summary>A bundle.</summary>
/// <param name="Hash">SHA-256 of all its bytes: its name.</param>
/// <param name="Version">For people.</param>
/// <param name="Serial">What decides which of two is later.</param>
/// <param name="Arch">The processor it is for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="IsSigned">Whether headquarters has checked its signature itself; gateways do in any case.</param>
/// <param name="UploadedBy">Who brought it.</param>
/// <param name="UploadedAt">When.</param>
/// <param name="Campaigns">How many campaigns under way are of it.</param>
internal sealed record BundleView(
    string Hash, string Version, long Serial, string Arch, DateTime CreatedAt, long Size, int Files, bool IsSigned, string UploadedBy, DateTime UploadedAt, int Campaigns);

/// <summary>A campaign that is wanted. What is null is as <see cref="CampaignRules.Usual"/> has it.</summary>
/// <param name="Name">For people.</param>
/// <param name="Bundle">The bundle's hash.</param>
/// <param name="Stores">The gateways of these stores; null or empty for all that the caller sees.</param>
/// <param name="Gateways">These gateways; null or empty for all of the stores.</param>
/// <param name="CanaryStores">The stores that come first.</param>
/// <param name="CanaryCount">Or how many gateways come first.</param>
/// <param name="Percentages">The stages after them.</param>
/// <param name="HealthyMinutes">How long a stage must be well.</param>
/// <param name="WindowFrom">Begin of the hours, such as 01:00, by the stores' clocks.</param>
/// <param name="WindowUntil">Their end; the same as the begin for any time.</param>
/// <param name="AtOnce">How many at a time.</param>
/// <param name="BackMinutes">How long one may need.</param>
/// <param name="MostFailures">How many may fail.</param>
/// <param name="MostFailurePercent">How many of those that ended may have failed, in percent.</param>
internal sealed record CampaignBody(
    string? Name,
    string? Bundle,
    IReadOnlyList<string>? Stores,
    IReadOnlyList<string>? Gateways,
    IReadOnlyList<string>? CanaryStores,
    int? CanaryCount,
    IReadOnlyList<int>? Percentages,
    int? HealthyMinutes,
    TimeOnly? WindowFrom,
    TimeOnly? WindowUntil,
    int? AtOnce,
    int? BackMinutes,
    int? MostFailures,
    int? MostFailurePercent);

/// <summary>A campaign.</summary>
/// <param name="Campaign">Its id.</param>
/// <param name="Name">For people.</param>
/// <param name="Bundle">The bundle's hash.</param>
/// <param name="Version">The bundle's version.</param>
/// <param name="Arch">Its processor.</param>
/// <param name="State">running, paused, halted (it stopped itself), stopped or finished.</param>
/// <param name="Reason">Why it stopped itself; empty else.</param>
/// <param name="Stage">The stage it is in, from 0.</param>
/// <param name="HealthySince">Since when that is well, or null.</param>
/// <param name="Plan">How it goes on.</param>
/// <param name="LeftOut">How many chosen gateways are not in it: of another processor, or never heard of in these matters.</param>
/// <param name="CreatedBy">Who made it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ChangedAt">When it changed last.</param>
/// <param name="Stages">What has become of each stage.</param>
/// <param name="MayChange">Whether the caller may pause, resume and stop it: who sees every store of it.</param>
internal sealed record CampaignView(
    string Campaign,
    string Name,
    string Bundle,
    string Version,
    string Arch,
    string State,
    string Reason,
    int Stage,
    DateTime? HealthySince,
    CampaignPlan Plan,
    int LeftOut,
    string CreatedBy,
    DateTime CreatedAt,
    DateTime ChangedAt,
    IReadOnlyList<StageView> Stages,
    bool MayChange);

/// <summary>One stage.</summary>
/// <param name="Stage">From 0.</param>
/// <param name="Percent">Of all gateways, with the stages before; null for the canaries.</param>
/// <param name="Counts">How many gateways stand how, by the word.</param>
internal sealed record StageView(int Stage, int? Percent, IReadOnlyDictionary<string, int> Counts);

/// <summary>A gateway of a campaign.</summary>
/// <param name="Gateway">Its name.</param>
/// <param name="Store">Its store.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="State">waiting, told, fetching, staged, trial, done, rolled_back, refused or gone.</param>
/// <param name="Reason">Why, in words; empty where there is nothing to say.</param>
/// <param name="Fetched">Bytes that it has of the bundle, while it fetches.</param>
/// <param name="ToldAt">When it was told last, or null.</param>
/// <param name="ChangedAt">When it came to stand so.</param>
/// <param name="IsOnline">Whether it is connected.</param>
/// <param name="Version">What it said it runs, or null.</param>
internal sealed record CampaignGatewayView(
    string Gateway, string Store, int Stage, string State, string Reason, long Fetched, DateTime? ToldAt, DateTime ChangedAt, bool IsOnline, string? Version);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CampaignPlan))]
[JsonSerializable(typeof(CampaignBody))]
[JsonSerializable(typeof(IReadOnlyList<BundleView>))]
[JsonSerializable(typeof(BundleView))]
[JsonSerializable(typeof(CampaignView))]
[JsonSerializable(typeof(IReadOnlyList<CampaignView>))]
[JsonSerializable(typeof(IReadOnlyList<CampaignGatewayView>))]
internal sealed partial class CampaignsJson : JsonSerializerContext;
