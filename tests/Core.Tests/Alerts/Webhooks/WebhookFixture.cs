using System.Net.Security;
using EdgeGateway.Core.Alerts.Webhooks;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>A shop with alerts, one webhook, and the service behind it.</summary>
internal sealed class WebhookFixture : IDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly WebhookLine _line;
    private readonly AlertWebhooks _webhooks;

    public WebhookFixture(WebhookKind kind, LocalService? service = null, RemoteCertificateValidationCallback? verify = null, Action<WebhookOptions>? change = null, AlertFixture? shop = null)
    {
        Service = service ?? new LocalService();
        Shop = shop ?? new AlertFixture();
        if (shop is null)
        {
            Shop.Options.Webhooks.Add(Options(kind, change));
        }

        _line = new WebhookLine(Shop.Clock, verify);
        _webhooks = new AlertWebhooks(
            Shop.Desk, Shop.Options, "store-1", member => Shop.Profiles.GetValueOrDefault(member), Shop.Clock, () => 0.5, null, Shop.Log, _line);
    }

    public LocalService Service { get; }

    public AlertFixture Shop { get; }

    public WebhookView View => Assert.Single(_webhooks.Views);

    public WebhookSender Sender => Assert.Single(_webhooks.Senders);

    public Task<TimeSpan> TurnAsync() => Sender.TurnAsync(AlertFixture.Token);

    /// <summary>Takes turns, letting the time pass that each wants, until nothing waits.</summary>
    public async Task<TimeSpan> WorkAsync()
    {
        var start = Shop.Clock.GetUtcNow();
        while (await TurnAsync() is var rest && rest != Timeout.InfiniteTimeSpan)
        {
            Shop.Clock.Advance(rest);
        }

        return Shop.Clock.GetUtcNow() - start;
    }

    public void Dispose()
    {
        _webhooks.Dispose();
        Shop.Dispose();
        Service.Dispose();
    }

    private WebhookOptions Options(WebhookKind kind, Action<WebhookOptions>? change)
    {
        var options = new WebhookOptions { Name = "hook", Kind = kind, Culture = "en", PerMinute = 60 };
        switch (kind)
        {
            case WebhookKind.Generic:
                options.Url = $"{Service.Url}/hook";
                options.SecretFile = SecretFile.Write(Shop.Folder, "secret", Secret);
                break;
            case WebhookKind.WeCom:
                options.UrlFile = SecretFile.Write(Shop.Folder, "url", $"{Service.Url}/cgi-bin/webhook/send?key={PublicServices.Key}");
                break;
            case WebhookKind.DingTalk:
                options.UrlFile = SecretFile.Write(Shop.Folder, "url", $"{Service.Url}/robot/send?access_token={PublicServices.Key}");
                options.SecretFile = SecretFile.Write(Shop.Folder, "secret", PublicServices.Secret);
                break;
            case WebhookKind.Feishu:
                options.UrlFile = SecretFile.Write(Shop.Folder, "url", $"{Service.Url}/open-apis/bot/v2/hook/{PublicServices.Key}");
                options.SecretFile = SecretFile.Write(Shop.Folder, "secret", PublicServices.Secret);
                break;
        }

        change?.Invoke(options);
        return options;
    }
}
