using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeGateway.Core.Alerts.Webhooks;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>What services do when they do not take a message, and what becomes of it.</summary>
public sealed class WebhookFaultTests
{
    [Fact]
    public async Task ServerFails_IsTriedAgain_LaterEachTime_WithTheSameId()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        var replies = new Queue<LocalReply>([new(500), new(503), new(null), new(408), new(204)]);
        shop.Service.Answer = _ => replies.Dequeue();
        await shop.Shop.ArriveAsync();
        var took = await shop.WorkAsync();

        Assert.Equal(5, shop.Service.Requests.Count);
        Assert.Single(shop.Service.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
        Assert.Equal(TimeSpan.FromSeconds((2 + 4 + 8 + 16) * 0.5), took);
        Assert.Equal((0, 0), (shop.View.Waiting, shop.View.GivenUp));
        Assert.Equal(["1213", "1214"], shop.Shop.Log.Lines.Select(line => line[..4]));
    }

    [Fact]
    public async Task NoAnswer_IsBrokenOffAfterItsTime_AndTriedAgain()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        shop.Service.Answer = _ => new LocalReply(-1);
        await shop.Shop.ArriveAsync();
        var turn = shop.TurnAsync();
        await shop.Service.Hanging.Task.WaitAsync(AlertFixture.Token);
        shop.Shop.Clock.Advance(TimeSpan.FromSeconds(10));
        await turn;

