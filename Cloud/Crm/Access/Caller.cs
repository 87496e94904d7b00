namespace Cloud.Crm.Access;

/// <summary>Who asks.</summary>
/// <param name="Id">The account's or token's id.</param>
/// <param name="Name">The name people know.</param>
/// <param name="Role">What the caller is.</param>
/// <param name="Stores">The stores the caller may see, or null for all.</param>
internal sealed record Caller(string Id, string Name, Role Role, IReadOnlySet<string>? Stores)
{
    /// <summary>Headquarters itself, where a change comes of no person's asking.</summary>
    internal static Caller Headquarters { get; } = new("headquarters", "headquarters", Role.Admin, null);

    /// <summary>Whether a store is among the caller's.</summary>
    internal bool Sees(string store) => Stores is null || Stores.Contains(store);
}
