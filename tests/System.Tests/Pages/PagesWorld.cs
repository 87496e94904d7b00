using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Simulators.World;
using SystemTests.Support;

namespace SystemTests.Pages;

/// <summary>Headquarters as it ships, over a few days of the demonstration, with people who have accounts in one of its stores, and a Chromium.</summary>
public sealed class PagesWorld : IAsyncLifetime
{
    /// <summary>The store in which the tests' people work.</summary>
    internal const string Store = "demo-1";

    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly string _password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(12));
    private World? _world;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HttpClient? _api;

    /// <summary>Headquarters' interface, asked as an admin; the test is skipped where there is no Chromium.</summary>
    internal HttpClient Api
    {
        get
        {
            Assert.SkipWhen(_api is null, "no Chromium here (apt-get install chromium)");
            return _api;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Array.Find(s_places, File.Exists) is not { } program)
        {
            return;
        }

        _world = await World.StartAsync(
            new WorldOptions(Checkout.Programs) { Stores = 0, Headquarters = options => options with { Demo = new DemoOrder(Days: 6, Customers: 30) } }, CancellationToken.None);
        _api = new HttpClient { BaseAddress = _world.Headquarters.Url };
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await _world.Headquarters.CreateTokenAsync("tests", CancellationToken.None));
        foreach (var role in (string[])["admin", "manager", "associate"])
        {
            using var answer = await _api.PostAsJsonAsync(
                new Uri("/api/accounts", UriKind.Relative), new { login = role, name = role, role, stores = role == "admin" ? [] : (string[])[Store], password = _password });
            answer.EnsureSuccessStatusCode();
        }

        // Generous: it only costs time where a test fails.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu"] });
    }

    /// <summary>An answer of headquarters, as an admin gets it.</summary>
    internal async Task<JsonElement> AskAsync(string path) => await Api.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Scenario.Stop);

    /// <summary>The page of somebody who is signed in.</summary>
    /// <param name="login">admin, manager or associate.</param>
    /// <param name="look">The size, the appearance and the language.</param>
    /// <returns>The page, and what it says into its console as errors.</returns>
    internal async Task<(IPage Page, List<string> Mistakes)> SignedInAsync(string login, BrowserNewContextOptions look)
    {
        look.BaseURL = Api.BaseAddress!.ToString();
        look.ReducedMotion = ReducedMotion.Reduce;
        var context = await _browser!.NewContextAsync(look);
        var answer = await context.APIRequest.PostAsync("/api/session", new() { DataObject = new { login, password = _password } });
        Assert.True(answer.Ok, await answer.TextAsync());
        var page = await context.NewPageAsync();
        var mistakes = new List<string>();
        page.PageError += (_, mistake) => mistakes.Add(mistake);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                mistakes.Add(line.Text);
            }
        };
        return (page, mistakes);
    }

    /// <summary>A phone, held upright.</summary>
    internal static BrowserNewContextOptions Phone(string language, ColorScheme scheme = ColorScheme.Light) =>
        new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true, Locale = language, ColorScheme = scheme };

    /// <summary>A screen on a desk.</summary>
    internal static BrowserNewContextOptions Desk(string language, ColorScheme scheme = ColorScheme.Light) =>
        new() { ViewportSize = new() { Width = 1440, Height = 900 }, Locale = language, ColorScheme = scheme };

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _api?.Dispose();
        if (_world is not null)
        {
            await _world.DisposeAsync();
        }
    }
}

/// <summary>The tests that share one <see cref="PagesWorld"/>.</summary>
[CollectionDefinition]
public sealed class PagesCollection : ICollectionFixture<PagesWorld>;
