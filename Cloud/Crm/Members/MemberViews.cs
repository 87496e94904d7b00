using System.Text.Json.Serialization;

namespace Cloud.Crm.Members;

/// <summary>Goods that a member usually buys.</summary>
internal sealed record MemberGoods(string Sku, string Name);

/// <summary>Where a member's face stands in the chain.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaceState>))]
internal enum FaceState
{
    /// <summary>No gateway holds it.</summary>
    [JsonStringEnumMemberName("none")]
    None,

    /// <summary>Consent was given somewhere and holds.</summary>
    [JsonStringEnumMemberName("given")]
    Given,

    /// <summary>Consent was withdrawn, and not every gateway has answered yet.</summary>
    [JsonStringEnumMemberName("recalling")]
    Recalling,

    /// <summary>Consent was withdrawn and every gateway has answered.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,
}

/// <summary>What one gateway holds of a member's face.</summary>
/// <param name="Store">The store.</param>
/// <param name="StoreName">Its name.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Online">Whether it is connected now: what is asked of it waits until it is.</param>
/// <param name="State">given there, relayed to it, being recalled from it, or withdrawn.</param>
/// <param name="TextVersion">The version of the text that was agreed to.</param>
/// <param name="Language">In which language.</param>
/// <param name="OtherStores">Whether the consent reaches the chain's other stores.</param>
/// <param name="GivenAt">When it was given.</param>
/// <param name="WithdrawnAt">When the gateway said that it has forgotten.</param>
/// <param name="Attempts">How often it was asked to forget.</param>
/// <param name="Said">What it said when it could not, or null.</param>
internal sealed record ConsentView(
    string Store,
    string StoreName,
    string Gateway,
    bool Online,
    ConsentState State,
    string? TextVersion,
    string? Language,
    bool OtherStores,
    DateTime GivenAt,
    DateTime? WithdrawnAt,
    int Attempts,
    string? Said);

/// <summary>Where a consent stands at one gateway.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ConsentState>))]
internal enum ConsentState
{
    /// <summary>Given there.</summary>
    [JsonStringEnumMemberName("given")]
    Given,

    /// <summary>Given at another gateway, the template was sent here.</summary>
    [JsonStringEnumMemberName("relayed")]
    Relayed,

    /// <summary>Withdrawn, the gateway has not answered yet.</summary>
    [JsonStringEnumMemberName("recalling")]
    Recalling,

    /// <summary>The gateway has forgotten.</summary>
    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,
}

/// <summary>A withdrawal that was asked for.</summary>
/// <param name="Member">Whose.</param>
/// <param name="At">From when it counts.</param>
/// <param name="Consents">Store by store, as they stand now.</param>
internal sealed record WithdrawalView(string Member, DateTime At, IReadOnlyList<ConsentView> Consents);

/// <summary>A gateway's key for members, and how far its profiles are.</summary>
/// <param name="Store">The store.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Fingerprint">To be compared with what the gateway's own page shows; null where it has not said its key.</param>
/// <param name="KeySince">Since when it has this key.</param>
/// <param name="Members">How many profiles it holds.</param>
/// <param name="Behind">How many changes it has not applied yet.</param>
/// <param name="Said">Why it holds none, or null.</param>
internal sealed record GatewayKeyView(string Store, string Gateway, string? Fingerprint, DateTime? KeySince, int Members, long Behind, string? Said);

/// <summary>The link to a member's own page; whoever has it can show the member's code.</summary>
/// <param name="Path">To be put behind the address that members reach. What follows the number sign never reaches a server's log.</param>
internal sealed record MemberLink(string Path);

/// <summary>What a member's page asks with.</summary>
internal sealed record CodeRequest(string Code, string Token);

/// <summary>What a member's page shows.</summary>
/// <param name="Name">The member's name.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Now">Headquarters' time, for phones whose clock is wrong.</param>
/// <param name="Codes">The code now and those to come.</param>
internal sealed record CodeView(string Name, string Level, DateTime Now, IReadOnlyList<CodeStep> Codes);

/// <summary>A code and when it is shown.</summary>
internal sealed record CodeStep(string Text, DateTime From, DateTime Until);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WithdrawalView))]
[JsonSerializable(typeof(IReadOnlyList<GatewayKeyView>))]
[JsonSerializable(typeof(MemberLink))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(MemberContact))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(MemberGoods[]))]
internal sealed partial class MembersJson : JsonSerializerContext;
