using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>A custom robot of DingTalk (钉钉自定义机器人).</summary>
/// <remarks>
/// The token is in the address. Where signing is switched on, <c>timestamp</c> in milliseconds and <c>sign</c> are added to it: base64 of HMAC-SHA256 with the secret
/// over <c>timestamp\nsecret</c>, good for an hour. 20 messages a minute, else nothing for 10 minutes (130101). <c>errcode</c> tells what happened.
/// Source: open.dingtalk.com/document/orgapp/custom-robot-access and customize-robot-security-settings.
/// </remarks>
internal sealed class DingTalkRobot : WebhookFormat
{
    /// <inheritdoc/>
    public override HttpRequestMessage Request(WebhookTarget target, WebhookMessage message, DateTimeOffset now)
    {
        var address = target.Address;
        if (target.Secret.Length > 0)
        {
            var timestamp = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            var separator = address.Query.Length > 0 ? '&' : '?';
            address = new Uri($"{address.AbsoluteUri}{separator}timestamp={timestamp}&sign={Uri.EscapeDataString(Sign(target.Secret, timestamp))}");
        }

        return Post(address, Json(json =>
        {
            json.WriteString("msgtype", "text");
            json.WriteStartObject("text");
            json.WriteString("content", WebhookWording.Of(target, message));
            json.WriteEndObject();
        }));
    }

    /// <summary>The signature of a moment.</summary>
    public static string Sign(string secret, string timestamp) =>
        Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{timestamp}\n{secret}")));

    /// <inheritdoc/>
    protected override WebhookAnswer JudgeBody(ReadOnlyMemory<byte> body) => JudgeCode(body, "errcode", "errmsg", [130101, 410100], [-1]);
}
