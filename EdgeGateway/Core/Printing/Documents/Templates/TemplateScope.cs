namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>What a place in a template may name.</summary>
/// <param name="Fields">The fields of the data, or of an item of the list one is in.</param>
/// <param name="Words">The template's words by name and culture.</param>
/// <param name="Outer">What is known outside of the list; null outside of all lists.</param>
internal sealed record TemplateScope(
    IReadOnlyList<Field> Fields, IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Words, TemplateScope? Outer)
{
    /// <summary>Whether this is within a list.</summary>
    public bool IsInList => Outer is not null;

    /// <summary>Every name that is known here.</summary>
    public IEnumerable<string> Names => Fields.Select(known => known.Name).Concat(Outer?.Names ?? []);

    /// <summary>The field of a name, or null.</summary>
    public Field? Find(string name) => Fields.FirstOrDefault(field => field.Name == name) ?? Outer?.Find(name);
}