        Assert.Equal((1, "no answer within 00:00:10"), (shop.View.Waiting, shop.View.Failure));
        shop.Service.Answer = _ => new LocalReply(200);
        await shop.WorkAsync();
        Assert.Equal(0, shop.View.Waiting);
    }

    [Theory]
    [InlineData(WebhookKind.Generic, 404, "gone")]
    [InlineData(WebhookKind.Generic, 302, "")]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":93000,"errmsg":"invalid webhook url"}""")]
    [InlineData(WebhookKind.DingTalk, 200, """{"errcode":310000,"errmsg":"keywords not in content"}""")]
    [InlineData(WebhookKind.Feishu, 200, """{"code":19024,"msg":"Key Words Not Found"}""")]
    public async Task Refused_IsGivenUpAfterFiveTries_AndShown_AndTheNextIsTriedAllTheSame(WebhookKind kind, int status, string body)
    {
        using var elsewhere = new LocalService();
        using var shop = new WebhookFixture(kind);
        shop.Service.Answer = _ => new LocalReply(status, body, ("Location", elsewhere.Url));
        await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        Assert.Equal((5, 0L, 1L), (shop.Service.Requests.Count, shop.View.Waiting, shop.View.GivenUp));
        Assert.Contains(shop.Shop.Log.Lines, line => line.StartsWith("1215", StringComparison.Ordinal));
        Assert.Empty(elsewhere.Requests);

        WebhookFormatTests.Serve(shop, kind);
        await shop.Shop.ArriveAsync("m-2");
        await shop.WorkAsync();
        Assert.Equal((6, 1L), (shop.Service.Requests.Count, shop.View.GivenUp));
    }

    [Theory]
    [InlineData(WebhookKind.Generic, 429, "", "Retry-After", "30", 32.5)]
    [InlineData(WebhookKind.WeCom, 200, """{"errcode":45009,"errmsg":"api freq out of limit"}""", "", "", 62.5)]
    [InlineData(WebhookKind.DingTalk, 200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", "", "", 62.5)]
    [InlineData(WebhookKind.Feishu, 200, """{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"}""", "", "", 62.5)]
    [InlineData(WebhookKind.Feishu, 429, """{"code":99991400,"msg":"request trigger frequency limit"}""", "x-ogw-ratelimit-reset", "52", 54.5)]
    public async Task TooMany_EverythingWaits_AsLongAsTheServiceWants(WebhookKind kind, int status, string body, string header, string value, double seconds)
    {
        using var shop = new WebhookFixture(kind);
        shop.Service.Answer = _ => new LocalReply(status, body, header.Length > 0 ? [(header, value)] : []);
        await shop.Shop.ArriveAsync();
        await shop.Shop.ArriveAsync("m-2");
        await shop.TurnAsync();
        WebhookFormatTests.Serve(shop, kind);
        var took = await shop.WorkAsync();

        Assert.Equal((3, 0L), (shop.Service.Requests.Count, shop.View.Waiting));
        Assert.Equal(TimeSpan.FromSeconds(seconds), took);
    }

    [Fact]
    public async Task MoreThanAllowedAMinute_WaitForTheNext()
    {
        using var shop = new WebhookFixture(WebhookKind.WeCom, change: options => options.PerMinute = 20);
        WebhookFormatTests.Serve(shop, WebhookKind.WeCom);
        for (var i = 0; i < 21; i++)
        {
            await shop.Shop.ArriveAsync($"m-{i}");
        }

        Assert.Equal(TimeSpan.FromMinutes(1), await shop.WorkAsync());
        Assert.Equal(21, shop.Service.Requests.Count);
    }

    [Fact]
    public async Task TooOld_IsGivenUp_AndNotSentWhenTheInternetIsBack()
    {
        using var shop = new WebhookFixture(WebhookKind.WeCom);
        shop.Service.Answer = _ => new LocalReply(502);
        await shop.Shop.ArriveAsync();
        var took = await shop.WorkAsync();

        Assert.InRange(took, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.Equal((0L, 1L), (shop.View.Waiting, shop.View.GivenUp));
    }

    [Fact]
    public async Task KilledBeforeTheReceipt_IsSentAgain_WithTheSameId_AndOnceMoreNot()
    {
        AlertFixture? killed = null;
        using var shop = new WebhookFixture(WebhookKind.Generic);
        shop.Service.Answer = _ =>
        {
            killed ??= shop.Shop.Killed();
            return new LocalReply(200);
        };
        await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        using var after = new WebhookFixture(WebhookKind.Generic, shop.Service, shop: killed);
        await after.WorkAsync();
        await after.WorkAsync();
        Assert.Equal(2, shop.Service.Requests.Count);
        Assert.Single(shop.Service.Requests.Select(request => request.Headers["webhook-id"]).Distinct());
    }

    [Fact]
    public async Task DiskRefusesTheReceipt_IsNotSentAgainAndAgain()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        await shop.Shop.ArriveAsync();
        shop.Shop.Sql("CREATE TRIGGER full BEFORE DELETE ON delivery BEGIN SELECT RAISE(ABORT, 'disk full'); END");
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(TimeSpan.FromSeconds(5), await shop.TurnAsync());
        }

        shop.Shop.Sql("DROP TRIGGER full");
        await shop.WorkAsync();
        Assert.Equal((1, 0L), (shop.Service.Requests.Count, shop.View.Waiting));
    }

    [Fact]
    public async Task Forgotten_BeforeItWasSent_IsNotSent()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        await shop.Shop.ArriveAsync();
        await shop.Shop.Desk.ForgetAsync("m-1", AlertFixture.Token);
        await shop.WorkAsync();

        Assert.Empty(shop.Service.Requests);
    }

    [Fact]
    public async Task EndlessAnswer_IsNotReadToItsEnd()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        shop.Service.Answer = _ => new LocalReply(200, new string('x', 70_000));
        await shop.Shop.ArriveAsync();
        await shop.TurnAsync();

        Assert.Equal((1L, "its answer is longer than 65536 bytes"), (shop.View.Waiting, shop.View.Failure));
    }

    [Fact]
    public async Task AnswerThatEchoesTheKey_IsNotShownWithIt()
    {
        using var shop = new WebhookFixture(WebhookKind.WeCom);
        shop.Service.Answer = request => new LocalReply(200, $$"""{"errcode":40001,"errmsg":"bad \u001b {{request.Target}}"}""");
        await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        Assert.StartsWith("errcode 40001: bad", shop.View.Failure, StringComparison.Ordinal);
        Assert.All(shop.Shop.Log.Lines.Append(shop.View.Failure!).Append(shop.View.ToString()), line => Assert.DoesNotContain(PublicServices.Key, line, StringComparison.Ordinal));
        Assert.DoesNotContain(shop.View.Failure!, char.IsControl);
        Assert.False(shop.Shop.OnDiskButIn("url", PublicServices.Key));
    }

    [Fact]
    public async Task Certificate_OfAStranger_IsNotTalkedTo()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        using var service = new LocalService(X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null));
        using var shop = new WebhookFixture(WebhookKind.Generic, service);
        await shop.Shop.ArriveAsync();
        await shop.TurnAsync();
        Assert.Empty(service.Requests);
        Assert.Contains("SecureConnectionError", shop.View.Failure, StringComparison.Ordinal);

        using var known = new WebhookFixture(WebhookKind.Generic, service, verify: (_, certificate, _, _) => certificate!.GetCertHashString() == made.GetCertHashString());
        await known.Shop.ArriveAsync();
        await known.WorkAsync();
        Assert.Single(service.Requests);
    }
}
