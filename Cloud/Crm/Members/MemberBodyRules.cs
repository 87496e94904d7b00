using Cloud.Contracts;
using Cloud.Contracts.Members;

namespace Cloud.Crm.Members;

/// <summary>What may be said of a member.</summary>
internal static class MemberBodyRules
{
    private const int MaxName = 100;
    private const int MaxLevel = 40;
    private const int MaxUsual = 20;
    private const int MaxNotes = 10;
    private const int MaxNote = 200;

    /// <summary>Every mistake in one text, or null.</summary>
    internal static string? Check(string id, MemberBody body, string countryCode)
    {
        string?[] mistakes =
        [
            Identifier.IsValid(id) ? null : $"the id has 1 to {Identifier.MaxLength} characters out of a-z 0-9 -",
            Text("name", body.Name, 1, MaxName),
            Text("level", body.Level, 0, MaxLevel),
            Text("assignedTo", body.AssignedTo, 1, Identifier.MaxLength),
            body.Phone is { } phone && LookupHash.Phone(phone, countryCode) is null ? "phone is not a phone number: expected 7 to 15 digits, with + where it is of another country" : null,
            body.Card is { } card && LookupHash.Card(card) is null ? "card has 4 to 32 letters and digits" : null,
            body.Email is { } email && (email.Length is < 3 or > 254 || email.Split('@') is not [{ Length: > 0 }, { Length: > 0 }] || email.Any(c => char.IsControl(c) || c == ' '))
                ? "email is not an e-mail address" : null,
            body.Usual is { Count: > MaxUsual } ? $"usual has {body.Usual.Count} goods; expected at most {MaxUsual}" : null,
            .. (body.Usual ?? []).Take(MaxUsual).SelectMany((goods, i) => new[] { Text($"usual[{i}].sku", goods?.Sku, 1, 64, true), Text($"usual[{i}].name", goods?.Name, 1, MaxName, true) }),
            body.Notes is { Count: > MaxNotes } ? $"notes are {body.Notes.Count}; expected at most {MaxNotes}" : null,
            .. (body.Notes ?? []).Take(MaxNotes).Select((note, i) => Text($"notes[{i}]", note, 1, MaxNote, true)),
        ];
        var found = string.Join("; ", mistakes.Where(m => m is not null));
        return found.Length == 0 ? null : found;
    }

    /// <summary>The body with blanks at the ends of its texts taken away.</summary>
    internal static MemberBody Tidy(MemberBody body) => body with { Name = body.Name.Trim(), Level = body.Level?.Trim(), Phone = body.Phone?.Trim(), Email = body.Email?.Trim(), Card = body.Card?.Trim() };

    private static string? Text(string name, string? text, int least, int most, bool required = false) =>
        text is null ? required || least > 0 && name == "name" ? $"{name} is missing" : null
        : text.Trim().Length < least || text.Length > most ? $"{name} has {text.Length} characters; expected {least} to {most}"
        : text.Any(char.IsControl) ? $"{name} has control characters" : null;
}
