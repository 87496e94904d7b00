namespace Cloud.Crm.Access;

/// <summary>An account's row.</summary>
internal sealed record Account(
    string Id, string Login, string Name, string? Email, Role Role, string? PasswordHash, bool Active, long Version, DateTime CreatedAt, DateTime? LastSeenAt)
{
    /// <summary>What a session begun now would be.</summary>
    internal Caller AsCaller(IReadOnlySet<string>? stores) => new(Id, Name, Role, stores);
}
