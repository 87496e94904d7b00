using System.Text.Json.Serialization;

namespace Cloud.Crm.Health;

/// <summary>What can be wrong with a gateway.</summary>
[JsonConverter(typeof(AlarmKindNames))]
internal enum AlarmKind
{
    /// <summary>It is offline.</summary>
    Offline,

    /// <summary>What it says of itself and what comes do not agree.</summary>
    Lying,

    /// <summary>A device of it does not answer.</summary>
    DeviceOffline,

    /// <summary>Events wait in its outbox and do not become fewer.</summary>
    OutboxGrowing,

    /// <summary>Its disk is almost full.</summary>
    DiskLow,

    /// <summary>Its eMMC has almost used up its life.</summary>
    Worn,

    /// <summary>It is too hot.</summary>
    Hot,

    /// <summary>Its supply is too weak.</summary>
    Undervoltage,

    /// <summary>Its clock cannot be trusted.</summary>
    ClockUnsynced,

    /// <summary>Its certificate ends soon, and it has not renewed it as it should have.</summary>
    CertificateEnding,

    /// <summary>An update campaign has stopped itself; the gateway is the last one that failed in it. Opened and closed by the campaign, not by the watch.</summary>
    CampaignHalted,
}

/// <summary>Kinds on the wire: their words.</summary>
internal sealed class AlarmKindNames() : JsonStringEnumConverter<AlarmKind>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);

/// <summary>Kinds as tables, metrics and messages write them.</summary>
internal static class AlarmKinds
{
    /// <summary>Every kind.</summary>
    internal static readonly IReadOnlyList<AlarmKind> All = Enum.GetValues<AlarmKind>();

    /// <summary>A kind as a word.</summary>
    internal static string Word(this AlarmKind kind) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    /// <summary>The kind of a word; null for one that is none, such as one of a later version.</summary>
    internal static AlarmKind? Read(string word)
    {
        foreach (var kind in All)
        {
            if (kind.Word() == word)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Kinds with blanks between, in their order.</summary>
    internal static string Words(IEnumerable<AlarmKind> kinds) => string.Join(' ', kinds.Order().Select(k => k.Word()));

    /// <summary>What <see cref="Words"/> writes.</summary>
    internal static IReadOnlyList<AlarmKind> ReadAll(string words) =>
        [.. words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Read).OfType<AlarmKind>()];
}
