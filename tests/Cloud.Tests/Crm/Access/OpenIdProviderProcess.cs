using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;

namespace Cloud.Tests.Crm.Access;

/// <summary>npm's oidc-provider as a child, on loopback; the test is skipped where it or Node is not installed.</summary>
internal sealed class OpenIdProviderProcess : IAsyncDisposable
{
    internal const string Origin = "http://127.0.0.1:9";
    internal const string Redirect = Origin + "/api/session/oidc/test/callback";

    private readonly Process _process;
    private readonly HttpClient _browser = new(new HttpClientHandler { AllowAutoRedirect = false });

    private OpenIdProviderProcess(Process process, string issuer) => (_process, Issuer) = (process, issuer);

    internal string Issuer { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<OpenIdProviderProcess> StartAsync()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "EdgeGateway.sln")))
        {
            folder = folder.Parent;
        }

        var home = Path.Combine(folder.FullName, "tests", "Cloud.Tests", "Crm", "Access", "OpenIdProvider");
        Assert.SkipUnless(Directory.Exists(Path.Combine(home, "node_modules", "oidc-provider")), "oidc-provider is not installed; ./test does it");
        var process = Process.Start(new ProcessStartInfo("node", [Path.Combine(home, "provider.mjs"), Redirect]) { RedirectStandardOutput = true, RedirectStandardInput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        while (await process.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("listening ", StringComparison.Ordinal))
            {
                return new OpenIdProviderProcess(process, line["listening ".Length..]);
            }
        }

        throw new InvalidOperationException("the provider does not start");
    }

    /// <summary>Who is signed in there from now on.</summary>
    internal async Task BeAsync(object account)
    {
        using var response = await _browser.PutAsJsonAsync(new Uri(Issuer + "/test/account"), account, Cancel);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Follows the provider's redirects as a browser does, until it sends the browser back.</summary>
    /// <returns>Where to, with what it says.</returns>
    internal static async Task<Uri> VisitAsync(Uri authorization)
    {
        // A fresh browser: nobody is signed in at the provider.
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });
        var at = authorization;
        while (!at.ToString().StartsWith(Origin + "/", StringComparison.Ordinal))
        {
            using var response = await browser.GetAsync(at, Cancel);
            Assert.True(response.Headers.Location is not null, $"{at.AbsolutePath} answered {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Cancel)}");
            at = new Uri(at, response.Headers.Location);
        }

        return at;
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }
}
