using Cloud.Crm.Members;

namespace Cloud.Crm.Customers;

/// <summary>What is known of a customer, as it comes in. Whatever is left out is not known.</summary>
/// <param name="Name">The name staff greet with, 1 to 100 characters.</param>
/// <param name="Level">The level's name, at most 40 characters.</param>
/// <param name="Phone">The phone number; kept encrypted and found by a keyed hash.</param>
/// <param name="Email">The e-mail address; kept encrypted and found by a keyed hash.</param>
/// <param name="Card">The card number, 4 to 32 letters and digits; kept encrypted and found by a keyed hash.</param>
/// <param name="Birthday">The day of birth, such as 1990-05-17; kept encrypted.</param>
/// <param name="Usual">What the customer usually buys, most usual first; at most 20.</param>
/// <param name="Hints">What staff should know at once; goes to the stores. At most 10 of 200 characters.</param>
/// <param name="AssignedTo">Who looks after the customer.</param>
/// <param name="HomeStore">The store the customer belongs to.</param>
/// <param name="Joined">Whether the customer is a member; one who joined stays one.</param>
/// <param name="LastVisit">The last visit before the gateways' events say of one.</param>
internal sealed record CustomerBody(
    string Name,
    string? Level = null,
    string? Phone = null,
    string? Email = null,
    string? Card = null,
    string? Birthday = null,
    IReadOnlyList<MemberGoods>? Usual = null,
    IReadOnlyList<string>? Hints = null,
    string? AssignedTo = null,
    string? HomeStore = null,
    bool Joined = true,
    DateTime? LastVisit = null)
{
    /// <summary>What the customer can be reached by.</summary>
    internal MemberContact Contact => new(Phone, Email, Card, Birthday);

    /// <summary>Says whose it is and nothing else.</summary>
    public override string ToString() => "what is known of a customer";
}
