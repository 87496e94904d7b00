namespace Bench;

/// <summary>A table of figures as a page shows it.</summary>
/// <param name="Columns">The heads.</param>
/// <param name="Rows">Each with a cell for every head.</param>
internal sealed record FigureTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>The table of rows that stand beside a limit.</summary>
    public static FigureTable Of(IReadOnlyList<BenchRow> rows) =>
        new(["what", "measured", "limit", "note"], [.. rows.Select(row => (string[])[row.What, row.Measured, row.Limit, row.Note])]);

    /// <summary>Prints it as Markdown.</summary>
    public void Print(TextWriter output)
    {
        output.WriteLine(Line(Columns));
        output.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Columns.Count))}");
        foreach (var row in Rows)
        {
            output.WriteLine(Line(row));
        }
    }

    private static string Line(IReadOnlyList<string> cells) => $"| {string.Join(" | ", cells)} |";
}
