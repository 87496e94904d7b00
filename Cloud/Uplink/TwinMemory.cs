using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Setup;
using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>What a gateway remembers of wanted configurations, across restarts and power cuts.</summary>
/// <param name="Trusted">What was trusted last, and is gone back to; null where nothing ever was.</param>
/// <param name="Trial">What is being tried; null where nothing is.</param>
/// <param name="RolledBack">What was rolled back last; null where nothing was since.</param>
internal sealed record TwinMemory(TrustedTwin? Trusted, TriedTwin? Trial, RolledBackTwin? RolledBack)
{
    private const int MostBytes = 32 << 20;

    // What is kept is JSON in texts; escaping every quotation mark would make it six times as long.
    private static readonly TwinMemoryJson s_json = new(
        new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    internal static TwinMemory None { get; } = new(null, null, null);

    /// <summary>Reads it; nothing where there is no file, or it cannot be read, which is logged.</summary>
    internal static TwinMemory Load(string file, ILogger logger)
    {
        try
        {
            return !File.Exists(file) ? None
                : new FileInfo(file).Length > MostBytes ? throw new IOException($"it is larger than {MostBytes} bytes")
                : JsonSerializer.Deserialize(File.ReadAllBytes(file), s_json.TwinMemory) is { } memory && memory.IsWhole ? memory
                : throw new IOException("it does not say what is expected of it");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            logger.TwinMemoryUnreadable(file, e.Message);
            return None;
        }
    }

    /// <summary>Writes it so that a power cut leaves the old file or the new one.</summary>
    /// <returns>Why the disk does not take it, or null.</returns>
    internal string? Save(string file)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("A gateway runs on Linux.");
        }

        try
        {
            KeptFile.Write(file, JsonSerializer.SerializeToUtf8Bytes(this, s_json.TwinMemory));
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private bool IsWhole =>
        Trusted is null or { Sections: not null } && Trusted?.Sections.ContainsValue(null!) != true
        && Trial is null or { Print: not null, Worked: not null }
        && RolledBack is null or { Print: not null, Reason: not null };
}

/// <summary>A configuration that is trusted.</summary>
/// <param name="Print">What tells its document apart; null where it is what was in force before any was tried.</param>
/// <param name="Sections">The text of each section; the gateway's own is in force for what is not among them.</param>
internal sealed record TrustedTwin(string? Print, Dictionary<string, string> Sections);

/// <summary>A configuration that is being tried.</summary>
/// <param name="Print">What tells its document apart.</param>
/// <param name="Version">Its version.</param>
/// <param name="Worked">What worked when it came.</param>
internal sealed record TriedTwin(string Print, long Version, IReadOnlyList<string> Worked);

/// <summary>A configuration that was rolled back.</summary>
/// <param name="Print">What tells its document apart.</param>
/// <param name="Reason">Why, in words.</param>
internal sealed record RolledBackTwin(string Print, string Reason);

[JsonSerializable(typeof(TwinMemory))]
internal sealed partial class TwinMemoryJson : JsonSerializerContext;
