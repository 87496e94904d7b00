using System.Text.Json;
using EdgeGateway.Console;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Visits;
using Microsoft.Playwright;

namespace Host.Tests.Console;

/// <summary>The staff page in a phone's browser, over HTTPS, against the console and the alerts of a store.</summary>
public sealed class StaffPageTests(PhoneBrowser browser) : IClassFixture<PhoneBrowser>
{
    private static readonly IReadOnlyDictionary<string, PageFile> s_files = PageFile.LoadAll();

    [Fact]
    public async Task Phone_FromItsPairingToTheReceipt_ArriveClaimNoteWithdraw()
    {
        await using var store = await StaffFixture.StartAsync(shown: browser.Shown);
        var (page, mistakes) = await browser.PhoneAsync("zh-CN");
        var mei = store.Add("美");

        await page.GotoAsync($"{store.SecureUrl}/staff#pair={store.Pairings.Make(mei)!.Code}");
        await page.GetByRole(AriaRole.Button, new() { Name = "配对此手机" }).TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "上班" }).TapAsync();
        await Assertions.Expect(page.Locator("#shift")).ToContainTextAsync("您在班");
        await Assertions.Expect(page.Locator(".cards .empty")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator(".sound")).ToHaveClassAsync("sound is-on");

        var alert = await store.ArriveAsync();
        var card = page.Locator($"#alert-{alert}");
        await Assertions.Expect(card).ToContainTextAsync("Ms Lin");
        await Assertions.Expect(card).ToContainTextAsync("请您接待");
        await Assertions.Expect(card).ToContainTextAsync("此处有 3 件");
        await Assertions.Expect(card).ToContainTextAsync("人脸，把握 93 %");

        await card.Locator("[data-act=claim]").TapAsync();
        await Assertions.Expect(card).ToContainTextAsync("您正在接待");
        Assert.Equal((AlertStates.Claimed, mei), (store.Alerts.Open[0].State, store.Alerts.Open[0].ClaimedBy));

        await card.Locator("[data-act=note]").TapAsync();
        await page.Locator("#note").FillAsync("想看春茶。");
        await page.GetByRole(AriaRole.Button, new() { Name = "保存备注" }).TapAsync();
        await Assertions.Expect(card).ToContainTextAsync("想看春茶。");
        Assert.Equal(mei, store.Alerts.Open[0].Notes[^1].Who);

        await card.Locator("[data-act=withdraw]").TapAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "立即销毁" }).TapAsync();
        await Assertions.Expect(page.Locator("#receipt")).ToHaveTextAsync("7f3a-0001");
        await page.GetByRole(AriaRole.Button, new() { Name = "关闭", Exact = true }).TapAsync();
        await Assertions.Expect(card).ToHaveCountAsync(0);
        Assert.Equal([("m-1", mei)], store.Withdrawn);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.Equal([], mistakes);
    }

    [Fact]
    public async Task Phone_OutOfReach_SaysSo_KeepsAnAnswerAndSendsItOnce_AndTheShellIsThere()
    {
        await using var store = await StaffFixture.StartAsync(shown: browser.Shown);
        var (page, _) = await browser.PhoneAsync("en");
        await page.GotoAsync($"{store.SecureUrl}/staff#pair={store.Pairings.Make(store.Add("Mei"))!.Code}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pair this phone" }).TapAsync();
        var alert = await store.ArriveAsync();
        var card = page.Locator($"#alert-{alert}");
        await Assertions.Expect(card).ToBeVisibleAsync();
        await page.EvaluateAsync("navigator.serviceWorker.ready.then(() => true)");

        await page.Context.SetOfflineAsync(true);
        await page.Locator("[data-act=snooze]").TapAsync();
        await Assertions.Expect(page.Locator("#queue")).ToContainTextAsync("1 answer waits to be sent.");
        await Assertions.Expect(card).ToContainTextAsync("Waiting to be sent: In 5 minutes");
        Assert.Equal(AlertStates.New, store.Alerts.Open[0].State);
        await page.ReloadAsync();
        await Assertions.Expect(page.Locator("#trouble")).ToContainTextAsync("The gateway is out of reach");

        await page.Context.SetOfflineAsync(false);
        await Assertions.Expect(page.Locator("#queue")).ToBeHiddenAsync(new() { Timeout = 15_000 });
        await Assertions.Expect(card).ToContainTextAsync("Later,");
        Assert.Equal(AlertStates.Snoozed, store.Alerts.Open[0].State);
    }

    [Fact]
    public async Task Phone_ThatIsRevoked_ShowsNothingAnyMore()
    {
        await using var store = await StaffFixture.StartAsync(shown: browser.Shown);
        var (page, _) = await browser.PhoneAsync("zh-TW");
        await page.GotoAsync($"{store.SecureUrl}/staff#pair={store.Pairings.Make(store.Add("美"))!.Code}");
        await page.GetByRole(AriaRole.Button, new() { Name = "配對此手機" }).TapAsync();
        await store.ArriveAsync("m-2", RecognisedBy.Qr);
        await Assertions.Expect(page.Locator(".alert")).ToContainTextAsync("會員碼");

        store.Book.Revoke(store.Book.Phones[0].Id);

        await Assertions.Expect(page.Locator("#pair form")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#desk")).ToBeHiddenAsync();
        Assert.DoesNotContain("Ms Lin", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Worker_KeepsEveryFileThatThePageIsMadeOf()
    {
        var worker = Text("/staff-worker.js");
        var script = new Queue<string>(["/staff.js"]);
        var seen = new HashSet<string>(["/staff", "/staff.css", "/console.css", "/forms.css", "/icon.svg", "/strings/en.json", "/strings/zh-CN.json", "/strings/zh-TW.json"]);
        while (script.TryDequeue(out var next))
        {
            if (seen.Add(next))
            {
                foreach (System.Text.RegularExpressions.Match import in System.Text.RegularExpressions.Regex.Matches(Text(next), "from \"\\.(/[a-z-]+\\.js)\""))
                {
                    script.Enqueue(import.Groups[1].Value);
                }
            }
        }

        Assert.All(seen, file => Assert.Contains($"\"{file}\"", worker, StringComparison.Ordinal));
        Assert.DoesNotContain("\"/v1", worker, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/staff.webmanifest", "en")]
    [InlineData("/staff-zh-CN.webmanifest", "zh-CN")]
    [InlineData("/staff-zh-TW.webmanifest", "zh-TW")]
    public void Manifest_NamesPicturesThatAreThere(string file, string language)
    {
        var manifest = JsonDocument.Parse(s_files[file].Bytes).RootElement;

        Assert.Equal((language, "/staff", "/staff"), (manifest.GetProperty("lang").GetString(), manifest.GetProperty("id").GetString(), manifest.GetProperty("start_url").GetString()));
        Assert.All(manifest.GetProperty("icons").EnumerateArray(), icon => Assert.Contains(icon.GetProperty("src").GetString()!, s_files.Keys));
        Assert.Contains(manifest.GetProperty("icons").EnumerateArray(), icon => icon.TryGetProperty("purpose", out var purpose) && purpose.GetString() == "maskable");
    }

    [Fact]
    public void EveryStateOutcomeAndWay_HasWords()
    {
        var english = JsonSerializer.Deserialize<Dictionary<string, string>>(s_files["/strings/en.json"].Bytes)!;
        string[] wanted =
        [
            .. new[] { AlertStates.Dismissed, AlertStates.Done }.Select(s => $"staff.state.{s}"),
            .. Enum.GetValues<AlertResult>().Where(r => r is not (AlertResult.Done or AlertResult.Unavailable)).Select(r => $"staff.refused.{JsonNamingPolicy.SnakeCaseLower.ConvertName(r.ToString())}"),
            .. new[] { RecognisedBy.Face, RecognisedBy.Card, RecognisedBy.Qr, RecognisedBy.Phone }.Select(how => $"staff.how.{how}"),
            .. new[] { "claim", "done", "snooze", "dismiss", "note" }.SelectMany(what => new[] { $"staff.{what}", $"staff.did.{what}" }),
            "staff.consent.face", "staff.consent.none", "staff.refused.failed",
        ];

        Assert.All(wanted, key => Assert.Contains(key, english.Keys));
    }

    private static string Text(string path) => System.Text.Encoding.UTF8.GetString(s_files[path].Bytes);
}
