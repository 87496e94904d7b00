using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Cloud.Crm.Members;

namespace Cloud.Crm.Customers;

/// <summary>A page of customers.</summary>
/// <param name="Customers">The customers.</param>
/// <param name="Next">What to ask the next page with, or null at the end.</param>
internal sealed record CustomerPage(IReadOnlyList<CustomerRow> Customers, string? Next);

/// <summary>A customer in a list.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The name; its first character only for those who may not see it.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Phone">The phone number with its middle hidden, or null.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Face">Whether any store may recognise the face.</param>
/// <param name="Stores">How many gateways hold it, or may.</param>
/// <param name="UpdatedAt">When anything of the customer changed last.</param>
/// <param name="JoinedAt">Since when a member, or null.</param>
/// <param name="HomeStore">The store the customer belongs to, or null.</param>
/// <param name="Source">Where the customer came from first.</param>
/// <param name="Tags">The tags.</param>
internal sealed record CustomerRow(
    string Id, string Name, string Level, string? Phone, DateTime? LastVisit, FaceState Face, int Stores, DateTime UpdatedAt, DateTime? JoinedAt, string? HomeStore, string Source,
    IReadOnlyList<string> Tags);

/// <summary>Everything of a customer but what is hidden.</summary>
/// <param name="Id">The id of the one who stands for the person.</param>
/// <param name="Revision">Counts up with each change by people; the ETag.</param>
/// <param name="Name">The name.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Phone">The phone number with its middle hidden, or null.</param>
/// <param name="Email">The e-mail address with all but its beginning and domain hidden, or null.</param>
/// <param name="Card">The card number with all but its end hidden, or null.</param>
/// <param name="Birthday">Month and day of birth, such as <c>--05-17</c>, or null.</param>
/// <param name="JoinedAt">Since when a member, or null.</param>
/// <param name="HomeStore">The store the customer belongs to, or null.</param>
/// <param name="AssignedTo">Who looks after the customer, or null.</param>
/// <param name="Source">Where the customer came from first.</param>
/// <param name="Usual">What the customer usually buys.</param>
/// <param name="Hints">What staff should know at once.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Notes">The newest notes.</param>
/// <param name="Identities">Under which ids which sources know the person.</param>
/// <param name="Merges">Who was merged into the customer; each can be undone.</param>
/// <param name="Others">The numbers of those who were merged into the customer.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Face">Whether any store may recognise the face.</param>
/// <param name="Consents">What each gateway holds of the face.</param>
/// <param name="Figures">Sums over all that was bought, earned and visited.</param>
/// <param name="CreatedAt">Since when the customer is known.</param>
/// <param name="UpdatedAt">When anything of the customer changed last.</param>
internal sealed record CustomerView(
    string Id,
    long Revision,
    string Name,
    string Level,
    string? Phone,
    string? Email,
    string? Card,
    string? Birthday,
    DateTime? JoinedAt,
    string? HomeStore,
    string? AssignedTo,
    string Source,
    IReadOnlyList<MemberGoods> Usual,
    IReadOnlyList<string> Hints,
    IReadOnlyList<string> Tags,
    IReadOnlyList<NoteView> Notes,
    IReadOnlyList<IdentityView> Identities,
    IReadOnlyList<MergeView> Merges,
    IReadOnlyList<OtherNumbers> Others,
    DateTime? LastVisit,
    FaceState Face,
    IReadOnlyList<ConsentView> Consents,
    CustomerFigures Figures,
    DateTime CreatedAt,
    DateTime UpdatedAt);

/// <summary>A note.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When it was written.</param>
/// <param name="Who">By whom.</param>
/// <param name="Text">What it says.</param>
/// <param name="Customer">For which of the person's ids.</param>
internal sealed record NoteView(string Id, DateTime At, string Who, string Text, string Customer);

/// <summary>Under which id a source knows a person.</summary>
/// <param name="Source">The source.</param>
/// <param name="ExternalId">Its id, all but the ends hidden.</param>
/// <param name="Customer">Which of the person's ids it belongs to.</param>
/// <param name="Since">Since when.</param>
internal sealed record IdentityView(string Source, string ExternalId, string Customer, DateTime Since);

/// <summary>A merge that can be undone.</summary>
internal sealed record MergeView(string Id, string Keep, string Merged, string MergedName, DateTime At, string Who);

/// <summary>The numbers of somebody who was merged into another.</summary>
internal sealed record OtherNumbers(string Id, string? Phone, string? Email, string? Card);

