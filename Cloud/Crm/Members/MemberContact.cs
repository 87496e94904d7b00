namespace Cloud.Crm.Members;

/// <summary>What a member can be reached by; in the database it is encrypted, on pages it is hidden but for its ends.</summary>
internal sealed record MemberContact(string? Phone, string? Email, string? Card)
{
    internal bool IsEmpty => Phone is null && Email is null && Card is null;

    internal string? HiddenPhone => Hide(Phone, 4);

    internal string? HiddenCard => Hide(Card, 3);

    internal string? HiddenEmail => Email?.Split('@') is [{ Length: > 0 } name, var domain] ? $"{name[..1]}•••@{domain}" : Email is null ? null : "•••";

    /// <summary>Says nothing of it.</summary>
    public override string ToString() => "contact data";

    private static string? Hide(string? text, int shown) => text is null ? null : "•••" + (text.Length > 2 * shown ? text[^shown..] : "");
}
