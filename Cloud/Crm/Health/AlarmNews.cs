using System.Data.Common;
using System.Text.Json;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Health;

/// <summary>Tells subscribers and mail boxes of alarms, from within the transaction that changes them: each step once. A muted alarm is told of to nobody.</summary>
internal sealed class AlarmNews(WebhookEvents webhooks, OutgoingTable outgoing, HealthOptions options)
{
    internal async Task AddAsync(DbTransaction transaction, IReadOnlyList<AlarmTelling> tellings, DateTime now, CancellationToken cancellationToken)
    {
        AlarmTelling[] heard = [.. tellings.Where(t => !t.Alarm.IsMuted(now))];
        await webhooks.AddAsync(transaction, [.. heard.Select(Cause)], cancellationToken);
        foreach (var telling in heard)
        {
            foreach (var address in telling.Step == AlarmStep.Escalated ? options.EscalationMail : options.Mail)
            {
                await outgoing.AddAsync(
                    transaction, MailCarrier.KindName, $"{Key(telling)}/{address}", address, JsonSerializer.Serialize(Mail(telling, now), OutgoingJson.Default.MailBody), cancellationToken);
            }
        }
    }

    private static string Word(AlarmStep step) => step switch { AlarmStep.Opened => "opened", AlarmStep.Closed => "closed", _ => "escalated" };

    private static string Key(AlarmTelling telling) => $"gateway-alarm/{telling.Alarm.Id}/{Word(telling.Step)}";

    private static WebhookCause Cause(AlarmTelling telling) => new(
        $"gateway.alarm_{Word(telling.Step)}", Key(telling), telling.Gateway.Store,
        JsonSerializer.Serialize(
            new AlarmTold(telling.Alarm.Id, telling.Gateway.Name, telling.Alarm.Kind, telling.Alarm.Detail, telling.Alarm.OpenedAt), HealthJson.Default.AlarmTold));

    private MailBody Mail(AlarmTelling telling, DateTime now) =>
        new(AlarmWords.Subject(options.MailLanguage, telling), AlarmWords.Body(options.MailLanguage, telling, now));
}

/// <summary>A step of an alarm that is to be told of.</summary>
internal readonly record struct AlarmTelling(AlarmStep Step, WatchRow Gateway, OpenAlarm Alarm);

/// <summary>What became of an alarm.</summary>
internal enum AlarmStep
{
    /// <summary>It has begun.</summary>
    Opened,

    /// <summary>Nobody has acknowledged it in time.</summary>
    Escalated,

    /// <summary>It is over.</summary>
    Closed,
}
