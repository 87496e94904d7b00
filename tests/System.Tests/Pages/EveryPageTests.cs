using System.Text.Json;
using Microsoft.Playwright;
using SystemTests.Support;

namespace SystemTests.Pages;

/// <summary>Every page of headquarters over real data: axe finds nothing serious, nothing goes off to the side, no script fails.</summary>
[Trait("needs", "world")]
[Collection(typeof(PagesCollection))]
public sealed class EveryPageTests(PagesWorld world)
{
    private static readonly string s_axe = File.ReadAllText(Path.Combine(Checkout.Root, "Cloud", "Web", "node_modules", "axe-core", "axe.min.js"));

    [Theory]
    [InlineData("desk", "en")]
    [InlineData("phone", "zh-CN")]
    public async Task EveryPage_LightOnADeskAndDarkOnAPhone_CanBeUsedByEverybody(string look, string language)
    {
        var (page, mistakes) = await world.SignedInAsync("admin", look == "desk" ? PagesWorld.Desk(language) : PagesWorld.Phone(language, ColorScheme.Dark));
        var found = new List<string>();
        foreach (var path in await PathsAsync(all: look == "desk"))
        {
            mistakes.Clear();
            await page.GotoAsync(path);
            await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
            await Assertions.Expect(page.Locator(".ant-skeleton")).ToHaveCountAsync(0);
            found.AddRange((await SeriousAsync(page)).Concat(mistakes).Select(mistake => $"{look} {path}: {mistake}"));
            if (!await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"))
            {
                found.Add($"{look} {path}: it overflows to the side");
            }
        }

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static async Task<IReadOnlyList<string>> SeriousAsync(IPage page)
    {
        await page.EvaluateAsync(s_axe);
        var answer = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations.map(v => [v.impact, v.id, v.nodes[0].target.join(' ')]))");
        return [.. answer.EnumerateArray().Where(violation => violation[0].GetString() is "serious" or "critical").Select(violation => violation.GetRawText())];
    }

    /// <summary>The main pages and one of each kind that a list leads to; all are those that are set up once or looked at seldom as well.</summary>
    private async Task<IReadOnlyList<string>> PathsAsync(bool all)
    {
        const string store = PagesWorld.Store;
        var customer = (await world.AskAsync("/api/customers?limit=1")).GetProperty("customers")[0].GetProperty("id").GetString();
        var sale = (await world.AskAsync($"/api/sales?store={store}&limit=1")).GetProperty("sales")[0].GetProperty("id").GetString();
        var purchase = (await world.AskAsync($"/api/purchases?store={store}&limit=1")).GetProperty("rows")[0].GetProperty("id").GetString();
        var gateway = (await world.AskAsync("/api/fleet?limit=1")).GetProperty("rows")[0].GetProperty("gateway").GetString();
        return
        [
            "/", "/fleet", $"/fleet/{gateway}", "/stores", $"/stores/{store}", $"/stores/{store}/shelves", $"/stock?store={store}", $"/stock/{store}/2000000000015", $"/replenishment?store={store}", "/purchases", $"/purchases/{purchase}",
            $"/stocktake?store={store}", "/transfers", $"/planograms?store={store}", "/customers", $"/customers/{customer}", "/members", $"/visits?store={store}", "/consents", "/imports", "/audit", "/settings/accounts",
            .. all ? (string[])[
                $"/scrap?store={store}", "/alarms", $"/turnover?store={store}", "/products", "/suppliers", "/books", "/sales", $"/sales/{sale}", "/dead-letters", "/settings/tokens", "/settings/regions",
                "/settings/webhooks", "/settings/gateway-keys", "/settings/joining", "/settings/templates",
            ] : [],
        ];
    }
}
