using System.Globalization;
using System.Text;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>The text of a message to people, in the language of the webhook. It always has <c>VIP</c> in it, which a robot's keyword can be.</summary>
internal static class WebhookWording
{
    private const int LongestPart = 60;

    /// <summary>The text: what, who as far as may be said, where and when.</summary>
    public static string Of(WebhookTarget target, WebhookMessage message)
    {
        var time = TimeZoneInfo.ConvertTime(message.Alert.At, message.Zone).ToString("HH:mm", CultureInfo.InvariantCulture);
        string?[] who = [target.Names ? message.Profile?.Name : null, message.Profile?.Level];
        string[] lines = [Title(target.Culture, message.Kind), Join(who), Join([message.Alert.Zone, time]), Hint(target.Culture)];
        return string.Join('\n', lines.Where(line => line.Length > 0));
    }

    private static string Title(string culture, string kind) => (culture, kind) switch
    {
        ("en", DeliveryKinds.Waiting) => "VIP still waiting: nobody has claimed the alert",
        ("en", _) => "VIP in the store",
        ("zh-TW", DeliveryKinds.Waiting) => "VIP 仍在等候，尚無人認領",
        ("zh-TW", _) => "VIP 到店",
        (_, DeliveryKinds.Waiting) => "VIP 仍在等候，尚无人认领",
        _ => "VIP 到店",
    };

    private static string Hint(string culture) => culture switch
    {
        "en" => "See the staff page.",
        "zh-TW" => "詳情請見店員頁面。",
        _ => "详情请见店员页面。",
    };

    private static string Join(string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => Plain(part!)));

    /// <summary>One line without control characters; pointed brackets are full-width, since Feishu reads tags such as <c>&lt;at user_id="all"&gt;</c> in a text.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= LongestPart)
            {
                break;
            }

            plain.Append(rune.Value switch
            {
                '<' => "＜",
                '>' => "＞",
                _ when Rune.IsControl(rune) => " ",
                _ => rune.ToString(),
            });
        }

        return plain.ToString().Trim();
    }
}
