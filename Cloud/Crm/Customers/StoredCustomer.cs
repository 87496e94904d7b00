using Cloud.Crm.Members;

namespace Cloud.Crm.Customers;

/// <summary>A customer's row: what people, programs and imports say of somebody.</summary>
/// <param name="Id">The row's own id.</param>
/// <param name="Name">The name.</param>
/// <param name="Level">The level's name, or empty.</param>
/// <param name="Contact">What the customer can be reached by.</param>
/// <param name="Usual">What the customer usually buys.</param>
/// <param name="Hints">What staff should know.</param>
/// <param name="AssignedTo">Who looks after the customer, or null.</param>
/// <param name="HomeStore">The store, or null.</param>
/// <param name="JoinedAt">Since when a member, or null.</param>
/// <param name="LastVisit">The last visit, or null.</param>
/// <param name="MergedInto">The customer who stands for this one, or null.</param>
/// <param name="Gone">Whether nothing is known any more.</param>
/// <param name="Revision">How often people changed it.</param>
internal sealed record StoredCustomer(
    string Id,
    string Name,
    string Level,
    MemberContact Contact,
    IReadOnlyList<MemberGoods> Usual,
    IReadOnlyList<string> Hints,
    string? AssignedTo,
    string? HomeStore,
    DateTime? JoinedAt,
    DateTime? LastVisit,
    string? MergedInto = null,
    bool Gone = false,
    long Revision = 1)
{
    /// <summary>The one who stands for the person.</summary>
    internal string Root => MergedInto ?? Id;

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => Id;
}
