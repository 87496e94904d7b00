using System.Text;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>A webhook with its secrets read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">Whose format it speaks.</param>
/// <param name="Address">Where it is; a secret for a robot.</param>
/// <param name="Secret">What it signs with; empty where it does not.</param>
/// <param name="Culture">The language of its messages.</param>
/// <param name="Names">Whether messages carry the member's name.</param>
/// <param name="PerMinute">The most messages a minute.</param>
/// <param name="ExpireAfter">How long a message is tried.</param>
/// <param name="Timeout">How long one try may take.</param>
internal sealed record WebhookTarget(
    string Name, WebhookKind Kind, Uri Address, string Secret, string Culture, bool Names, int PerMinute, TimeSpan ExpireAfter, TimeSpan Timeout)
{
    /// <summary>Reads the secrets of a webhook.</summary>
    /// <exception cref="IOException">A file has changed since the configuration was checked; the message is one line for people.</exception>
    public static WebhookTarget Read(WebhookOptions options)
    {
        var text = options.Url ?? "";
        var secret = "";
        Uri? address = null;
        var mistake = options.UrlFile is { } file ? SecretText.TryRead(file, 8, out text) : null;
        mistake ??= WebhookAddress.TryRead(text, out address);
        mistake ??= options.SecretFile is { } key ? SecretText.TryRead(key, 16, out secret) : null;
        if (mistake is not null)
        {
            throw new IOException($"alerts.webhooks \"{options.Name}\": {mistake}");
        }

        var kind = options.Kind ?? WebhookKind.Generic;
        return new WebhookTarget(
            options.Name, kind, address!, secret, options.Culture, options.Names, options.PerMinute,
            options.ExpireAfter ?? (kind == WebhookKind.Generic ? TimeSpan.FromDays(1) : TimeSpan.FromMinutes(10)), options.Timeout);
    }

    /// <summary>The format it speaks.</summary>
    public WebhookFormat Format { get; } = Kind switch
    {
        WebhookKind.WeCom => new WeComRobot(),
        WebhookKind.DingTalk => new DingTalkRobot(),
        WebhookKind.Feishu => new FeishuRobot(),
        _ => new GenericWebhook(),
    };

    /// <summary>A text of the other side without control characters and without what is secret here, at most 200 characters.</summary>
    public string Clean(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, 1000));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 1000)))
        {
            line.Append(char.IsControl(c) || char.IsSurrogate(c) ? ' ' : c);
        }

        foreach (var hidden in (string[])[Secret, Address.Query.TrimStart('?'), .. Address.Query.TrimStart('?').Split('&', '='), .. Address.AbsolutePath.Split('/')])
        {
            if (hidden.Length >= 8)
            {
                line.Replace(hidden, "***");
            }
        }

        return line.Length > 200 ? line.ToString(0, 200) : line.ToString();
    }

    /// <summary>The name alone: the rest may be secret.</summary>
    public override string ToString() => $"webhook {Name}";
}
