using EdgeGateway.Core.Alerts.Webhooks;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>Every mistake in the configuration is told, and no secret with it.</summary>
public sealed class WebhookRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("webhooks-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Sound_HasNoMistakes() => Assert.Empty(WebhookRules.Check(
    [
        new() { Name = "crm", Kind = WebhookKind.Generic, Url = "https://crm.example/hook", SecretFile = SecretFile.Write(_folder, "a", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw") },
        new() { Name = "own", Kind = WebhookKind.Generic, Url = "http://127.0.0.1:8080/hook", SecretFile = SecretFile.Write(_folder, "b", "a plain secret would have spaces".Replace(' ', '-')) },
        new() { Name = "wecom", Kind = WebhookKind.WeCom, UrlFile = SecretFile.Write(_folder, "c", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1") },
        new() { Name = "ding", Kind = WebhookKind.DingTalk, UrlFile = SecretFile.Write(_folder, "d", "https://oapi.dingtalk.com/robot/send?access_token=1"), SecretFile = SecretFile.Write(_folder, "e", "SEC0123456789abcdef") },
        new() { Name = "feishu", Kind = WebhookKind.Feishu, UrlFile = SecretFile.Write(_folder, "f", "https://open.feishu.cn/open-apis/bot/v2/hook/1"), Culture = "zh-TW" },
    ]));

    [Fact]
    public void EveryMistake_IsTold_WithoutTheSecret()
    {
        var open = SecretFile.Write(_folder, "open", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789", forAll: true);
        var mistakes = WebhookRules.Check(
        [
            new() { Name = "Bad Name", Culture = "de", PerMinute = 0, ExpireAfter = TimeSpan.FromSeconds(1), Timeout = TimeSpan.Zero },
            new() { Name = "a", Kind = WebhookKind.Generic, Url = "http://crm.example/hook" },
            new() { Name = "a", Kind = WebhookKind.Generic, Url = "https://user:password-1234@crm.example/", UrlFile = open, SecretFile = SecretFile.Write(_folder, "s", "short") },
            new() { Name = "b", Kind = WebhookKind.WeCom, Url = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789", SecretFile = open },
            new() { Name = "c", Kind = WebhookKind.DingTalk, UrlFile = open, SecretFile = Path.Combine(_folder, "missing") },
            new() { Name = "d", Kind = WebhookKind.Feishu, UrlFile = SecretFile.Write(_folder, "ftp", "ftp://feishu.cn/0123456789") },
            new() { Name = "e", Kind = WebhookKind.Generic, Url = "https://user:password-1234@crm.example/", SecretFile = SecretFile.Write(_folder, "w", "whsec_c2hvcnQgc2hvcnQ=") },
        ]);

        Assert.Equal(
            [
                "webhooks[0].name", "webhooks[0].kind", "webhooks[0].culture", "webhooks[0].perMinute", "webhooks[0].expireAfter", "webhooks[0].timeout", "webhooks[0].url",
                "webhooks[1].url", "webhooks[1].secretFile", "webhooks[2].urlFile", "webhooks[2].secretFile", "webhooks[2].name", "webhooks[3].url", "webhooks[3].secretFile",
                "webhooks[4].urlFile", "webhooks[4].secretFile", "webhooks[5].urlFile", "webhooks[6].url", "webhooks[6].secretFile",
            ],
            mistakes.Select(mistake => mistake.Path));
        Assert.All(mistakes, mistake => Assert.DoesNotContain("0123456789", mistake.Message, StringComparison.Ordinal));
        Assert.All(mistakes, mistake => Assert.DoesNotContain("password", mistake.Message, StringComparison.Ordinal));
    }
}
