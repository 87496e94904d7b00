using System.Security.Cryptography;
using EdgeGateway.Core.Certificates;
using Microsoft.Playwright;

namespace Host.Tests.Console;

/// <summary>Browsers of phones, driven by Playwright: a Chromium to which the store's certificate is good.</summary>
/// <remarks>
/// The machine's own list of authorities is left alone: Chromium is told to ask nothing of the one key that the console shows, and of every other connection
/// as much as ever. That the certificate is trusted through the store's authority, by its names, is proven in <see cref="SecureConsoleTests"/>.
/// </remarks>
public sealed class PhoneBrowser : IAsyncLifetime
{
    private static readonly string[] s_places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private readonly TemporaryFolder _folder = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>What the console is to show.</summary>
    internal (StoreAuthority Authority, ConsoleCertificate Certificate) Shown { get; private set; }

    public async ValueTask InitializeAsync()
    {
        Shown = StaffFixture.Certify(_folder.Path);
        if (Array.Find(s_places, File.Exists) is not { } program)
        {
            return;
        }

        var key = Convert.ToBase64String(SHA256.HashData(Shown.Certificate.Current().TargetCertificate.PublicKey.ExportSubjectPublicKeyInfo()));
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = ["--no-sandbox", "--disable-gpu", $"--ignore-certificate-errors-spki-list={key}"] });
    }

    /// <summary>Another phone, 390 by 844, held upright; the test is skipped where there is no Chromium.</summary>
    internal async Task<(IPage Page, List<string> Mistakes)> PhoneAsync(string language)
    {
        Assert.SkipWhen(_browser is null, "no Chromium here (apt-get install chromium)");
        var context = await _browser.NewContextAsync(
            new() { ViewportSize = new() { Width = 390, Height = 844 }, DeviceScaleFactor = 2, IsMobile = true, HasTouch = true, Locale = language });
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

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        Shown.Certificate.Dispose();
        Shown.Authority.Dispose();
        _folder.Dispose();
    }
}
