using System.Globalization;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>The values of one object of the data. Immutable.</summary>
/// <param name="Values">By name; what is missing is not in it.</param>
/// <param name="Outer">The object around the list that this is an item of.</param>
/// <param name="Index">Its place in that list, from 1.</param>
internal sealed record DataScope(IReadOnlyDictionary<string, FieldValue> Values, DataScope? Outer, int Index)
{
    /// <summary>Its place in its list, for people.</summary>
    public string Position => Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>The value of a name, or null where it is missing.</summary>
    public FieldValue? Find(string name) => Values.GetValueOrDefault(name) ?? Outer?.Find(name);
}

/// <summary>One value of the data.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Raw">As it came.</param>
/// <param name="Items">The items of a list; else empty.</param>
internal sealed record FieldValue(FieldKind Kind, string Raw, IReadOnlyList<IReadOnlyDictionary<string, FieldValue>> Items);
