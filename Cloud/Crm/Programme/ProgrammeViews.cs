using System.Text.Json.Serialization;

namespace Cloud.Crm.Programme;

/// <summary>The programme as people see and edit it.</summary>
/// <param name="Version">The version, the ETag; 0 where nobody has set rules yet.</param>
/// <param name="At">Since when it holds.</param>
/// <param name="Who">Who set it.</param>
/// <param name="Programme">The rules.</param>
internal sealed record ProgrammeView(int Version, DateTime? At, string? Who, ProgrammeDocument Programme);

/// <summary>What other rules would do to the levels.</summary>
/// <param name="Members">How many customers were looked at.</param>
/// <param name="Levels">How many have each level now, and would have then; empty is none.</param>
/// <param name="Up">How many would rise.</param>
/// <param name="Down">How many would fall.</param>
internal sealed record ProgrammePreview(long Members, IReadOnlyList<LevelCount> Levels, long Up, long Down);

/// <summary>How many customers have a level.</summary>
internal sealed record LevelCount(string Level, long Now, long Then);

/// <summary>The levels and who came to which lately.</summary>
internal sealed record LevelsView(IReadOnlyList<LevelMembers> Levels, IReadOnlyList<MemberLevelChange> Changes);

/// <summary>A level and how many have it.</summary>
/// <param name="Level">Its name; empty is none.</param>
/// <param name="Members">How many customers have it.</param>
/// <param name="Everywhere">Whether every store knows them; null where the programme does not know the level.</param>
internal sealed record LevelMembers(string Level, long Members, bool? Everywhere);

/// <summary>A customer's change of level; the name is null where the caller may not see customers, and of somebody who was erased.</summary>
internal sealed record MemberLevelChange(string Member, string? Name, DateTime At, string From, string To, string Why, string Evidence);

/// <summary>A customer's points.</summary>
/// <param name="Member">The customer.</param>
/// <param name="Balance">The sum of all entries, and of what remains of the lots.</param>
/// <param name="Owed">What is taken from the next points.</param>
/// <param name="Level">The level.</param>
/// <param name="SpendFen">What was spent and kept in the last 365 days.</param>
/// <param name="Growth">The growth value of the last 365 days.</param>
/// <param name="Lots">What remains, in the order in which it is burnt.</param>
/// <param name="Entries">The entries, newest first.</param>
/// <param name="Levels">The latest changes of level.</param>
/// <param name="Next">What to ask for the entries before these, or null.</param>
internal sealed record PointsView(
    string Member,
    long Balance,
    long Owed,
    string Level,
    long SpendFen,
    long Growth,
    IReadOnlyList<PointsLotView> Lots,
    IReadOnlyList<PointsEntryView> Entries,
    IReadOnlyList<LevelChangeView> Levels,
    string? Next);

/// <summary>Points that were earned together and of which some remain.</summary>
internal sealed record PointsLotView(long Remaining, DateTime? ExpiresAt, DateTime At, string? Sale);

/// <summary>An entry.</summary>
internal sealed record PointsEntryView(
    string Id, DateTime At, string Kind, long Points, DateTime? ExpiresAt, string? Store, string? Sale, string Evidence, string Who, string? Why);

/// <summary>A change of level.</summary>
internal sealed record LevelChangeView(DateTime At, string From, string To, string Why, string Evidence);

/// <summary>A change of points by a person.</summary>
/// <param name="Id">A UUID that the page makes: the same is done once.</param>
/// <param name="Points">More or less, not 0.</param>
/// <param name="Why">The reason, 1 to 200 characters.</param>
internal sealed record PointsAdjustment(Guid Id, long Points, string Why);

/// <summary>What is there after a change.</summary>
internal sealed record PointsBalance(long Balance, long Owed);

/// <summary>Points that a till takes.</summary>
/// <param name="Id">A UUID that the till makes: the same is done once.</param>
/// <param name="Store">The store.</param>
/// <param name="Till">The till.</param>
/// <param name="Points">How many, 1 and more.</param>
/// <param name="Customer">Whose, by id.</param>
/// <param name="Phone">Or by phone number.</param>
/// <param name="Card">Or by card number.</param>
internal sealed record PointsBurn(Guid Id, string Store, string Till, long Points, string? Customer = null, string? Phone = null, string? Card = null);

/// <summary>Points that were taken.</summary>
internal sealed record PointsBurnt(string Member, long Burnt, long Balance);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ProgrammeView))]
[JsonSerializable(typeof(ProgrammeDocument))]
[JsonSerializable(typeof(ProgrammePreview))]
[JsonSerializable(typeof(LevelsView))]
[JsonSerializable(typeof(PointsView))]
[JsonSerializable(typeof(PointsAdjustment))]
[JsonSerializable(typeof(PointsBalance))]
[JsonSerializable(typeof(PointsBurn))]
[JsonSerializable(typeof(PointsBurnt))]
internal sealed partial class ProgrammeJson : JsonSerializerContext;
