using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Programme;

/// <summary>Tells the world that somebody rose to a level: once for each customer, level and year, however often it is looked at.</summary>
internal sealed class LevelNotices(OutgoingTable outgoing)
{
    /// <summary>The event's name for those who subscribe.</summary>
    internal const string Name = "member.level_changed";

    /// <summary>Adds the notice to the transaction of the rise.</summary>
    internal Task<bool> RaisedAsync(DbTransaction transaction, string member, string from, string to, DateOnly today, CancellationToken cancellationToken) => outgoing.AddAsync(
        transaction,
        "webhook",
        string.Create(CultureInfo.InvariantCulture, $"level/{member}/{to}/{today.Year}"),
        Name,
        JsonSerializer.Serialize(new LevelNotice(member, from, to, today), LevelNoticeJson.Default.LevelNotice),
        cancellationToken);
}

/// <summary>What is told of a rise.</summary>
internal sealed record LevelNotice(string Member, string From, string To, DateOnly Day);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LevelNotice))]
internal sealed partial class LevelNoticeJson : JsonSerializerContext;
