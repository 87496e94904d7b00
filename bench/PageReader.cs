using System.Text.RegularExpressions;

namespace Bench;

/// <summary>Reads figures out of a page: a cell of one of its tables, or words of its text. What is not there is an error that names it, never an empty figure.</summary>
internal sealed class PageReader(string path, string text)
{
    private readonly List<(string[] Columns, string[] Cells)> _rows = RowsOf(text);

    /// <summary>Opens a page.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static PageReader Open(string path) => new(path, File.ReadAllText(path));

    /// <summary>Every row of every table whose first cell begins so.</summary>
    public IEnumerable<IReadOnlyDictionary<string, string>> Rows(string beginning) =>
        _rows.Where(row => row.Cells[0].StartsWith(beginning, StringComparison.Ordinal)).Select(row => row.Columns.Zip(row.Cells).DistinctBy(cell => cell.First).ToDictionary(cell => cell.First, cell => cell.Second));

    /// <summary>The cell under a head, of the first row that begins so and has that head.</summary>
    /// <exception cref="InvalidDataException">There is no such row.</exception>
    public string Cell(string beginning, string column) =>
        Rows(beginning).FirstOrDefault(row => row.ContainsKey(column))?[column] ?? throw new InvalidDataException($"{path} has no table with a column '{column}' and a row that begins with '{beginning}'.");

    /// <summary>What a pattern finds in the text, its groups put into a form: <c>{1}</c> is the first.</summary>
    /// <exception cref="InvalidDataException">It finds nothing.</exception>
    public string Words(string pattern, string form)
    {
        var found = Regex.Match(text, pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(5));
        return found.Success
            ? found.Groups.Values.Aggregate(form, (words, group) => words.Replace($"{{{group.Name}}}", group.Value, StringComparison.Ordinal))
            : throw new InvalidDataException($"{path} says nothing like '{pattern}'.");
    }

    private static List<(string[] Columns, string[] Cells)> RowsOf(string text)
    {
        var rows = new List<(string[] Columns, string[] Cells)>();
        string[]? columns = null;
        foreach (var line in text.Split('\n').Select(line => line.Trim()))
        {
            if (!line.StartsWith('|'))
            {
                columns = null;
                continue;
            }

            var cells = line[1..^1].Split('|', StringSplitOptions.TrimEntries);
            if (columns is null)
            {
                columns = cells;
            }
            else if (cells.Length == columns.Length && !cells[0].StartsWith("---", StringComparison.Ordinal))
            {
                rows.Add((columns, cells));
            }
        }

        return rows;
    }
}
