using System.Globalization;
using Cloud.Contracts;
using Cloud.Contracts.Members;

namespace Cloud.Crm.Customers;

/// <summary>What may be said of a customer.</summary>
internal static class CustomerRules
{
    internal const int MaxName = 100;
    internal const int MaxLevel = 40;
    internal const int MaxNote = 2_000;
    internal const int MaxTag = 40;
    private const int MaxUsual = 20;
    private const int MaxHints = 10;
    private const int MaxHint = 200;

    /// <summary>Every mistake in one text, or null.</summary>
    internal static string? Check(string id, CustomerBody body, string countryCode)
    {
        string?[] mistakes =
        [
            Identifier.IsValid(id) ? null : $"the id has 1 to {Identifier.MaxLength} characters out of a-z 0-9 -",
            Text("name", body.Name, 1, MaxName),
            Text("level", body.Level, 0, MaxLevel),
            Text("assignedTo", body.AssignedTo, 1, Identifier.MaxLength),
            body.HomeStore is { } store && !Identifier.IsValid(store) ? "homeStore is not the name of a store" : null,
            .. Reach(body.Phone, body.Email, body.Card, countryCode),
            body.Birthday is { } birthday && Day(birthday) is null ? "birthday is not a day that was: expected such as 1990-05-17" : null,
            body.Usual is { Count: > MaxUsual } ? $"usual has {body.Usual.Count} goods; expected at most {MaxUsual}" : null,
            .. (body.Usual ?? []).Take(MaxUsual).SelectMany((goods, i) => new[] { Text($"usual[{i}].sku", goods?.Sku, 1, 64, true), Text($"usual[{i}].name", goods?.Name, 1, MaxName, true) }),
            body.Hints is { Count: > MaxHints } ? $"hints are {body.Hints.Count}; expected at most {MaxHints}" : null,
            .. (body.Hints ?? []).Take(MaxHints).Select((hint, i) => Text($"hints[{i}]", hint, 1, MaxHint, true)),
        ];
        return Join(mistakes);
    }

    /// <summary>What is wrong with numbers and an address; nulls where nothing is.</summary>
    internal static string?[] Reach(string? phone, string? email, string? card, string countryCode) =>
    [
        phone is not null && LookupHash.Phone(phone, countryCode) is null ? "phone is not a phone number: expected 7 to 15 digits, with + where it is of another country" : null,
        card is not null && LookupHash.Card(card) is null ? "card is not a card number: expected 4 to 32 letters and digits" : null,
        email is not null && EmailAddress.Normal(email) is null ? "email is not an e-mail address: expected such as name@example.com" : null,
    ];

    /// <summary>The body with blanks at the ends of its texts taken away, and empty texts not known.</summary>
    internal static CustomerBody Tidy(CustomerBody body) => body with
    {
        Name = body.Name.Trim(), Level = Some(body.Level), Phone = Some(body.Phone), Email = Some(body.Email), Card = Some(body.Card), Birthday = Some(body.Birthday),
        AssignedTo = Some(body.AssignedTo), HomeStore = Some(body.HomeStore),
    };

    /// <summary>The text without blanks at its ends; null where nothing is left.</summary>
    internal static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>A tag's normal form: 1 to 40 characters, no control characters, no slash. Null where the text is none.</summary>
    internal static string? Tag(string text)
    {
        var tag = text.Trim();
        return tag.Length is >= 1 and <= MaxTag && !tag.Any(c => char.IsControl(c) || c is '/' or '\\') ? tag : null;
    }

    /// <summary>A day of birth.</summary>
    internal static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2100 ? day : null;

    /// <summary>What is wrong with a text, or null.</summary>
    internal static string? Text(string name, string? text, int least, int most, bool required = false) =>
        text is null ? required || least > 0 && name == "name" ? $"{name} is missing" : null
        : text.Trim().Length < least || text.Length > most ? $"{name} has {text.Length} characters; expected {least} to {most}"
        : text.Any(c => char.IsControl(c) && c != '\n') ? $"{name} has control characters" : null;

    /// <summary>Every mistake in one text, or null where there is none.</summary>
    internal static string? Join(IEnumerable<string?> mistakes)
    {
        var found = string.Join("; ", mistakes.Where(m => m is not null));
        return found.Length == 0 ? null : found;
    }
}
