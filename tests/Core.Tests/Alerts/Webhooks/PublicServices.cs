using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>What the services do with a request, written from their public documentation and not from our code.</summary>
internal static class PublicServices
{
    public const string Key = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa";
    public const string Secret = "SEC7f3a1b9c0d2e4f5a6b7c8d9e0f1a2b3c";

    /// <summary>developer.work.weixin.qq.com/document/path/91770.</summary>
    public static LocalReply WeCom(LocalRequest request)
    {
        if (request.Path != "/cgi-bin/webhook/send" || request.Query.GetValueOrDefault("key") != Key)
        {
            return new(200, """{"errcode":93000,"errmsg":"invalid webhook url, hint: [1592021214_50_551fc880], from ip: 203.0.113.5"}""");
        }

        var body = request.Json;
        return body.GetProperty("msgtype").GetString() != "text" ? new(200, """{"errcode":40008,"errmsg":"invalid message type"}""")
            : Encoding.UTF8.GetByteCount(body.GetProperty("text").GetProperty("content").GetString()!) is 0 or > 2048 ? new(200, """{"errcode":40058,"errmsg":"text content exceed max length"}""")
            : new(200, """{"errcode":0,"errmsg":"ok"}""");
    }

    /// <summary>open.dingtalk.com/document/orgapp/custom-robot-access, with signing switched on.</summary>
    public static LocalReply DingTalk(LocalRequest request, DateTimeOffset now)
    {
        if (request.Path != "/robot/send" || request.Query.GetValueOrDefault("access_token") != Key)
        {
            return new(200, """{"errcode":300005,"errmsg":"token is not exist"}""");
        }

        if (!request.Headers["Content-Type"].Contains("utf-8", StringComparison.OrdinalIgnoreCase))
        {
            return new(200, """{"errcode":43004,"errmsg":"无效的HTTP HEADER Content-Type"}""");
        }

        var timestamp = request.Query.GetValueOrDefault("timestamp") ?? "";
        var isNow = long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var ms) && Math.Abs(now.ToUnixTimeMilliseconds() - ms) < 3_600_000;
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes(Secret));
        var sign = Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes(timestamp + "\n" + Secret)));
        if (!isNow || request.Query.GetValueOrDefault("sign") != sign)
        {
            return new(200, """{"errcode":310000,"errmsg":"sign not match, more: [https://ding-doc.dingtalk.com/doc#/serverapi2/qf2nxq]"}""");
        }

        return request.Json.GetProperty("text").GetProperty("content").GetString() is { Length: > 0 }
            ? new(200, """{"errcode":0,"errmsg":"ok"}""")
            : new(200, """{"errcode":460101,"errmsg":"message too long, exceed 20000 bytes"}""");
    }

    /// <summary>open.feishu.cn/document/client-docs/bot-v3/add-custom-bot, with signing switched on.</summary>
    public static LocalReply Feishu(LocalRequest request, DateTimeOffset now)
    {
        if (request.Path != $"/open-apis/bot/v2/hook/{Key}")
        {
            return new(200, """{"code":19001,"msg":"param invalid: incoming webhook access token invalid","data":{}}""");
        }

        var body = request.Json;
        var timestamp = body.TryGetProperty("timestamp", out var stamp) ? stamp.GetString()! : "";
        var isNow = long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(now.ToUnixTimeSeconds() - seconds) < 3600;
        using var mac = new HMACSHA256(Encoding.UTF8.GetBytes($"{timestamp}\n{Secret}"));
        if (!isNow || body.GetProperty("sign").GetString() != Convert.ToBase64String(mac.ComputeHash([])))
        {
            return new(200, """{"code":19021,"data":{},"msg":"sign match fail or timestamp is not within one hour from current time"}""");
        }

        return body.GetProperty("msg_type").GetString() == "text" && body.GetProperty("content").GetProperty("text").ValueKind == JsonValueKind.String && request.Body.Length <= 20_000
            ? new(200, """{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}""")
            : new(200, """{"code":9499,"msg":"Bad Request","data":{}}""");
    }

    /// <summary>standardwebhooks.com, as its receivers verify.</summary>
    public static bool IsSigned(LocalRequest request, string secret, DateTimeOffset now)
    {
        var (id, timestamp) = (request.Headers["webhook-id"], request.Headers["webhook-timestamp"]);
        if (Math.Abs(now.ToUnixTimeSeconds() - long.Parse(timestamp, CultureInfo.InvariantCulture)) > 300)
        {
            return false;
        }

        using var mac = new HMACSHA256(Convert.FromBase64String(secret["whsec_".Length..]));
        var expected = "v1," + Convert.ToBase64String(mac.ComputeHash(Encoding.UTF8.GetBytes($"{id}.{timestamp}.{request.Body}")));
        return request.Headers["webhook-signature"].Split(' ').Contains(expected);
    }
}
