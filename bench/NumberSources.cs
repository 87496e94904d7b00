using Bench.Peers;

namespace Bench;

/// <summary>Where the leading table takes its figures: the tables of its own page, which may not have been measured yet, and other pages, which must have them.</summary>
internal sealed class NumberSources(FigurePage page)
{
    private const string NotYet = "not measured yet";
    private readonly PageReader _here = new(page.Path, page.TextWithout(Numbers.Name));
    private readonly PageReader _peers = new(page.Path, page.TextOf("peers"));
    private readonly Dictionary<string, PageReader> _pages = new(StringComparer.Ordinal);

    /// <summary>A page beside this one.</summary>
    public PageReader Page(string name)
    {
        if (!_pages.TryGetValue(name, out var found))
        {
            _pages[name] = found = PageReader.Open(Path.Combine(Path.GetDirectoryName(Path.GetFullPath(page.Path))!, name));
        }

        return found;
    }

    /// <summary>What was measured in the rows of this page that begin so.</summary>
    public string Here(string beginning) => Joined(_here.Rows(beginning).Where(row => row.ContainsKey("measured")).Select(row => $"{row["what"]}: {row["measured"]}"));

    /// <summary>The limit in the rows of this page that begin so.</summary>
    public string LimitOf(string beginning) => Joined(_here.Rows(beginning).Where(row => row.ContainsKey("limit")).Select(row => row["limit"]));

    /// <summary>The limit beside a row of the table of gateways.</summary>
    public string PeerLimit(string beginning) => Joined(_peers.Rows(beginning).Select(row => row[PeerTable.Limit]));

    /// <summary>A row of the table of gateways, a line each; ours first, where it is wanted.</summary>
    public string[] Peers(string beginning, bool withOurs = false)
    {
        var row = _peers.Rows(beginning).FirstOrDefault();
        return row is null ? [NotYet] : [.. PeerKind.All.Where(kind => withOurs || kind.Name != PeerKind.Ours).Where(kind => row.ContainsKey(kind.Name)).Select(kind => $"{kind.Name} {row[kind.Name]}")];
    }

    private static string Joined(IEnumerable<string> lines) => lines.ToList() is { Count: > 0 } found ? string.Join("<br>", found) : NotYet;
}
