using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using Cloud.Crm.Outgoing;

namespace Cloud.Crm.Health;

/// <summary>Tells subscribers and mail boxes of alarms, from within the transaction that changes them: each step once. A muted alarm is told of to nobody.</summary>
internal sealed class AlarmNews(WebhookEvents webhooks, OutgoingTable outgoing, HealthOptions options)
{
    internal async Task AddAsync(DbTransaction transaction, AlarmStep step, WatchRow gateway, OpenAlarm alarm, DateTime now, CancellationToken cancellationToken)
    {
        if (alarm.IsMuted(now))
        {
            return;
        }

        var word = step switch { AlarmStep.Opened => "opened", AlarmStep.Closed => "closed", _ => "escalated" };
        var key = $"gateway-alarm/{alarm.Id}/{word}";
        await webhooks.AddAsync(
            transaction, $"gateway.alarm_{word}", key, gateway.Store,
            JsonSerializer.Serialize(new AlarmTold(alarm.Id, gateway.Name, alarm.Kind, alarm.Detail, alarm.OpenedAt), HealthJson.Default.AlarmTold), cancellationToken);
        foreach (var address in step == AlarmStep.Escalated ? options.EscalationMail : options.Mail)
        {
            var mail = new MailBody(
                $"[{word}] {alarm.Kind.Word()}: {gateway.Name} ({gateway.Store})",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Gateway {gateway.Name} of store {gateway.Store}: {alarm.Kind.Word()} {alarm.Detail}\nOpened {alarm.OpenedAt:yyyy-MM-dd HH:mm:ss} UTC, {word} {now:yyyy-MM-dd HH:mm:ss} UTC.\n"));
            await outgoing.AddAsync(transaction, MailCarrier.KindName, $"{key}/{address}", address, JsonSerializer.Serialize(mail, OutgoingJson.Default.MailBody), cancellationToken);
        }
    }
}

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
