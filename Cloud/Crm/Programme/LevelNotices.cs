using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Programme;

/// <summary>Tells those who subscribed that somebody rose to a level: once for each customer, level and year, however often it is looked at.</summary>
internal sealed class LevelNotices(WebhookEvents events)
{
    /// <summary>The event's name for those who subscribe.</summary>
    internal const string Name = "member.level_changed";

    /// <summary>Adds the notices to the transaction of the rises; a rise concerns the customer's home store.</summary>
    internal async Task RaisedAsync(DbTransaction transaction, IReadOnlyCollection<LevelNotice> raised, CancellationToken cancellationToken)
    {
        if (raised.Count == 0)
        {
            return;
        }

        var (list, values) = SqlList.Of("id", [.. raised.Select(notice => notice.Member)]);
        var homes = (await transaction.Command($"SELECT id, home_store FROM member WHERE id IN {list}", values).ListAsync(r => (Id: r.GetString(0), Store: r.Text(1)), cancellationToken))
            .ToDictionary(home => home.Id, home => home.Store);
        await events.AddAsync(
            transaction,
            [.. raised.Select(notice => new WebhookCause(
                Name, string.Create(CultureInfo.InvariantCulture, $"level/{notice.Member}/{notice.To}/{notice.Day.Year}"), homes.GetValueOrDefault(notice.Member),
                JsonSerializer.Serialize(notice, LevelNoticeJson.Default.LevelNotice)))],
            cancellationToken);
    }
}

/// <summary>What is told of a rise.</summary>
internal sealed record LevelNotice(string Member, string From, string To, DateOnly Day);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LevelNotice))]
internal sealed partial class LevelNoticeJson : JsonSerializerContext;
