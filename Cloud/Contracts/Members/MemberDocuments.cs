using System.Text.Json.Serialization;

namespace Cloud.Contracts.Members;

/// <summary>What a gateway says of itself to <see cref="MemberCommands.Key"/>.</summary>
/// <param name="PublicKey">Its P-256 key, see <see cref="SealedBox.PublicKeyLength"/>.</param>
/// <param name="Fingerprint">What people compare, see <see cref="SealedBox.Fingerprint"/>.</param>
/// <param name="Profiles">The profiles it holds.</param>
public sealed record GatewayKeyDocument(byte[] PublicKey, string Fingerprint, HeldProfiles Profiles);

/// <summary>Which profiles a gateway holds: all changes of a line up to a version.</summary>
/// <param name="Line">The line of versions, made once with headquarters' database; null where it holds none.</param>
/// <param name="Version">The last change it has applied; 0 where none.</param>
/// <param name="Members">How many members it holds.</param>
public sealed record HeldProfiles(string? Line, long Version, int Members);

/// <summary>One run of changed profiles. It applies to a gateway that holds exactly <paramref name="After"/>; 0 begins anew and replaces all.</summary>
/// <param name="Line">The line of versions.</param>
/// <param name="After">What the gateway must hold.</param>
/// <param name="UpTo">What it holds afterwards, above <paramref name="After"/>.</param>
/// <param name="Box">A <see cref="ProfileRun"/>, sealed for the gateway.</param>
public sealed record ProfilesDocument(string Line, long After, long UpTo, byte[] Box);

/// <summary>What is in a run: who changed and who is no longer a member.</summary>
/// <param name="LookupKey">The key of this gateway's hashes of card and phone numbers, 32 bytes.</param>
/// <param name="CountryCode">The country of phone numbers that do not say theirs, such as <c>86</c>.</param>
/// <param name="Members">The members as they are now.</param>
/// <param name="Gone">Ids that are to be forgotten.</param>
public sealed record ProfileRun(byte[] LookupKey, string CountryCode, IReadOnlyList<ProfileEntry> Members, IReadOnlyList<string> Gone);

/// <summary>A member as stores know one.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Name">The name staff greet with.</param>
/// <param name="Level">The level's name.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Usual">What the member usually buys, most usual first.</param>
/// <param name="Notes">What staff should know.</param>
/// <param name="AssignedTo">Who looks after the member, or null.</param>
/// <param name="UpdatedAt">When headquarters made it.</param>
/// <param name="Code">The member's short code, <see cref="MemberCode.CodeLength"/> characters.</param>
/// <param name="Secret">The key of the rotating code, 32 bytes.</param>
/// <param name="Card">The hash of the card number under the lookup key, or null. See <see cref="LookupHash"/>.</param>
/// <param name="Phone">The hash of the phone number, or null.</param>
public sealed record ProfileEntry(
    string Id,
    string Name,
    string Level,
    DateTimeOffset? LastVisit,
    IReadOnlyList<ProfileGoods> Usual,
    IReadOnlyList<string> Notes,
    string? AssignedTo,
    DateTimeOffset UpdatedAt,
    string Code,
    byte[] Secret,
    byte[]? Card,
    byte[]? Phone)
{
    /// <summary>Says the id and nothing else.</summary>
    public override string ToString() => $"member {Id}";
}

/// <summary>Goods that a member usually buys.</summary>
public sealed record ProfileGoods(string Sku, string Name);

/// <summary>A withdrawal of consent, as headquarters tells a gateway.</summary>
/// <param name="Member">Whose.</param>
/// <param name="At">When it was withdrawn: a consent given later is a new one and stays.</param>
/// <param name="Who">Who withdrew it: <c>headquarters</c>, or the gateway where it was withdrawn.</param>
public sealed record WithdrawalDocument(string Member, DateTimeOffset At, string Who);

/// <summary>What came of a withdrawal.</summary>
/// <param name="Held">Whether the gateway held a consent of the member; false is done as well.</param>
/// <param name="Newer">Whether it holds one that was given after the withdrawal and so stays.</param>
public sealed record WithdrawalAnswer(bool Held, bool Newer = false);

/// <summary>Whose template is wanted, sealed for whom.</summary>
public sealed record TemplateWish(string Member, IReadOnlyList<TemplateReceiver> Receivers);

/// <summary>A gateway and its public key, as headquarters says.</summary>
public sealed record TemplateReceiver(string Gateway, byte[] PublicKey);

/// <summary>The boxes that were asked for; a receiver that was refused has none.</summary>
/// <param name="Boxes">One a receiver.</param>
/// <param name="Refused">Why the others have none, in words.</param>
public sealed record TemplateBoxes(IReadOnlyList<TemplateBox> Boxes, IReadOnlyList<string> Refused);

/// <summary>A template that only one gateway can read.</summary>
public sealed record TemplateBox(string Gateway, byte[] Box);

/// <summary>A template on its way to the gateway it is sealed for.</summary>
/// <param name="Member">Whose.</param>
/// <param name="From">The gateway that sealed it.</param>
/// <param name="GivenAt">When its consent was given, as headquarters knows.</param>
/// <param name="Box">The box.</param>
public sealed record TemplateDelivery(string Member, string From, DateTimeOffset GivenAt, byte[] Box);

/// <summary>How these documents stand on the wire.</summary>
/// <remarks>By metadata alone: what the generator writes by itself makes an empty text of bytes that are null.</remarks>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(GatewayKeyDocument))]
[JsonSerializable(typeof(ProfilesDocument))]
[JsonSerializable(typeof(HeldProfiles))]
[JsonSerializable(typeof(ProfileRun))]
[JsonSerializable(typeof(ProfileEntry))]
[JsonSerializable(typeof(WithdrawalDocument))]
[JsonSerializable(typeof(WithdrawalAnswer))]
[JsonSerializable(typeof(TemplateWish))]
[JsonSerializable(typeof(TemplateBoxes))]
[JsonSerializable(typeof(TemplateDelivery))]
public sealed partial class MemberJson : JsonSerializerContext
{
    /// <summary>Reads a document, or null where the bytes are not one.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> utf8, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class => WireJson.Read(utf8, type);
}
