using Microsoft.Playwright;

namespace SystemTests.Pages;

/// <summary>Somebody's hand on a phone. Taps are counted; keys, of a keyboard or of a scanner, are no taps.</summary>
internal sealed class Hand(IPage page)
{
    /// <summary>How often the screen was tapped.</summary>
    internal int Taps { get; private set; }

    /// <summary>One tap on what has this role and name.</summary>
    internal Task TapAsync(AriaRole role, string name) => TapAsync(page.GetByRole(role, new() { Name = name }));

    /// <summary>One tap.</summary>
    internal async Task TapAsync(ILocator what)
    {
        await what.TapAsync();
        Taps++;
    }

    /// <summary>What a scanner that is a keyboard sends: the code as keys two milliseconds apart, and Enter. It goes to where the focus is.</summary>
    /// <remarks>The keys carry their own time, so that a machine that is busy does not make a slow typist of the scanner.</remarks>
    internal async Task ScanAsync(string code)
    {
        var keyboard = await page.Context.NewCDPSessionAsync(page);
        var at = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1_000.0;
        foreach (var (i, sign) in code.Index())
        {
            await PressAsync(sign.ToString(), sign.ToString(), sign, at + (i * 0.002));
        }

        await PressAsync("Enter", "\r", '\r', at + (code.Length * 0.002));
        await keyboard.DetachAsync();

        async Task PressAsync(string key, string text, char virtualKey, double time)
        {
            var down = new Dictionary<string, object> { ["type"] = "keyDown", ["key"] = key, ["text"] = text, ["windowsVirtualKeyCode"] = (int)virtualKey, ["timestamp"] = time };
            await keyboard.SendAsync("Input.dispatchKeyEvent", down);
            await keyboard.SendAsync("Input.dispatchKeyEvent", new Dictionary<string, object> { ["type"] = "keyUp", ["key"] = key, ["windowsVirtualKeyCode"] = (int)virtualKey, ["timestamp"] = time });
        }
    }
}
