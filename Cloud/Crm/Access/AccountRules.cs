using System.Net.Mail;

namespace Cloud.Crm.Access;

/// <summary>What people write about an account, and what it must be.</summary>
internal static class AccountRules
{
    private const int MaxLogin = 64;
    private const int MaxName = 100;
    private const int MaxEmail = 200;

    /// <summary>What logins and e-mail addresses are compared by.</summary>
    internal static string KeyOf(string text) => text.Trim().ToLowerInvariant();

    /// <summary>What is wrong with a login, or null.</summary>
    internal static string? LoginMistake(string? login) =>
        login is { Length: >= 2 and <= MaxLogin } && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-' or '@')
            ? null : $"login: expected 2 to {MaxLogin} characters out of A-Z a-z 0-9 . _ - @";

    /// <summary>What is wrong with a name, or null.</summary>
    internal static string? NameMistake(string? name) =>
        !string.IsNullOrWhiteSpace(name) && name.Length <= MaxName && !name.Any(char.IsControl) ? null : $"name: expected 1 to {MaxName} characters without control characters";

    /// <summary>What is wrong with an address, or null. None at all is right.</summary>
    internal static string? EmailMistake(string? email) =>
        string.IsNullOrEmpty(email) || (email.Length <= MaxEmail && MailAddress.TryCreate(email, out var address) && address.Address == email)
            ? null : "email: expected an address such as lin@example.com";

    /// <summary>All that is wrong, or null.</summary>
    internal static string? Join(params ReadOnlySpan<string?> mistakes)
    {
        var found = new List<string>();
        foreach (var mistake in mistakes)
        {
            if (mistake is not null)
            {
                found.Add(mistake);
            }
        }

        return found.Count == 0 ? null : string.Join("; ", found);
    }
}
