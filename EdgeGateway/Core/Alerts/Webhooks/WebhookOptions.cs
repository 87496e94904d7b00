namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>One place beyond the store that is told of arrivals. Checked by <see cref="WebhookRules"/>.</summary>
public sealed class WebhookOptions
{
    /// <summary>Its name on the page and in the log: 1 to 32 of a-z, 0-9 and -; each one its own.</summary>
    public string Name { get; set; } = "";

    /// <summary>Whose format it speaks.</summary>
    public WebhookKind? Kind { get; set; }

    /// <summary>The address, of <c>https</c>; or of <c>http</c> on this machine. Only for a generic one: the address of a robot holds its key.</summary>
    /// <value>The default is null: it is in <see cref="UrlFile"/>.</value>
    public string? Url { get; set; }

    /// <summary>The file with the address, which only its owner can read.</summary>
    /// <value>The default is null: it is <see cref="Url"/>.</value>
    public string? UrlFile { get; set; }

    /// <summary>The file with the secret that messages are signed with, which only its owner can read. A generic one needs it; DingTalk and Feishu where signing is switched on; WeCom has none.</summary>
    /// <value>The default is null: none.</value>
    public string? SecretFile { get; set; }

    /// <summary>The language of its messages: <c>en</c>, <c>zh-CN</c> or <c>zh-TW</c>.</summary>
    /// <value>The default is <c>zh-CN</c>.</value>
    public string Culture { get; set; } = "zh-CN";

    /// <summary>Whether messages carry the member's name. A chat service is somebody else's computer: the consent must say so.</summary>
    /// <value>The default is false: level and zone only.</value>
    public bool Names { get; set; }

    /// <summary>The most messages a minute, 1 to 600.</summary>
    /// <value>The default is 20, the limit of WeCom and DingTalk.</value>
    public int PerMinute { get; set; } = 20;

    /// <summary>How long a message is tried, 10 seconds to 7 days; then it is given up and shown so.</summary>
    /// <value>The default is null: 10 minutes for a robot, since an old arrival helps nobody; 1 day for a generic one.</value>
    public TimeSpan? ExpireAfter { get; set; }

    /// <summary>How long one try may take, 1 second to 1 minute.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>Whose format a webhook speaks.</summary>
public enum WebhookKind
{
    /// <summary>JSON, signed by the Standard Webhooks specification.</summary>
    Generic,

    /// <summary>A group robot of WeCom.</summary>
    WeCom,

    /// <summary>A custom robot of DingTalk.</summary>
    DingTalk,

    /// <summary>A custom bot of Feishu or Lark.</summary>
    Feishu,
}
