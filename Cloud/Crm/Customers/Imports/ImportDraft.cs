using System.Globalization;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Members;

namespace Cloud.Crm.Customers.Imports;

/// <summary>A row of a file as the customer that it tells of.</summary>
internal sealed record ImportDraft(
    string Name, MemberContact Contact, string? Level, string? HomeStore, string? AssignedTo, string? ExternalId, IReadOnlyList<string> Tags, string? Note)
{
    private static readonly string[] s_days = ["yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "yyyyMMdd", "yyyy年M月d日", "yyyy-M-d HH:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss"];

    /// <summary>Reads a row.</summary>
    /// <param name="cells">Its cells.</param>
    /// <param name="headers">The names of columns, for mistakes.</param>
    /// <param name="mapping">Which column says what.</param>
    /// <param name="countryCode">The country of phone numbers that do not say theirs.</param>
    /// <param name="mistakes">What is wrong with it, cell by cell.</param>
    /// <returns>Null where anything is wrong.</returns>
    internal static ImportDraft? Read(string[] cells, IReadOnlyList<string> headers, IReadOnlyDictionary<string, int> mapping, string countryCode, List<ImportMistake> mistakes)
    {
        string? Cell(string field) => mapping.TryGetValue(field, out var column) && column < cells.Length ? CustomerRules.Some(cells[column]) : null;
        void Wrong(string field, string came, string expected, string code, params int[] bounds) => mistakes.Add(new ImportMistake(headers[mapping[field]], came.Length > 100 ? came[..100] + "…" : came, expected)
        {
            Code = code, Values = [.. bounds.Select(Text)],
        });


        foreach (var (cell, i) in cells.Select((cell, i) => (cell, i)).Where(c => c.cell.Length > ImportFile.MaxCell))
        {
            mistakes.Add(new ImportMistake(i < headers.Count ? headers[i] : $"column {i + 1}", $"{cell.Length} characters", $"at most {ImportFile.MaxCell} characters")
            {
                Code = "length", Values = [Text(cell.Length), Text(ImportFile.MaxCell)],
            });
        }

        var (name, phone, email, card) = (Cell("name"), Number(Cell("phone")), Cell("email"), Number(Cell("card")));
        if (name is null || name.Length > CustomerRules.MaxName || name.Any(char.IsControl))
        {
            Wrong("name", name ?? "", $"a name of 1 to {CustomerRules.MaxName} characters", "name", CustomerRules.MaxName);
        }

        if (phone is not null && LookupHash.Phone(phone, countryCode) is null)
        {
            Wrong("phone", phone, "a phone number of 7 to 15 digits, with + where it is of another country", "phone");
        }

        if (email is not null && EmailAddress.Normal(email) is null)
        {
            Wrong("email", email, "an e-mail address such as name@example.com", "email");
        }

        if (card is not null && LookupHash.Card(card) is null)
        {
            Wrong("card", card, "a card number of 4 to 32 letters and digits", "card");
        }

        var birthday = Cell("birthday");
        DateOnly day = default;
        if (birthday is not null && (!DateOnly.TryParseExact(birthday, s_days, CultureInfo.InvariantCulture, DateTimeStyles.None, out day) || day.Year is < 1900 or > 2100))
        {
            Wrong("birthday", birthday, "a day such as 1990-05-17 or 1990/5/17", "birthday");
        }

        foreach (var (field, longest) in new[] { ("level", CustomerRules.MaxLevel), ("externalId", 200), ("note", CustomerRules.MaxNote) })
        {
            if (Cell(field) is { } text && (text.Length > longest || text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'))))
            {
                Wrong(field, text, $"at most {longest} characters", "text", longest);
            }
        }

        foreach (var field in new[] { "homeStore", "assignedTo" })
        {
            if (Cell(field) is { } text && !Identifier.IsValid(text))
            {
                Wrong(field, text, field == "homeStore" ? "the store's name in the system: a-z, 0-9 and -" : "the account's id: a-z, 0-9 and -", field);
            }
        }

        var tags = (Cell("tag") ?? "").Split([',', ';', '，', '；', '、', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var tag in tags.Where(tag => CustomerRules.Tag(tag) is null))
        {
            Wrong("tag", tag, $"tags of 1 to {CustomerRules.MaxTag} characters without a slash, commas between", "tag", CustomerRules.MaxTag);
        }

        return mistakes.Count > 0 ? null : new ImportDraft(
            name!, new MemberContact(phone, email, card, birthday is null ? null : day.ToString("O", CultureInfo.InvariantCulture)), Cell("level"), Cell("homeStore"), Cell("assignedTo"),
            Cell("externalId"), [.. tags.Select(tag => CustomerRules.Tag(tag)!).Distinct(StringComparer.Ordinal)], Cell("note"));
    }

    /// <summary>What a customer is after the row: blank cells take nothing away.</summary>
    /// <param name="known">What is known.</param>
    /// <param name="overwrite">Whether the file's word goes before what is known.</param>
    /// <param name="joinedAt">When those who are no members yet join, or null.</param>
    internal StoredCustomer Over(StoredCustomer known, bool overwrite, DateTime? joinedAt)
    {
        string? Of(string? now, string? said) => said is not null && (overwrite || string.IsNullOrEmpty(now)) ? said : now;
        var contact = known.Contact;
        return known with
        {
            Name = Of(known.Name, Name)!,
            Level = Of(known.Level, Level)!,
            Contact = new MemberContact(Of(contact.Phone, Contact.Phone), Of(contact.Email, Contact.Email), Of(contact.Card, Contact.Card), Of(contact.Birthday, Contact.Birthday)),
            HomeStore = Of(known.HomeStore, HomeStore),
            AssignedTo = Of(known.AssignedTo, AssignedTo),
            JoinedAt = known.JoinedAt ?? joinedAt,
        };
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A number that a spreadsheet wrote with a point and zeros.</summary>
    private static string? Number(string? text) => text?.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && text[..point].All(char.IsAsciiDigit) && text[(point + 1)..].All(c => c == '0')
        ? text[..point] : text;

    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => "a row of a file";
}
