namespace EdgeGateway.Core.Members;

/// <summary>What staff are shown of a member, as headquarters last sent it.</summary>
/// <param name="Member">The member's id.</param>
/// <param name="Name">The name staff greet with.</param>
/// <param name="Level">The level's name, such as <c>gold</c>.</param>
/// <param name="LastVisit">The last visit to any store, or null.</param>
/// <param name="Usual">What the member usually buys, most usual first.</param>
/// <param name="Notes">What staff should know.</param>
/// <param name="AssignedTo">The staff member who looks after this member, or null.</param>
/// <param name="UpdatedAt">When headquarters made it.</param>
public sealed record MemberProfile(
    string Member, string Name, string Level, DateTimeOffset? LastVisit, IReadOnlyList<UsualGoods> Usual, IReadOnlyList<string> Notes, string? AssignedTo, DateTimeOffset UpdatedAt);

/// <summary>Goods that a member usually buys.</summary>
/// <param name="Sku">Their SKU.</param>
/// <param name="Name">Their name.</param>
public sealed record UsualGoods(string Sku, string Name);
