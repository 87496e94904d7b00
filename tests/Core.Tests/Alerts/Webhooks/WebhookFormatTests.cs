using System.Text;
using EdgeGateway.Core.Alerts.Webhooks;

namespace Core.Tests.Alerts.Webhooks;

/// <summary>Messages as the services want them, and no more in them than may be said.</summary>
public sealed class WebhookFormatTests
{
    /// <summary>The test vector of the Standard Webhooks specification.</summary>
    [Fact]
    public void GenericSignature_IsThatOfTheSpecification() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        GenericWebhook.Sign(
            GenericWebhook.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", Encoding.UTF8.GetBytes("""{"test": 2432232314}""")));

    [Fact]
    public async Task Generic_IsSigned_AndCarriesIdsOnly()
    {
        using var shop = new WebhookFixture(WebhookKind.Generic);
        shop.Shop.Know("m-1");
        var alert = await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        var request = Assert.Single(shop.Service.Requests);
        Assert.True(PublicServices.IsSigned(request, WebhookFixture.Secret, shop.Shop.Clock.GetUtcNow()));
        var data = request.Json.GetProperty("data");
        Assert.Equal(
            ("POST", "/hook", "vip.arrived", alert.Id, "m-1", "gold", "face", "entrance", "store-1"),
            (request.Method, request.Target, request.Json.GetProperty("type").GetString(), data.GetProperty("alert").GetGuid(), data.GetProperty("member").GetString(),
                data.GetProperty("level").GetString(), data.GetProperty("how").GetString(), data.GetProperty("zone").GetString(), data.GetProperty("store").GetString()));
        Assert.DoesNotContain("李", request.Json.ToString(), StringComparison.Ordinal);
        Assert.Equal((0, 0), (shop.View.Waiting, shop.View.GivenUp));
    }

    [Theory]
    [InlineData(WebhookKind.WeCom)]
    [InlineData(WebhookKind.DingTalk)]
    [InlineData(WebhookKind.Feishu)]
    public async Task Robot_TakesTheMessage_WhichNamesNobody(WebhookKind kind)
    {
        using var shop = new WebhookFixture(kind);
        Serve(shop, kind);
        shop.Shop.Know("m-1");
        await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        Assert.Equal("VIP in the store\ngold\nentrance · 08:00\nSee the staff page.", TextOf(Assert.Single(shop.Service.Requests), kind));
        Assert.NotNull(shop.View.AcceptedAt);
        Assert.Empty(shop.Shop.Log.Lines);
    }

    [Fact]
    public async Task Names_AreSentOnlyWhereTheShopSaysSo_WithoutTagsOfTheService()
    {
        using var shop = new WebhookFixture(WebhookKind.Feishu, change: options => (options.Names, options.Culture) = (true, "zh-TW"));
        Serve(shop, WebhookKind.Feishu);
        shop.Shop.Profiles["m-1"] = shop.Shop.Know("m-1") with { Name = "<at user_id=\"all\">李\n美玲</at>" };
        await shop.Shop.ArriveAsync();
        await shop.WorkAsync();

        Assert.Equal(
            "VIP 到店\n＜at user_id=\"all\"＞李 美玲＜/at＞ · gold\nentrance · 08:00\n詳情請見店員頁面。", TextOf(Assert.Single(shop.Service.Requests), WebhookKind.Feishu));
    }

    [Fact]
    public async Task NobodyAnswers_IsToldOnce_AndNotAfterAClaim()
    {
        using var shop = new WebhookFixture(WebhookKind.WeCom);
        Serve(shop, WebhookKind.WeCom);
        shop.Shop.Shift.RemoveRange(1, 2);
        var first = await shop.Shop.ArriveAsync();
        var second = await shop.Shop.ArriveAsync("m-2");
        await shop.WorkAsync();
        shop.Shop.Advance(30);
        shop.Shop.Advance(30);
        await shop.Shop.Desk.ClaimAsync(second.Id, "ann", AlertFixture.Token);
        await shop.WorkAsync();

        Assert.Null(Assert.Single(shop.Shop.Desk.Open, alert => alert.Id == first.Id).OfferedTo);
        Assert.Equal(3, shop.Service.Requests.Count);
        Assert.StartsWith("VIP still waiting", TextOf(shop.Service.Requests[2], WebhookKind.WeCom), StringComparison.Ordinal);
    }

    internal static void Serve(WebhookFixture shop, WebhookKind kind) => shop.Service.Answer = request => kind switch
    {
        WebhookKind.WeCom => PublicServices.WeCom(request),
        WebhookKind.DingTalk => PublicServices.DingTalk(request, shop.Shop.Clock.GetUtcNow()),
        _ => PublicServices.Feishu(request, shop.Shop.Clock.GetUtcNow()),
    };

    private static string TextOf(LocalRequest request, WebhookKind kind) => kind == WebhookKind.Feishu
        ? request.Json.GetProperty("content").GetProperty("text").GetString()!
        : request.Json.GetProperty("text").GetProperty("content").GetString()!;
}
