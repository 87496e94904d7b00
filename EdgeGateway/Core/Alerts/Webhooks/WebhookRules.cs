using System.Globalization;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>Holds the webhooks of a configuration to the rules: every mistake, not only the first.</summary>
public static class WebhookRules
{
    /// <summary>The most webhooks of a store.</summary>
    public const int Most = 16;

    private static readonly string[] s_cultures = ["en", "zh-CN", "zh-TW"];

    /// <summary>What is wrong, each with its path below <c>alerts</c>: what came, what was expected, what to do. Reads the files that are named.</summary>
    public static IReadOnlyList<(string Path, string Message)> Check(IReadOnlyList<WebhookOptions> webhooks)
    {
        ArgumentNullException.ThrowIfNull(webhooks);
        var mistakes = new List<(string Path, string Message)>();
        if (webhooks.Count > Most)
        {
            mistakes.Add(("webhooks", string.Create(CultureInfo.InvariantCulture, $"came {webhooks.Count}; at most {Most} are served")));
        }

        for (var i = 0; i < webhooks.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"webhooks[{i}]");
            Check(webhooks[i], (member, message) => mistakes.Add(($"{path}.{member}", message)));
            if (webhooks.Take(i).Any(other => other.Name.Length > 0 && other.Name == webhooks[i].Name))
            {
                mistakes.Add(($"{path}.name", $"\"{webhooks[i].Name}\" is the name of another webhook too; give each its own"));
            }
        }

        return mistakes;
    }

    private static void Check(WebhookOptions webhook, Action<string, string> wrong)
    {
        if (webhook.Name.Length is 0 or > 32 || webhook.Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
        {
            wrong("name", webhook.Name.Length == 0 ? "is missing; add it" : $"came \"{webhook.Name}\"; expected 1 to 32 of a-z, 0-9 and -");
        }

        if (webhook.Kind is null)
        {
            wrong("kind", "is missing; expected generic, weCom, dingTalk or feishu");
        }

        if (!s_cultures.Contains(webhook.Culture))
        {
            wrong("culture", $"came \"{webhook.Culture}\"; expected en, zh-CN or zh-TW");
        }

        if (webhook.PerMinute is < 1 or > 600)
        {
            wrong("perMinute", string.Create(CultureInfo.InvariantCulture, $"came {webhook.PerMinute}; must be between 1 and 600"));
        }

        if (webhook.ExpireAfter is { } span && (span < TimeSpan.FromSeconds(10) || span > TimeSpan.FromDays(7)))
        {
            wrong("expireAfter", $"came {span}; must be between 00:00:10 and 7.00:00:00");
        }

        if (webhook.Timeout < TimeSpan.FromSeconds(1) || webhook.Timeout > TimeSpan.FromMinutes(1))
        {
            wrong("timeout", $"came {webhook.Timeout}; must be between 00:00:01 and 00:01:00");
        }

        CheckAddress(webhook, wrong);
        CheckSecret(webhook, wrong);
    }

    private static void CheckAddress(WebhookOptions webhook, Action<string, string> wrong)
    {
        var isRobot = webhook.Kind is WebhookKind.WeCom or WebhookKind.DingTalk or WebhookKind.Feishu;
        switch (webhook)
        {
            case { Url: null, UrlFile: null }:
                wrong(isRobot ? "urlFile" : "url", "is missing; add the address, or urlFile with the file that holds it");
                break;
            case { Url: not null, UrlFile: not null }:
                wrong("urlFile", "is there beside url; keep one of them");
                break;
            case { Url: not null } when isRobot:
                // The address is not shown: it is the key.
                wrong("url", "of a robot holds its key; put the address into a file that only its owner can read, and name it as urlFile");
                break;
            case { Url: { } url }:
                if (WebhookAddress.TryRead(url, out _) is { } mistake)
                {
                    wrong("url", mistake);
                }

                break;
            case { UrlFile: { } file }:
                if ((SecretText.TryRead(file, 8, out var address) ?? WebhookAddress.TryRead(address, out _)) is { } told)
                {
                    wrong("urlFile", told);
                }

                break;
        }
    }

    private static void CheckSecret(WebhookOptions webhook, Action<string, string> wrong)
    {
        if (webhook.SecretFile is not { } file)
        {
            if (webhook.Kind == WebhookKind.Generic)
            {
                wrong("secretFile", "is missing; a generic webhook signs its messages: (umask 077; echo whsec_$(head -c 32 /dev/urandom | base64) > FILE)");
            }

            return;
        }

        if (webhook.Kind == WebhookKind.WeCom)
        {
            wrong("secretFile", "is not for WeCom, whose robots sign nothing; leave the line out");
        }
        else if (SecretText.TryRead(file, 16, out var secret) is { } mistake)
        {
            wrong("secretFile", mistake);
        }
        else if (webhook.Kind == WebhookKind.Generic && GenericWebhook.KeyOf(secret) is null)
        {
            wrong("secretFile", $"\"{file}\" begins with whsec_ and is not base64 of 24 to 64 bytes after it");
        }
    }
}
