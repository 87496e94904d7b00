namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>A group robot of WeCom (企业微信群机器人).</summary>
/// <remarks>
/// The key is in the address; nothing is signed. Text of at most 2048 bytes; 20 messages a minute. The status is 200 whatever happened: <c>errcode</c> tells.
/// Source: developer.work.weixin.qq.com/document/path/91770 and the table of return codes, path/90313 (-1 busy, 45009 too many calls, 45033 too many at once).
/// </remarks>
internal sealed class WeComRobot : WebhookFormat
{
    /// <inheritdoc/>
    public override HttpRequestMessage Request(WebhookTarget target, WebhookMessage message, DateTimeOffset now) => Post(target.Address, Json(json =>
    {
        json.WriteString("msgtype", "text");
        json.WriteStartObject("text");
        json.WriteString("content", WebhookWording.Of(target, message));
        json.WriteEndObject();
    }));

    /// <inheritdoc/>
    protected override WebhookAnswer JudgeBody(ReadOnlyMemory<byte> body) => JudgeCode(body, "errcode", "errmsg", [45009, 45033], [-1]);
}
