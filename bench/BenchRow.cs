namespace Bench;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Measured">The figure, with its unit.</param>
/// <param name="Limit">The bar, or the limit of the machine, in the same run.</param>
/// <param name="Note">How, and what holds it back.</param>
internal sealed record BenchRow(string What, string Measured, string Limit, string Note)
{
    /// <summary>Prints rows as a Markdown table.</summary>
    public static void Print(IReadOnlyList<BenchRow> rows, TextWriter output) => FigureTable.Of(rows).Print(output);
}
