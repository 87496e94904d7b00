using System.Net;
using EdgeGateway.Console;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;

namespace Host.Tests.Console;

/// <summary>The setup page in a browser, over a setup that remembers what was asked of it.</summary>
[Trait("needs", "browser")]
public sealed class SetupPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const int Desk = 1280;
    private const int Phone = 390;

    private static readonly DateTimeOffset s_time = new(2026, 11, 21, 10, 32, 0, TimeSpan.Zero);

    private readonly FakeSetup _setup = new();
    private readonly CancellationTokenSource _stop = new();
    private ConsoleFixture _console = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Url => new Uri(_console.Client.BaseAddress!, "/setup").AbsoluteUri;

    public async ValueTask InitializeAsync()
    {
        _console = await ConsoleFixture.StartAsync(c => new SetupEndpoints(_setup, 8, c.Time, _stop.Token).Routes, withToken: true, Stop, realTime: true);
        _setup.Drivers =
        [
            new("cas-22", DeviceKind.Scale, "CAS 22", [], [new("unit", ["kg", "g"], true)]),
            new("mt-sics", DeviceKind.Scale, "MT-SICS", [DeviceCommandKind.Zero, DeviceCommandKind.PresetTare], []),
        ];
        _setup.Change([Owned(), Found()], [new("scale-1", "Counter", "till 1", "mt-sics", "/dev/a", null, new Dictionary<string, string>(), false)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _console.DisposeAsync();
        _stop.Dispose();
    }

    [Theory]
    [InlineData("en", "Several fit")]
    [InlineData("zh-CN", "多种可能")]
    [InlineData("zh-TW", "多種可能")]
    public async Task InEveryLanguage_ShowsThePortsAndWhatTheyWereRecognisedAs(string language, string state)
    {
        await browser.OpenAsync(Url, language, Desk, Stop);

        await browser.UntilAsync($"document.querySelectorAll('.port').length === 2 && document.querySelector('.port').innerText.includes('{state}')", Stop);
        await browser.UntilAsync("document.querySelectorAll('.candidates li').length === 2 && document.querySelector('.candidates').innerText.includes('CAS 22')", Stop);
        await browser.UntilAsync("document.querySelector('#pages a[aria-current=page]').getAttribute('href') === '/setup'", Stop);
        var text = (await browser.UntilAsync("document.body.innerText", Stop)).GetValue<string>();

        Assert.DoesNotContain("setup.", text, StringComparison.Ordinal);
        Assert.Empty(browser.Mistakes);
    }

    [Fact]
    public async Task Candidate_Chosen_FillsTheForm_AndAMistakeStandsAtItsField()
    {
        await browser.OpenAsync($"{Url}#port=%2Fdev%2Fb", "en", Desk, Stop);

        await browser.DoAsync("document.querySelector('.candidates li:first-child button').click()", Stop);
        await browser.UntilAsync("document.activeElement.id === 'field-name' && document.getElementById('field-id').value === 'scale-2'", Stop);
        await browser.DoAsync("document.querySelector('#form [type=submit]').click()", Stop);
        await browser.UntilAsync("document.activeElement.id === 'field-profile.unit' && document.getElementById('error-profile.unit').textContent", Stop);
        Assert.Empty(_setup.Asked);

        _setup.Errors = [new("line", "\"x\" is not a line setting")];
        await browser.DoAsync("document.getElementById('field-profile.unit').value = 'kg', document.querySelector('#form [type=submit]').click()", Stop);
        await browser.UntilAsync("document.getElementById('error-line').textContent.includes('is not a line setting') && document.getElementById('field-line').getAttribute('aria-invalid') === 'true'", Stop);

        Assert.Equal(["assign scale-2|||cas-22|/dev/b|9600-8N1|unit=kg"], _setup.Asked);
        Assert.Empty(browser.Mistakes);
    }

    [Fact]
    public async Task Device_ShowsItsBytesAndTellsWhatBecameOfACommand()
    {
        _setup.Outcome = new CommandOutcome(false, "the scale says: in motion");
        await browser.OpenAsync($"{Url}#port=%2Fdev%2Fa", "en", Phone, Stop);

        await browser.UntilAsync("document.getElementById('frames-title') !== null", Stop);
        while (_setup.Watchers == 0)
        {
            await Task.Yield();
        }

        _setup.Pass(new DeviceBytes(s_time, ByteDirection.In, "S S 0.125 kg\r\n"u8.ToArray(), [new("mt_sics", "0.125", "kg", true, null, null, [])]));
        await browser.UntilAsync("document.getElementById('frames-rows').innerText.includes('53 20 53') && document.getElementById('frames-rows').innerText.includes('0.125 kg')", Stop);
        await browser.DoAsync("document.querySelector('.commands button').click()", Stop);
        await browser.UntilAsync("document.getElementById('outcomes').innerText.includes('in motion')", Stop);
        await browser.DoAsync("document.getElementById('value-preset_tare').value = '0,120', document.querySelector('.command [type=submit]').click()", Stop);
        await browser.UntilAsync("document.querySelectorAll('#outcomes li').length === 2", Stop);
        await browser.UntilAsync("document.documentElement.scrollWidth <= innerWidth", Stop);

        Assert.Equal(["scale-1 Zero", "scale-1 PresetTare 0.120"], _setup.Asked);
        Assert.Empty(browser.Mistakes);
    }

    [Fact]
    public async Task WithoutPermission_NothingCanBePressed_UntilTheTokenIsGiven()
    {
        _console.Peer = IPAddress.Parse("192.168.1.77");
        await browser.OpenAsync($"{Url}#port=%2Fdev%2Fa", "en", Phone, Stop);

        await browser.UntilAsync("!document.getElementById('permission').hidden && document.querySelector('.commands button').disabled", Stop);
        await browser.DoAsync("document.getElementById('token').value = 'not-the-token-of-it', document.querySelector('.token [type=submit]').click()", Stop);
        await browser.UntilAsync("document.getElementById('token-error').textContent", Stop);
        await browser.DoAsync($"document.getElementById('token').value = '{ConsoleFixture.Token}', document.querySelector('.token [type=submit]').click()", Stop);
        await browser.UntilAsync("!document.querySelector('.commands button').disabled", Stop);
        await browser.DoAsync("document.querySelector('.commands button').click()", Stop);
        await browser.UntilAsync("document.querySelectorAll('#outcomes .done').length === 1", Stop);

        Assert.Equal(["scale-1 Zero"], _setup.Asked);
        Assert.Empty(browser.Mistakes);
    }

    private static PluggedPort Owned() => new("/dev/a", "/dev/a", PortKind.Serial, null, null, null, null, [], PortAccess.Ok, null, "scale-1", null);

    private static PluggedPort Found() => new(
        "/dev/b",
        "/dev/b",
        PortKind.Serial,
        "1a86",
        "7523",
        null,
        null,
        [],
        PortAccess.Ok,
        null,
        null,
        new PortDetection(
            DetectionState.Ambiguous, null, null, [new("cas-22", "9600-8N1", "2 frames"), new("mt-sics", "9600-8N1", "2 frames")], [], [], "alike", TimeSpan.FromSeconds(4)));
}
