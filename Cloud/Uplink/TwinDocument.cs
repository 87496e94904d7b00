using System.Security.Cryptography;
using System.Text.Json;
using Cloud.Contracts;

namespace Cloud.Uplink;

/// <summary>A wanted configuration as it came.</summary>
/// <param name="Version">Its version, from 1.</param>
/// <param name="Print">Tells it from every other document, another version with the same sections too.</param>
/// <param name="Sections">The text of each section; one that is null or is not there is left to the gateway.</param>
internal sealed record TwinDocument(long Version, string Print, IReadOnlyDictionary<string, string> Sections)
{
    /// <summary>The largest document.</summary>
    private const int MostBytes = 4 << 20;

    /// <summary>Reads <c>{"version": N, "config": {"section": …}}</c>.</summary>
    /// <param name="payload">What came.</param>
    /// <param name="known">The sections of this gateway.</param>
    /// <param name="refusal">What to report where it is no document for this gateway.</param>
    /// <returns>The document; null where it is refused.</returns>
    internal static TwinDocument? Read(ReadOnlyMemory<byte> payload, IEnumerable<string> known, out ReportedDocument? refusal)
    {
        refusal = null;
        if (payload.Length > MostBytes)
        {
            refusal = Refused(0, "", $"{payload.Length} bytes came; at most {MostBytes} are taken");
            return null;
        }

        JsonDocument document;
        try
        {
            document = SoundJson.Parse(payload);
        }
        catch (JsonException e)
        {
            refusal = Refused(0, "", $"this is not JSON: {e.Message}");
            return null;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("version", out var number) || number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out var version) || version < 1)
            {
                refusal = Refused(0, "version", "expected a whole number from 1");
                return null;
            }

            if (!root.TryGetProperty("config", out var config) || config.ValueKind != JsonValueKind.Object)
            {
                refusal = Refused(version, "config", "expected an object");
                return null;
            }

            var mistakes = new List<ReportedMistake>();
            var sections = new Dictionary<string, string>(StringComparer.Ordinal);
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var member in config.EnumerateObject())
            {
                if (!known.Contains(member.Name))
                {
                    mistakes.Add(new($"config.{member.Name}", $"this gateway knows no such section; it knows: {string.Join(", ", known.Order(StringComparer.Ordinal))}"));
                }
                else if (!seen.Add(member.Name))
                {
                    mistakes.Add(new($"config.{member.Name}", "came twice; expected once"));
                }
                else if (member.Value.ValueKind != JsonValueKind.Null)
                {
                    sections[member.Name] = member.Value.GetRawText();
                }
            }

            refusal = mistakes.Count > 0 ? new ReportedDocument(version, ReportedDocument.Refused, mistakes) : null;
            return refusal is null ? new TwinDocument(version, Convert.ToHexStringLower(SHA256.HashData(payload.Span)), sections) : null;
        }
    }

    /// <summary>A refusal with one mistake.</summary>
    internal static ReportedDocument Refused(long version, string path, string message) => new(version, ReportedDocument.Refused, [new ReportedMistake(path, message)]);
}
