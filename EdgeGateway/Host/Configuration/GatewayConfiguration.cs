using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Host.Joining;

namespace EdgeGateway.Host.Configuration;

/// <summary>A configuration file, read and held to every rule.</summary>
/// <param name="File">The file.</param>
/// <param name="Options">What it says, or null where there are errors.</param>
/// <param name="Errors">Every mistake, by line.</param>
internal sealed record GatewayConfiguration(string File, GatewayOptions? Options, IReadOnlyList<ConfigurationError> Errors)
{
    private const int MaxLength = 1 << 20;

    private static readonly JsonDocumentOptions s_likeOurs = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The text it was read from; empty where it could not be read.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; init; }

    /// <summary>The sections of the file that say something else than those of another one, by their names and in their order. Both must be free of errors.</summary>
    public IReadOnlyList<string> SectionsChangedFrom(GatewayConfiguration other)
    {
        using var mine = JsonDocument.Parse(WithoutMark(Utf8), s_likeOurs);
        using var others = JsonDocument.Parse(WithoutMark(other.Utf8), s_likeOurs);
        var names = mine.RootElement.EnumerateObject().Concat(others.RootElement.EnumerateObject()).Select(section => section.Name).Distinct(StringComparer.Ordinal);
        return [.. names.Where(name => !(mine.RootElement.TryGetProperty(name, out var here) && others.RootElement.TryGetProperty(name, out var there) && JsonElement.DeepEquals(here, there)))];
    }

    /// <summary>Reads a file. Never throws for what is in it or around it.</summary>
    public static GatewayConfiguration Load(string file, IReadOnlyList<DriverDescription> drivers)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxLength })
            {
                return new(file, null, [new(0, "", $"is larger than {MaxLength} bytes; not a configuration file")]);
            }

            var utf8 = System.IO.File.ReadAllBytes(file);
            return Parse(file, utf8, drivers) with { Utf8 = utf8 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new(file, null, [new(0, "", $"cannot be read: {e.Message}")]);
        }
    }

    /// <summary>Whether nothing is missing but what joining brings: who the box is, and how it reaches headquarters.</summary>
    public bool WaitsToJoin => Errors.Count > 0 && Errors.All(error => error.Path is "store" or "gateway" or "uplink.host")
        && Bare(File) is { DataFolder.Length: > 0, Store.Length: 0, Gateway.Length: 0 } options && Identity.Read(Identity.FileIn(options.DataFolder), out var mistake) is null && mistake is null;

    /// <summary>What a file says, whatever is wrong with it; null where it cannot be read.</summary>
    public static GatewayOptions? Bare(string file)
    {
        try
        {
            var errors = new List<ConfigurationError>();
            return new FileInfo(file).Length <= MaxLength && ConfigurationText.Read(System.IO.File.ReadAllBytes(file), errors) is { } root
                ? new ConfigurationBinder(errors).Bind<GatewayOptions>(root) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads the text of a file.</summary>
    internal static GatewayConfiguration Parse(string file, ReadOnlySpan<byte> utf8, IReadOnlyList<DriverDescription> drivers)
    {
        var errors = new List<ConfigurationError>();
        if (ConfigurationText.Read(utf8, errors) is not { } root)
        {
            return new(file, null, errors);
        }

        var options = new ConfigurationBinder(errors).Bind<GatewayOptions>(root);
        if (options.Outbox.Path.Length == 0)
        {
            options.Outbox.Path = Path.Combine(options.DataFolder, "outbox.db");
        }

        var report = new ConfigurationReport(root, errors);
        JoinedRules.Apply(options, report);
        RangeRules.Check(options, report);
        CrossRules.Check(options, drivers, report);
        return new(file, errors.Count == 0 ? options : null, [.. errors.OrderBy(e => e.Line)]);
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith(Encoding.UTF8.Preamble) ? utf8[Encoding.UTF8.Preamble.Length..] : utf8;
}
