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

    /// <summary>Where it is.</summary>
    public string Path => _path;

    /// <summary>What is between the marks of a name; nothing where it has none.</summary>
    public string TextOf(string name) => Marks(name) is var (begin, end) ? _text[begin..end] : "";

    /// <summary>All of it but what is between the marks of a name.</summary>
    public string TextWithout(string name) => Marks(name) is var (begin, end) ? _text[..begin] + _text[end..] : _text;

    /// <summary>Puts a table in the place of the one there is.</summary>
    /// <param name="name">The table's name, which is its verb.</param>
    /// <param name="table">What was measured.</param>
    /// <param name="when">The day.</param>
    /// <exception cref="InvalidDataException">The page has no such table.</exception>
    public void Put(string name, FigureTable table, DateTimeOffset when)
    {
        using var text = new StringWriter();
        table.Print(text);
        PutText(name, new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"`bench {name}`, {when:d MMMM yyyy}:").AppendLine().Append(text).ToString());
    }

    /// <summary>Puts text in the place of what is between the marks of a name.</summary>
    /// <exception cref="InvalidDataException">The page has no such marks.</exception>
    public void PutText(string name, string text)
    {
        if (Marks(name) is not var (begin, end))
        {
            throw new InvalidDataException($"{_path} has no table between '{Begin(name)}' and '{End}'; write the two marks where it is to be.");
        }

        _text = $"{_text[..begin]}{text}{_text[end..]}";
    }

    /// <summary>Writes it back.</summary>
    public void Save() => File.WriteAllText(_path, _text);

    private (int Begin, int End)? Marks(string name)
    {
        var begin = _text.IndexOf(Begin(name), StringComparison.Ordinal);
        var end = begin < 0 ? -1 : _text.IndexOf(End, begin, StringComparison.Ordinal);
        return end < 0 ? null : (begin + Begin(name).Length + 1, end);
    }

    private static string Begin(string name) => $"<!-- bench {name} -->";
}
