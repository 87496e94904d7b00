namespace EdgeGateway.Core.Members;

/// <summary>The texts to consent to, shipped with the product: every version that may be on record, in three languages.</summary>
public static class ConsentTexts
{
    private const string Prefix = "consent:";

    /// <summary>The languages of every version.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["en", "zh-CN", "zh-TW"];

    /// <summary>The version that is shown now.</summary>
    public static string Current => "2026-11";

    /// <summary>All texts, newest version first.</summary>
    public static IReadOnlyList<ConsentText> All { get; } = Read();

    /// <summary>One text, or null where there is none of that version and language.</summary>
    public static ConsentText? Find(string version, string language) => All.FirstOrDefault(text => text.Version == version && text.Language == language);

    private static ConsentText[] Read()
    {
        var assembly = typeof(ConsentTexts).Assembly;
        var all = new List<ConsentText>();
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            var text = reader.ReadToEnd().ReplaceLineEndings("\n").Trim();
            var (of, title) = (name[Prefix.Length..].Split('.'), text.IndexOf('\n', StringComparison.Ordinal));
            all.Add(new ConsentText(of[0], of[1], text[..title].Trim(), text[title..].Trim()));
        }

        return [.. all.OrderByDescending(text => text.Version, StringComparer.Ordinal).ThenBy(text => text.Language, StringComparer.Ordinal)];
    }
}
