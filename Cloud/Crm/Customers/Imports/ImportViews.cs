using System.Text.Json.Serialization;
using Cloud.Crm.Members;

namespace Cloud.Crm.Customers.Imports;

/// <summary>How a file is to be taken in.</summary>
/// <param name="Join">Whether those who are no members yet become members.</param>
/// <param name="Overwrite">Whether the file's word goes before what is known; else it only fills what is not.</param>
/// <param name="Tag">A tag for all of them, or null.</param>
internal sealed record ImportOptions(bool Join = true, bool Overwrite = true, string? Tag = null);

/// <summary>A change of how a file is to be taken in; what is left out stays.</summary>
internal sealed record ImportPatch(IReadOnlyDictionary<string, int>? Mapping = null, ImportOptions? Options = null);

/// <summary>A cell that cannot be what its column says.</summary>
/// <param name="Column">The column's name in the file.</param>
/// <param name="Came">What stood there.</param>
/// <param name="Expected">What could stand there.</param>
internal sealed record ImportMistake(string Column, string Came, string Expected)
{
    /// <summary>Stands for a column where the row as such cannot be read.</summary>
    internal const string WholeRow = "the row";

    /// <summary>Which mistake it is, for pages that say it in the reader's language; null for those of earlier versions.</summary>
    public string? Code { get; init; }

    /// <summary>What its words speak of, in the order of the English sentence: a bound, a row, customers.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];
}

/// <summary>What undoing a row needs: what was overwritten and what was added.</summary>
/// <param name="Known">The customer before, or null where the row made one.</param>
/// <param name="Tags">Tags that were added.</param>
/// <param name="Note">The note that was added, or null.</param>
/// <param name="Identity">The source's id that was added, or null.</param>
internal sealed record ImportBefore(StoredCustomer? Known, IReadOnlyList<string> Tags, string? Note, string? Identity)
{
    /// <summary>Says nothing of the person.</summary>
    public override string ToString() => "what an import overwrote";
}

/// <summary>An import and how far it is.</summary>
/// <param name="Id">The id.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Format">What it is: csv and its encoding, or xlsx.</param>
/// <param name="Headers">The names of its columns.</param>
/// <param name="Mapping">Which column (from 0) says what.</param>
/// <param name="Options">How it is to be taken in.</param>
/// <param name="State">reading, checking, ready, applying, applied, undoing, undone, failed, or closed: its rows are forgotten.</param>
/// <param name="Rows">How many rows it has.</param>
/// <param name="Done">How many of them the present step is through with.</param>
/// <param name="Created">Rows that make a customer.</param>
/// <param name="Updated">Rows that change one.</param>
/// <param name="Same">Rows that say what is known.</param>
/// <param name="Refused">Rows that cannot be.</param>
/// <param name="Applied">Rows that are in the books.</param>
/// <param name="Undone">Rows that are out of them again.</param>
/// <param name="Kept">Rows that could not be undone, because what they wrote was changed since.</param>
/// <param name="Who">Who brought it.</param>
/// <param name="CreatedAt">When.</param>
/// <param name="ChangedAt">When its last step ended.</param>
/// <param name="Said">Why it failed, or null.</param>
internal sealed record ImportView(
    string Id, string Name, string Format, IReadOnlyList<string> Headers, IReadOnlyDictionary<string, int> Mapping, ImportOptions Options, string State, int Rows, int Done, int Created, int Updated,
    int Same, int Refused, int Applied, int Undone, int Kept, string Who, DateTime CreatedAt, DateTime ChangedAt, string? Said);

/// <summary>A page of imports, newest first.</summary>
internal sealed record ImportPage(IReadOnlyList<ImportView> Imports, string? Next);

/// <summary>A row of a file.</summary>
/// <param name="Row">Its number as a spreadsheet counts.</param>
/// <param name="Outcome">new, updated, same, refused, or null while it is not looked at.</param>
/// <param name="State">waiting, applied, undone or kept.</param>
/// <param name="Customer">Whom it is about, or null.</param>
/// <param name="Cells">What stands in it.</param>
/// <param name="Mistakes">What is wrong with it.</param>
internal sealed record ImportRow(int Row, string? Outcome, string State, string? Customer, IReadOnlyList<string> Cells, IReadOnlyList<ImportMistake> Mistakes);

/// <summary>A page of rows.</summary>
internal sealed record ImportRowPage(IReadOnlyList<ImportRow> Rows, string? Next);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(ImportView))]
[JsonSerializable(typeof(ImportPage))]
[JsonSerializable(typeof(ImportPatch))]
[JsonSerializable(typeof(ImportOptions))]
[JsonSerializable(typeof(ImportRowPage))]
[JsonSerializable(typeof(ImportBefore))]
[JsonSerializable(typeof(MemberContact))]
[JsonSerializable(typeof(List<ImportMistake>))]
[JsonSerializable(typeof(Dictionary<string, int>))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(byte[]))]
internal sealed partial class ImportsJson : JsonSerializerContext;
