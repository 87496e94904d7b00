namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>What kind of value a template's data member holds.</summary>
internal enum FieldKind
{
    /// <summary>Text of one or more lines.</summary>
    Text,

    /// <summary>A JSON integer.</summary>
    Integer,

    /// <summary>A JSON integer: hundredths of the currency's unit.</summary>
    Money,

    /// <summary>A decimal number as a JSON string, such as <c>"1.250"</c>.</summary>
    Decimal,

    /// <summary>A day, <c>"2026-11-22"</c>.</summary>
    Date,

    /// <summary>A moment with its offset, <c>"2026-11-22T14:05:00+08:00"</c>.</summary>
    Time,

    /// <summary>A JSON <c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>Digits as a JSON string.</summary>
    Digits,

    /// <summary>A JSON array of objects.</summary>
    List,
}

/// <summary>One member of a template's data.</summary>
/// <param name="Name">Its name in the JSON.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="IsRequired">Whether it must be there.</param>
/// <param name="Default">What stands in where an optional text is missing, or null.</param>
/// <param name="Most">The most characters, digits or items.</param>
/// <param name="Fields">Members of each item of a list; else empty.</param>
internal sealed record Field(string Name, FieldKind Kind, bool IsRequired, string? Default, int Most, IReadOnlyList<Field> Fields)
{
    /// <summary>Whether it is a figure: such a value is never shortened or divided to fit.</summary>
    public bool IsFigure => Kind is FieldKind.Integer or FieldKind.Money or FieldKind.Decimal or FieldKind.Digits or FieldKind.Date or FieldKind.Time;
}