/// <summary>Sums; the timeline has what each is the sum of.</summary>
/// <param name="Purchases">Sales less returns that took a whole sale back are not taken off: how often the person bought.</param>
/// <param name="SpentFen">What was bought less what came back, in fen.</param>
/// <param name="LastPurchase">When the person bought last, or null.</param>
/// <param name="Points">The balance of all accounts of the person, or null without one.</param>
/// <param name="Visits">Visits that a store told of.</param>
/// <param name="LastVisit">The last of them, or null.</param>
internal sealed record CustomerFigures(long Purchases, long SpentFen, DateTime? LastPurchase, long? Points, long Visits, DateTime? LastVisit);

/// <summary>A change of a marketing consent.</summary>
internal sealed record MarketingConsentView(string Purpose, string Channel, bool Given, string TextVersion, string Language, DateTime At, string Who, string Source);

/// <summary>A change of a marketing consent, as it comes in.</summary>
/// <param name="Purpose">marketing, profiling or survey.</param>
/// <param name="Channel">sms, email, phone, wechat, post or any.</param>
/// <param name="Given">Given, or withdrawn.</param>
/// <param name="TextVersion">The version of the text that was shown.</param>
/// <param name="Language">In which language.</param>
internal sealed record ConsentBody(string Purpose, string Channel, bool Given, string TextVersion, string Language);

/// <summary>A person's consents.</summary>
/// <param name="Current">What holds, by purpose and channel.</param>
/// <param name="History">Every change, newest first.</param>
/// <param name="Face">What each gateway holds of the face.</param>
internal sealed record ConsentsView(IReadOnlyList<MarketingConsentView> Current, IReadOnlyList<MarketingConsentView> History, IReadOnlyList<ConsentView> Face);

/// <summary>A question for what is hidden.</summary>
/// <param name="What">phone, email, card or birthday.</param>
/// <param name="Why">What it is needed for, 3 to 200 characters that do not name the person.</param>
internal sealed record RevealBody(string What, string Why);

/// <summary>What was hidden.</summary>
internal sealed record RevealedView(string What, string? Value);

/// <summary>A note, as it comes in.</summary>
internal sealed record NoteBody(string Text);

/// <summary>Two customers who are one, as it comes in.</summary>
/// <param name="Keep">Who stands for the person from now on.</param>
/// <param name="Merged">Who is that person too.</param>
internal sealed record MergeBody(string Keep, string Merged);

/// <summary>Two customers.</summary>
internal sealed record PairBody(string One, string Other);

/// <summary>Two customers who may be one.</summary>
/// <param name="One">One of them.</param>
/// <param name="Other">The other.</param>
/// <param name="Why">What they share: phone, email, card or name.</param>
/// <param name="Since">When it was seen.</param>
internal sealed record DuplicateView(CustomerRow One, CustomerRow Other, IReadOnlyList<string> Why, DateTime Since);

/// <summary>A page of customers who may be one.</summary>
internal sealed record DuplicatePage(IReadOnlyList<DuplicateView> Duplicates, string? Next);

/// <summary>Who leaves and who takes over.</summary>
/// <param name="From">Who looked after them.</param>
/// <param name="To">Who does from now on; null for nobody.</param>
internal sealed record ReassignBody(string From, string? To);

/// <summary>How many customers it was.</summary>
internal sealed record CustomerCount(int Customers);

/// <summary>What became of somebody whom a source told of.</summary>
/// <param name="Customer">Who it is.</param>
/// <param name="Outcome">created, joined (an identity more of one who was known), changed, or known (nothing new).</param>
internal sealed record IntakeView(string Customer, string Outcome);

/// <summary>A tag and how many have it.</summary>
internal sealed record TagCount(string Tag, long Customers);

/// <summary>The tags there are.</summary>
internal sealed record TagList(IReadOnlyList<TagCount> Tags);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(CustomerBody))]
[JsonSerializable(typeof(CustomerPage))]
[JsonSerializable(typeof(FindBody))]
[JsonSerializable(typeof(FoundCustomer))]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(MergeBody))]
[JsonSerializable(typeof(PairBody))]
[JsonSerializable(typeof(DuplicatePage))]
[JsonSerializable(typeof(ReassignBody))]
[JsonSerializable(typeof(CustomerCount))]
[JsonSerializable(typeof(IntakeBody))]
[JsonSerializable(typeof(IntakeView))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(ConsentsView))]
[JsonSerializable(typeof(RevealBody))]
[JsonSerializable(typeof(RevealedView))]
[JsonSerializable(typeof(TimelinePage))]
[JsonSerializable(typeof(TagList))]
[JsonSerializable(typeof(ConsentPage))]
[JsonSerializable(typeof(ConsentTextList))]
[JsonSerializable(typeof(ErasureReceipt))]
[JsonSerializable(typeof(RemovedPart[]))]
[JsonSerializable(typeof(EraseBody))]
[JsonSerializable(typeof(PersonDocument))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(JsonArray))]
internal sealed partial class CustomersJson : JsonSerializerContext;
