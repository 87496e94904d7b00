using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>JSON over HTTPS to a program of the shop's own, signed.</summary>
/// <remarks>
/// Source: the Standard Webhooks specification (standardwebhooks.com): headers <c>webhook-id</c>, <c>webhook-timestamp</c> in seconds and <c>webhook-signature</c>,
/// which is <c>v1,</c> and base64 of HMAC-SHA256 over <c>id.timestamp.body</c>. Any status from 200 to 299 is a receipt.
/// </remarks>
internal sealed class GenericWebhook : WebhookFormat
{
    private const string Prefix = "whsec_";

    /// <summary>The key of a secret: base64 after <c>whsec_</c>, else the text itself; null where it is neither.</summary>
    public static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) && length is >= 24 and <= 64 ? key[..length] : null;
    }

    /// <summary>The signature of a message.</summary>
    public static string Sign(byte[] key, string id, string timestamp, byte[] body)
    {
        byte[] signed = [.. Encoding.ASCII.GetBytes($"{id}.{timestamp}."), .. body];
        return "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed));
    }

    /// <inheritdoc/>
    public override HttpRequestMessage Request(WebhookTarget target, WebhookMessage message, DateTimeOffset now)
    {
        var body = Body(target, message);
        var request = Post(target.Address, body);
        var (id, timestamp) = (message.Id.ToString("D"), now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp);
        request.Headers.Add("webhook-signature", Sign(KeyOf(target.Secret) ?? [], id, timestamp, body));
        return request;
    }

    /// <inheritdoc/>
    protected override WebhookAnswer JudgeBody(ReadOnlyMemory<byte> body) => new(WebhookOutcome.Accepted, "");

    private static byte[] Body(WebhookTarget target, WebhookMessage message) => Json(json =>
    {
        var alert = message.Alert;
        json.WriteString("type", $"vip.{message.Kind}");
        json.WriteString("timestamp", alert.At.UtcDateTime);
        json.WriteStartObject("data");
        json.WriteString("store", message.Store);
        json.WriteString("alert", alert.Id);
        json.WriteString("visit", alert.Visit);
        json.WriteString("member", alert.Member);
        if (target.Names && message.Profile?.Name is { } name)
        {
            json.WriteString("name", name);
        }

        if (message.Profile?.Level is { } level)
        {
            json.WriteString("level", level);
        }

        json.WriteString("how", alert.How);
        json.WriteString("zone", alert.Zone);
        json.WriteString("text", WebhookWording.Of(target, message));
        json.WriteEndObject();
    });
}
