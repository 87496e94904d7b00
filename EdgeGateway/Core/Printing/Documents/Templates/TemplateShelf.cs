using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace EdgeGateway.Core.Printing.Documents.Templates;

/// <summary>The templates: those that are shipped, and those of the shop's folder, which take their place by name. Safe to use from many threads.</summary>
internal sealed class TemplateShelf(string? folder)
{
    private const string Prefix = "template:";
    private const string Extension = ".svg";
    private const int MostFiles = 100;

    private static readonly Assembly s_assembly = typeof(TemplateShelf).Assembly;

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>Names of the shipped templates.</summary>
    public static IReadOnlyList<string> Shipped { get; } =
        [.. s_assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>Names of all templates.</summary>
    public IReadOnlyList<string> Names => [.. Shipped.Union(Own()).Order(StringComparer.Ordinal)];

    /// <summary>A shipped template as it is written, to begin one's own from.</summary>
    public static string ShippedText(string name)
    {
        using var stream = s_assembly.GetManifestResourceStream(Prefix + name) ?? throw new ArgumentException($"No template \"{name}\" is shipped.", nameof(name));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>Data to try a shipped template with, by culture.</summary>
    public static JsonElement Sample(string name, string culture)
    {
        using var stream = s_assembly.GetManifestResourceStream("sample:" + name) ?? throw new ArgumentException($"No template \"{name}\" is shipped.", nameof(name));
        using var samples = JsonDocument.Parse(stream);
        return samples.RootElement.GetProperty(culture).Clone();
    }

    /// <summary>A template; a file that was changed is read again.</summary>
    /// <exception cref="PrintDocumentException">There is none of that name, or it has mistakes; the message has each on a line.</exception>
    public Template Find(string name)
    {
        if (!Names.Contains(name))
        {
            throw new PrintDocumentException($"There is no template \"{(name.Length > 40 ? name[..40] : name)}\"; there are: {string.Join(", ", Names)}.");
        }

        var path = Path.Combine(folder ?? "", name + Extension);
        var file = folder is null ? null : new FileInfo(path);
        var stamp = file is { Exists: true } ? (file.LastWriteTimeUtc, file.Length) : (default(DateTime), -1L);
        if (_kept.TryGetValue(name, out var kept) && kept.Stamp == stamp)
        {
            return kept.Template;
        }

        var template = TemplateReader.TryRead(name, TextOf(name, stamp.Item2 < 0 ? null : path), out var mistakes)
            ?? throw new PrintDocumentException(string.Join('\n', mistakes.Select(mistake => $"template {name}, {mistake}")));
        _kept[name] = new Kept(stamp, template);
        return template;
    }

    /// <summary>Every mistake in the shop's own templates, each with its file; empty where all are right.</summary>
    public IReadOnlyList<string> Check() =>
        [.. Own().SelectMany(name =>
        {
            try
            {
                _ = Find(name);
                return [];
            }
            catch (PrintDocumentException fault)
            {
                return fault.Message.Split('\n');
            }
        })];

    private static string TextOf(string name, string? path)
    {
        try
        {
            return path is null ? ShippedText(name)
                : new FileInfo(path).Length <= TemplateReader.MaxLength * 4L ? File.ReadAllText(path) : throw new PrintDocumentException($"template {name} is larger than {TemplateReader.MaxLength} characters: {path}.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new PrintDocumentException($"template {name} cannot be read: {fault.Message}");
        }
    }

    private IEnumerable<string> Own() => folder is null || !Directory.Exists(folder) ? []
        : Directory.EnumerateFiles(folder, "*" + Extension).Take(MostFiles).Select(path => Path.GetFileNameWithoutExtension(path)!);

    private sealed record Kept((DateTime Changed, long Length) Stamp, Template Template);
}
