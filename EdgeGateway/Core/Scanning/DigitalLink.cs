namespace EdgeGateway.Core.Scanning;

/// <summary>Reads GS1 Digital Links that are not compressed. Source: GS1 Digital Link Standard: URI Syntax 1.5.</summary>
/// <remarks><c>https://id.gs1.org/01/09521234543213/10/LOT?17=261231</c>: a primary key, its qualifiers in the path, attributes in the query.</remarks>
internal static class DigitalLink
{
    private static readonly (string Key, string[] Qualifiers)[] s_keys =
    [
        ("01", ["22", "10", "21", "235"]), ("8006", ["22", "10", "21"]), ("8013", []), ("8010", ["8011"]), ("410", []), ("411", []), ("412", []), ("413", []),
        ("414", ["254", "7040"]), ("415", ["8020"]), ("416", []), ("417", ["7040"]), ("8017", ["8019"]), ("8018", ["8019"]), ("255", []), ("00", []), ("253", []),
        ("401", []), ("402", []), ("8003", []), ("8004", ["7040"]), ("02", []), ("03", ["22", "10", "21"]), ("8026", []),
    ];

    /// <summary>Reads a link.</summary>
    /// <returns>Its elements, with errors where they are wrong; null where the text is no Digital Link but may be any other.</returns>
    public static Gs1Message? TryRead(string text, int thisYear)
    {
        if (text.Length > Gs1Parser.MaxLength || !IsWebAddress(text))
        {
            return null;
        }

        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var fragment = rest.IndexOf('#', StringComparison.Ordinal);
        rest = fragment < 0 ? rest : rest[..fragment];
        var query = rest.IndexOf('?', StringComparison.Ordinal);
        var segments = (query < 0 ? rest : rest[..query]).TrimEnd('/').Split('/');
        var first = KeyIn(segments);
        if (first < 0)
        {
            return null;
        }

        var pairs = new List<(string Ai, string Data)>();
        for (var i = first; i + 1 < segments.Length; i += 2)
        {
            pairs.Add((segments[i], Uri.UnescapeDataString(segments[i + 1])));
        }

        foreach (var pair in query < 0 ? [] : rest[(query + 1)..].Split('&', ';'))
        {
            // What is no identifier belongs to whoever the link leads to.
            if (pair.Split('=') is [var name, var value] && name.Length > 0 && CheckDigits.AreDigits(name))
            {
                pairs.Add((name, Uri.UnescapeDataString(value)));
            }
        }

        // A date in the path of some page looks like a key, but is no number of that length.
        return Read(pairs, thisYear) is var link && link.Elements.Count == 0 && link.Errors is [{ Code: ScanFaults.Length or ScanFaults.Characters }] ? null : link;
    }

    /// <summary>Whether a text begins as a web address does.</summary>
    public static bool IsWebAddress(string text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Where the primary key stands: as near to the end as its qualifiers allow; -1 where there is none.</summary>
    private static int KeyIn(string[] segments)
    {
        for (var i = segments.Length - 2; i >= 1; i -= 2)
        {
            var key = Array.Find(s_keys, k => k.Key == segments[i]);
            if (key.Key is not null)
            {
                var qualifiers = segments[(i + 2)..].Where((_, n) => n % 2 == 0);
                return qualifiers.All(q => key.Qualifiers.Contains(q)) ? i : -1;
            }
        }

        return -1;
    }

    private static Gs1Message Read(List<(string Ai, string Data)> pairs, int thisYear)
    {
        var elements = new List<Gs1Element>();
        var warnings = new List<ScanFault>();
        foreach (var (name, text) in pairs)
        {
            // A GTIN may stand there without the zeros in front.
            var data = name is "01" or "02" or "03" && text.Length is 8 or 12 or 13 ? text.PadLeft(14, '0') : text;
            var fault = ApplicationIdentifiers.Find(name) is not { } ai ? new ScanFault(ScanFaults.UnknownAi, $"({name}) is no application identifier", name)
                : Gs1Parser.Check(ai, data, thisYear, warnings) is { } wrong ? wrong
                : elements.Exists(e => e.Ai == name && e.Data != data) ? new ScanFault(ScanFaults.Repeated, $"({name}) came twice", name)
                : null;
            if (fault is not null)
            {
                return new Gs1Message(elements, [fault], warnings);
            }

            var known = ApplicationIdentifiers.Find(name)!;
            elements.Add(new Gs1Element(name, known.Title, data, Gs1Values.Of(known, data, thisYear), Gs1Values.UnitOf(known, data)));
        }

        Gs1Associations.Check(elements, warnings);
        return new Gs1Message(elements, [], warnings);
    }
}
