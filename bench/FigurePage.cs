using System.Globalization;
using System.Text;

namespace Bench;

/// <summary>
/// A page whose tables are written by the bench: each between <c>&lt;!-- bench NAME --&gt;</c> and <c>&lt;!-- end --&gt;</c>, so that one can be measured anew without the others; what people wrote
/// between the tables stays.
/// </summary>
internal sealed class FigurePage
{
    private const string End = "<!-- end -->";

    private readonly string _path;
    private string _text;

    private FigurePage(string path, string text) => (_path, _text) = (path, text);

    /// <summary>Opens a page.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static FigurePage Open(string path) => new(path, File.ReadAllText(path));

    /// <summary>Every row of every table, but of one.</summary>
    public IReadOnlyList<BenchRow> RowsWithout(string name)
    {
        var rows = new List<BenchRow>();
        var inside = false;
        foreach (var line in _text.Split('\n'))
        {
            inside = line.StartsWith("<!-- bench ", StringComparison.Ordinal) ? line != Begin(name) : inside && line != End;
            var cells = line.Split(" | ");
            if (inside && cells.Length == 4 && cells[0] != "| what")
            {
                rows.Add(new BenchRow(cells[0][2..], cells[1], cells[2], cells[3].TrimEnd(' ', '|')));
            }
        }

        return rows;
    }

    /// <summary>Puts rows in the place of those a table has.</summary>
    /// <param name="name">The table's name, which is its verb.</param>
    /// <param name="rows">What was measured.</param>
    /// <param name="when">The day.</param>
    /// <exception cref="InvalidDataException">The page has no such table.</exception>
    public void Put(string name, IReadOnlyList<BenchRow> rows, DateTimeOffset when)
    {
        using var table = new StringWriter();
        BenchRow.Print(rows, table);
        PutText(name, new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"`bench {name}`, {when:d MMMM yyyy}:").AppendLine().Append(table).ToString());
    }

    /// <summary>Puts text in the place of what is between the marks of a name.</summary>
    /// <exception cref="InvalidDataException">The page has no such marks.</exception>
    public void PutText(string name, string text)
    {
        var begin = _text.IndexOf(Begin(name), StringComparison.Ordinal);
        var end = begin < 0 ? -1 : _text.IndexOf(End, begin, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InvalidDataException($"{_path} has no table between '{Begin(name)}' and '{End}'; write the two marks where it is to be.");
        }

        _text = $"{_text[..begin]}{Begin(name)}\n{text}{_text[end..]}";
    }

    /// <summary>Writes it back.</summary>
    public void Save() => File.WriteAllText(_path, _text);

    private static string Begin(string name) => $"<!-- bench {name} -->";
}
