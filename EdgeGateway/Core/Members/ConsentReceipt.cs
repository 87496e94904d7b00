using System.Globalization;

namespace EdgeGateway.Core.Members;

/// <summary>What somebody gets who withdrew: proof of what was deleted, to be shown or printed. It says nothing of the face.</summary>
/// <param name="Consent">The id of the consent that ended; the receipt's number.</param>
/// <param name="Subject">The member's or staff member's id.</param>
/// <param name="TextVersion">The version of the text that was consented to.</param>
/// <param name="Language">The language it was shown in; the receipt's too.</param>
/// <param name="GivenAt">When the consent was given.</param>
/// <param name="WithdrawnAt">When it ended, and everything of the face with it.</param>
/// <param name="Who">Who took the withdrawal.</param>
/// <param name="How">Where: <c>till</c>, <c>console</c>, <c>headquarters</c>, or what else the caller said.</param>
/// <param name="HadTemplate">Whether there was a template to delete.</param>
/// <param name="OtherStores">Whether other stores may have had it; they are told to delete it through headquarters.</param>
/// <param name="IsReported">Whether the event to headquarters is in the outbox; else it will be as soon as the outbox takes events again.</param>
public sealed record ConsentReceipt(
    Guid Consent,
    string Subject,
    string TextVersion,
    string Language,
    DateTimeOffset GivenAt,
    DateTimeOffset WithdrawnAt,
    string Who,
    string How,
    bool HadTemplate,
    bool OtherStores,
    bool IsReported)
{
    private const string Prefix = "receipt:";

    /// <summary>The receipt in words, line by line, the first a heading.</summary>
    /// <param name="zone">The store's time zone.</param>
    public IReadOnlyList<string> Lines(TimeZoneInfo zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var lines = new List<string>();
        var assembly = typeof(ConsentReceipt).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream(Prefix + Language) ?? assembly.GetManifestResourceStream(Prefix + "en")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("?face ", StringComparison.Ordinal))
            {
                if (!HadTemplate)
                {
                    continue;
                }

                line = line[6..];
            }
            else if (line.StartsWith("?stores ", StringComparison.Ordinal))
            {
                if (!OtherStores)
                {
                    continue;
                }

                line = line[8..];
            }

            lines.Add(line
                .Replace("{number}", Consent.ToString("D"), StringComparison.Ordinal)
                .Replace("{subject}", Subject, StringComparison.Ordinal)
                .Replace("{version}", TextVersion, StringComparison.Ordinal)
                .Replace("{given}", Local(GivenAt, zone), StringComparison.Ordinal)
                .Replace("{withdrawn}", Local(WithdrawnAt, zone), StringComparison.Ordinal)
                .Replace("{who}", Who, StringComparison.Ordinal));
        }

        return lines;
    }

    private static string Local(DateTimeOffset time, TimeZoneInfo zone) =>
        TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
