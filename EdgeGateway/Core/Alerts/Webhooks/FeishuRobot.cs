using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>A custom bot of Feishu or Lark (飞书自定义机器人).</summary>
/// <remarks>
/// The token is in the address. Where signing is switched on, <c>timestamp</c> in seconds and <c>sign</c> stand in the body: base64 of HMAC-SHA256 with
/// <c>timestamp\nsecret</c> as the key over nothing, good for an hour. 100 messages a minute and 5 a second; a body of at most 20 KB. <c>code</c> tells what happened:
/// 11232 and 99991400 too many, 19021 signature, 19022 address, 19024 keyword, 9499 body. Source: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot.
/// </remarks>
internal sealed class FeishuRobot : WebhookFormat
{
    /// <inheritdoc/>
    public override HttpRequestMessage Request(WebhookTarget target, WebhookMessage message, DateTimeOffset now) => Post(target.Address, Json(json =>
    {
        if (target.Secret.Length > 0)
        {
            var timestamp = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
            json.WriteString("timestamp", timestamp);
            json.WriteString("sign", Sign(target.Secret, timestamp));
        }

        json.WriteString("msg_type", "text");
        json.WriteStartObject("content");
        json.WriteString("text", WebhookWording.Of(target, message));
        json.WriteEndObject();
    }));

    /// <summary>The signature of a moment.</summary>
    public static string Sign(string secret, string timestamp) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes($"{timestamp}\n{secret}"), Array.Empty<byte>()));

    /// <inheritdoc/>
    protected override WebhookAnswer JudgeBody(ReadOnlyMemory<byte> body) => JudgeCode(body, "code", "msg", [11232, 99991400], []);
}
