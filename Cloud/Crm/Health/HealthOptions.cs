namespace Cloud.Crm.Health;

/// <summary>Who is told of alarms of gateways, and when.</summary>
internal sealed record HealthOptions
{
    /// <summary>Addresses that hear of every alarm, when it opens and when it closes.</summary>
    /// <value>The default is none; web hooks hear of it in any case.</value>
    public IReadOnlyList<string> Mail { get; init; } = [];

    /// <summary>Addresses that hear of an alarm which nobody has acknowledged in time.</summary>
    /// <value>The default is none.</value>
    public IReadOnlyList<string> EscalationMail { get; init; } = [];

    /// <summary>The language of these mails: en, zh-CN or zh-TW.</summary>
    /// <value>The default is en.</value>
    public string MailLanguage { get; init; } = "en";

    /// <summary>How long an alarm may wait for somebody, 1 min to 7 days.</summary>
    /// <value>The default is 15 min.</value>
    public TimeSpan EscalateAfter { get; init; } = TimeSpan.FromMinutes(15);
}
