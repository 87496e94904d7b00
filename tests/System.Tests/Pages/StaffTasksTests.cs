using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using SystemTests.Support;

namespace SystemTests.Pages;

/// <summary>The five tasks that a store's staff do most, on a phone, each in three taps or fewer from the start page; what came of it is asked of headquarters.</summary>
[Trait("needs", "world")]
[Collection(typeof(PagesCollection))]
public sealed class StaffTasksTests(PagesWorld world)
{
    private const int MostTaps = 3;
    private const string Milk = "2000000000213";
    private const string Nappies = "2000000000220";

    [Fact]
    public async Task Product_ScannedWithTheFocusAnywhere_SaysHowManyAreHereAndNearby()
    {
        var (page, hand, mistakes) = await StartAsync("associate");
        await page.GetByRole(AriaRole.Link, new() { Name = "Count a shelf" }).FocusAsync();

        await hand.ScanAsync(Milk);

        await Assertions.Expect(page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"/stock/{PagesWorld.Store}/{Milk}$"));
        var available = (await world.AskAsync($"/api/stock/{PagesWorld.Store}/{Milk}")).GetProperty("available");
        await Assertions.Expect(page.Locator(".sku-number")).ToHaveTextAsync($"{available} pcs");
        var nearest = (await world.AskAsync($"/api/stock/nearby?store={PagesWorld.Store}&sku={Milk}")).GetProperty("rows").EnumerateArray().First(row => row.GetProperty("available").GetInt64() > 0);
        var shown = page.GetByRole(AriaRole.Region, new() { Name = "Stores nearby" }).GetByRole(AriaRole.Listitem).Filter(new() { HasText = nearest.GetProperty("name").GetString() });
        await Assertions.Expect(shown).ToContainTextAsync($"{nearest.GetProperty("available")} pcs");
        Done(hand, mistakes);
    }

    [Fact]
    public async Task Shelf_Counted_IsBookedAsItWasScanned()
    {
        var (page, hand, mistakes) = await StartAsync("associate");

        await hand.TapAsync(AriaRole.Link, "Count a shelf");
        await hand.TapAsync(page.Locator(".count-place").Filter(new() { HasText = "Shelf" }).First);
        await Assertions.Expect(page.GetByText("Scan the first product", new() { Exact = true })).ToBeVisibleAsync();
        foreach (var code in (string[])[Milk, Milk, Nappies])
        {
            await hand.ScanAsync(code);
        }

        await Assertions.Expect(page.Locator(".latest-name")).ToHaveTextAsync("纸尿裤 L");
        await hand.TapAsync(AriaRole.Button, "Finish and book");
        await Assertions.Expect(page.GetByText("Closed", new() { Exact = true })).ToBeVisibleAsync();

        Assert.Equal((2, 1), (await OnShelfAsync(Milk), await OnShelfAsync(Nappies)));
        Done(hand, mistakes);

        async Task<long> OnShelfAsync(string sku) => (await world.AskAsync($"/api/stock/{PagesWorld.Store}/{sku}")).GetProperty("locations").EnumerateArray()
            .Single(place => place.GetProperty("location").GetString() == "shelf").GetProperty("quantity").GetInt64();
    }

    [Fact]
    public async Task Delivery_ThatCameWhole_IsInTheStoresStock()
    {
        var due = (await world.AskAsync($"/api/purchases?store={PagesWorld.Store}&state=sent&limit=1")).GetProperty("rows")[0].GetProperty("id").GetString()!;
        var line = (await world.AskAsync($"/api/purchases/{due}")).GetProperty("lines")[0];
        var (sku, ordered) = (line.GetProperty("sku").GetString()!, line.GetProperty("open").GetInt64());
        var before = await OnHandAsync(sku);
        var (page, hand, mistakes) = await StartAsync("associate");

        await hand.TapAsync(AriaRole.Link, "Receive a delivery");
        await hand.TapAsync(page.Locator($"a[href='/purchases/{due}/receive']"));
        await hand.TapAsync(AriaRole.Button, "All of it came");
        await Assertions.Expect(page.GetByText("Received", new() { Exact = true }).First).ToBeVisibleAsync();

        Assert.Equal("received", (await world.AskAsync($"/api/purchases/{due}")).GetProperty("state").GetString());
        Assert.Equal(before + ordered, await OnHandAsync(sku));
        Done(hand, mistakes);
    }

    [Fact]
    public async Task WhatIsLow_Ordered_IsSentToItsSupplierOnce()
    {
        var draft = (await world.AskAsync($"/api/purchases?store={PagesWorld.Store}&state=draft&limit=1")).GetProperty("rows")[0];
        var (id, supplier) = (draft.GetProperty("id").GetString()!, draft.GetProperty("supplier").GetProperty("name").GetString()!);
        var (page, hand, mistakes) = await StartAsync("manager");

        await hand.TapAsync(AriaRole.Link, "Order what is proposed");
        await hand.TapAsync(page.GetByRole(AriaRole.Button, new() { Name = $"Send to the supplier: {supplier}" }));
        await hand.TapAsync(page.GetByRole(AriaRole.Tooltip).GetByRole(AriaRole.Button, new() { Name = "Send to the supplier" }));
        await Assertions.Expect(page.GetByText($"Sent to {supplier}")).ToBeVisibleAsync();

        var sent = await world.AskAsync($"/api/purchases/{id}");
        Assert.Equal(("sent", JsonValueKind.String), (sent.GetProperty("state").GetString(), sent.GetProperty("sentAt").ValueKind));
        Done(hand, mistakes);
    }

    [Fact]
    public async Task Customer_FoundByTheTelephoneNumber_ShowsWhatTheyUsuallyBuy()
    {
        var customer = await WithUsualGoodsAsync();
        using var revealed = await world.Api.PostAsJsonAsync(
            new Uri($"/api/customers/{customer.GetProperty("id").GetString()}/reveal", UriKind.Relative), new { what = "phone", why = "to find them by it" }, Scenario.Stop);
        var phone = (await revealed.Content.ReadFromJsonAsync<JsonElement>(Scenario.Stop)).GetProperty("value").GetString()!;
        var (page, hand, mistakes) = await StartAsync("associate");

        await hand.TapAsync(AriaRole.Link, "Find a customer");
        await hand.TapAsync(page.GetByPlaceholder("Name, phone number or card"));
        await page.Keyboard.TypeAsync(phone);
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(customer.GetProperty("name").GetString()!);
        var usual = customer.GetProperty("usual").EnumerateArray().Take(6).Select(goods => goods.GetProperty("name").GetString()!);
        await Assertions.Expect(page.Locator(".customer-usual li a")).ToHaveTextAsync(usual);
        await Assertions.Expect(page.GetByText(phone)).ToHaveCountAsync(0);
        Done(hand, mistakes);
    }

    private async Task<JsonElement> WithUsualGoodsAsync()
    {
        foreach (var row in (await world.AskAsync("/api/customers?limit=50")).GetProperty("customers").EnumerateArray())
        {
            var customer = await world.AskAsync($"/api/customers/{row.GetProperty("id").GetString()}");
            if (customer.GetProperty("homeStore").GetString() == PagesWorld.Store && customer.GetProperty("usual").GetArrayLength() > 0)
            {
                return customer;
            }
        }

        throw new InvalidOperationException("Nobody of the demonstration buys the same twice.");
    }

    private async Task<long> OnHandAsync(string sku) => (await world.AskAsync($"/api/stock/{PagesWorld.Store}/{sku}")).GetProperty("onHand").GetInt64();

    private async Task<(IPage Page, Hand Hand, List<string> Mistakes)> StartAsync(string login)
    {
        var (page, mistakes) = await world.SignedInAsync(login, PagesWorld.Phone("en"));
        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Is it in stock?" })).ToBeVisibleAsync();
        return (page, new Hand(page), mistakes);
    }

    private static void Done(Hand hand, List<string> mistakes)
    {
        Assert.True(hand.Taps <= MostTaps, string.Create(CultureInfo.InvariantCulture, $"It took {hand.Taps} taps; no more than {MostTaps} are allowed."));
        Assert.Empty(mistakes);
    }
}
