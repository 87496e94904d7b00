using System.Data.Common;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Customers.Imports;

/// <summary>An import under way: what its steps need to know.</summary>
/// <param name="Id">The import.</param>
/// <param name="State">The step: checking, applying or undoing.</param>
/// <param name="Done">Up to which row the step is through; when undoing, from the end.</param>
/// <param name="Headers">The names of columns.</param>
/// <param name="Mapping">Which column says what.</param>
/// <param name="Options">How it is to be taken in.</param>
/// <param name="Who">Who began it.</param>
/// <param name="Key">Headquarters' key.</param>
internal sealed record ImportStep(
    string Id, string State, int Done, IReadOnlyList<string> Headers, IReadOnlyDictionary<string, int> Mapping, ImportOptions Options, string Who, MemberKey Key);

/// <summary>Whom a row is about.</summary>
/// <param name="Row">The customer's row, or null where nobody is known.</param>
/// <param name="Against">Why it cannot be said, or null.</param>
internal readonly record struct ImportTarget(string? Row, ImportMistake? Against)
{
    /// <summary>Whom a draft is about: by the file's id of them where it was imported before; else by card, phone or e-mail, where these are of one customer.</summary>
    internal static async Task<ImportTarget> FindAsync(DbTransaction transaction, ImportDraft draft, ImportStep step, CancellationToken cancellationToken)
    {
        var matches = await CustomerMatching.FindAsync(transaction, draft.Contact, step.Key, cancellationToken);
        if (draft.ExternalId is { } external && await transaction.Command(
            "SELECT i.customer FROM customer_identity i JOIN member m ON m.id = i.customer WHERE i.source = 'import' AND i.external_index = @index AND NOT m.gone",
            ("index", step.Key.IndexOf("external/import", external))).ListAsync(r => r.GetString(0), cancellationToken) is [var known])
        {
            var other = matches.FirstOrDefault(m => m.Row != known);
            return other.Row is null ? new ImportTarget(known, null) : new ImportTarget(null, Two(known, other));
        }

        var apart = matches.FirstOrDefault(m => m.Row != matches[0].Row);
        return matches.Count == 0 ? default : apart.Row is null ? new ImportTarget(matches[0].Row, null) : new ImportTarget(null, Two(matches[0].Row, apart));
    }

    private static ImportMistake Two(string one, CustomerMatch other) =>
        new(CustomerMatching.Word(other.Kind), $"the {CustomerMatching.Word(other.Kind)} of customer {other.Row}, while the rest is of {one}", "numbers of one customer: merge the two where they are one, or correct the row")
        {
            Code = "two", Values = [CustomerMatching.Word(other.Kind), other.Row, one],
        };
}
