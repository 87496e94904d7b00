using System.Text.Json.Serialization;

namespace Cloud.Crm.Members;

/// <summary>What is known of a member, as it comes in. Whatever is left out is not known.</summary>
/// <param name="Name">The name staff greet with, 1 to 100 characters.</param>
/// <param name="Level">The level's name, at most 40 characters.</param>
/// <param name="Phone">The phone number; kept encrypted and found by a keyed hash.</param>
/// <param name="Email">The e-mail address; kept encrypted.</param>
/// <param name="Card">The card number, 4 to 32 letters and digits; kept encrypted and found by a keyed hash.</param>
/// <param name="Usual">What the member usually buys, most usual first; at most 20.</param>
/// <param name="Notes">What staff should know; at most 10 of 200 characters.</param>
/// <param name="AssignedTo">Who looks after the member.</param>
/// <param name="LastVisit">The last visit before the gateways' events say of one.</param>
internal sealed record MemberBody(
    string Name,
    string? Level = null,
    string? Phone = null,
    string? Email = null,
    string? Card = null,
    IReadOnlyList<MemberGoods>? Usual = null,
    IReadOnlyList<string>? Notes = null,
    string? AssignedTo = null,
    DateTime? LastVisit = null);

/// <summary>Goods that a member usually buys.</summary>
internal sealed record MemberGoods(string Sku, string Name);

/// <summary>A page of members by name.</summary>
/// <param name="Members">The members.</param>
/// <param name="Next">What to ask the next page with, or null at the end.</param>
internal sealed record MemberPage(IReadOnlyList<MemberRow> Members, string? Next);

/// <summary>A member in a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Phone">The phone number with all but its end hidden, or null.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Face">Whether any store may recognise the face.</param>
/// <param name="Stores">How many gateways hold it, or may.</param>
/// <param name="UpdatedAt">When anything of the member changed last.</param>
internal sealed record MemberRow(string Id, string Name, string Level, string? Phone, DateTime? LastVisit, FaceState Face, int Stores, DateTime UpdatedAt);

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

/// <summary>Everything of a member but what is hidden.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Phone">The phone number with all but its end hidden, or null.</param>
/// <param name="Email">The e-mail address with all but its beginning and domain hidden, or null.</param>
/// <param name="Card">The card number with all but its end hidden, or null.</param>
/// <param name="Usual">What the member usually buys.</param>
/// <param name="Notes">What staff should know.</param>
/// <param name="AssignedTo">Who looks after the member, or null.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Face">Whether any store may recognise the face.</param>
/// <param name="Consents">Store by store.</param>
/// <param name="UpdatedAt">When anything of the member changed last.</param>
internal sealed record MemberView(
    string Id,
    string Name,
    string Level,
    string? Phone,
    string? Email,
    string? Card,
    IReadOnlyList<MemberGoods> Usual,
    IReadOnlyList<string> Notes,
    string? AssignedTo,
    DateTime? LastVisit,
    FaceState Face,
    IReadOnlyList<ConsentView> Consents,
    DateTime UpdatedAt);

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
[JsonSerializable(typeof(MemberBody))]
[JsonSerializable(typeof(MemberPage))]
[JsonSerializable(typeof(MemberView))]
[JsonSerializable(typeof(WithdrawalView))]
[JsonSerializable(typeof(IReadOnlyList<GatewayKeyView>))]
[JsonSerializable(typeof(MemberLink))]
[JsonSerializable(typeof(CodeRequest))]
[JsonSerializable(typeof(CodeView))]
[JsonSerializable(typeof(MemberContact))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(MemberGoods[]))]
internal sealed partial class MembersJson : JsonSerializerContext;
