using System.Net;
using System.Net.Http.Json;
using Cloud.Contracts.Joining;
using Drivers;
using EdgeGateway.Host.Configuration;
using EdgeGateway.Host.Joining;
using Host.Tests.Verbs;
using Tests.Shared;

namespace Host.Tests.Joining;

/// <summary>The first page of a box, over real HTTP.</summary>
public sealed class JoinConsoleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModelHeadquarters _headquarters = new(new ManualClock());
    private readonly HttpClient _client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Config => _folder.File("gateway.json", $$"""{ "dataFolder": "{{_folder.Path}}/data", "console": { "url": "http://127.0.0.1:0" } }""");

    public void Dispose()
    {
        _client.Dispose();
        _headquarters.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Page_GivenTheCode_JoinsAndLetsTheGatewayStart()
    {
        var file = Config;
        var options = GatewayConfiguration.Bare(file)!;
        var output = new LineWriter();
        JoinCode code = _headquarters.MakeCode();
        Task<int?> run = JoinConsole.RunAsync(
            options, _headquarters.Enrolling(options.DataFolder), new JoinFile(options.DataFolder, [], _headquarters.Enrolling(options.DataFolder)), TimeProvider.System, output, TextWriter.Null, Stop);
        var url = (await output.Lines.ReadAsync(Stop))["joining ".Length..];
        Assert.Contains("/join.js", await _client.GetStringAsync(new Uri(url), Stop), StringComparison.Ordinal);
        Assert.Equal("[\"/join\"]", await _client.GetStringAsync(new Uri($"{url}/pages.json"), Stop));
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(new Uri($"{url}/setup"), Stop)).StatusCode);

        Assert.Contains("\"code\"", await RefusalAsync(url, "ABCD", "https://headquarters.example"), StringComparison.Ordinal);
        Assert.Contains("\"headquarters\"", await RefusalAsync(url, code.ToString(), "ftp://headquarters.example"), StringComparison.Ordinal);
        Assert.Contains("the code is wrong", await RefusalAsync(url, _headquarters.MakeCode(), code), StringComparison.Ordinal);
        Assert.False(run.IsCompleted);
        using var answer = await PostAsync(url, _headquarters.Code.ToString(), "headquarters.example");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain(_headquarters.Code.ToString(), await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Null(await run);
        GatewayConfiguration loaded = GatewayConfiguration.Load(file, DriverCatalog.All);
        Assert.Equal(("store-7", "gw-7"), (loaded.Options?.Store, loaded.Options?.Gateway));
        Assert.False(loaded.WaitsToJoin);
    }

    [Fact]
    public async Task Page_WithAJoinFileThatFailsAtTheStart_TriesItAgainAndStarts()
    {
        GatewayOptions options = GatewayConfiguration.Bare(Config)!;
        var place = _folder.File("join", $$"""{"code":"{{_headquarters.MakeCode()}}","headquarters":"https://headquarters.example"}""");
        var file = new JoinFile(options.DataFolder, [place], _headquarters.Enrolling(options.DataFolder));
        var words = new StringWriter();
        _headquarters.Lost = 2;
        Assert.False(await file.UseAsync(words, Stop));
        Assert.Contains(place, file.Problem, StringComparison.Ordinal);
        var clock = new ManualClock();

        Task<int?> run = JoinConsole.RunAsync(options, _headquarters.Enrolling(options.DataFolder), file, clock, TextWriter.Null, words, Stop);
        while (!run.IsCompleted)
        {
            clock.Advance(JoinConsole.FilePace);
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Stop);
        }

        Assert.Null(await run);
        Assert.Null(file.Problem);
        Assert.False(File.Exists(place));
        Assert.Equal("gw-7", Identity.Read(Identity.FileIn(options.DataFolder), out _)?.Facts.Gateway);
        Assert.Equal(["failed", "joined"], words.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Contains("failed", StringComparison.Ordinal) ? "failed" : "joined"));
    }

    [Fact]
    public async Task Run_OfABoxThatNobodyHasJoined_ShowsThePageAndStopsWith0()
    {
        await using var run = CommandRun.Start("run", "--config", Config);
        var url = await run.LineAsync("joining ");

        Assert.Contains("\"code\"", await RefusalAsync(url, "", "https://headquarters.example"), StringComparison.Ordinal);
        Assert.Equal(0, await run.StopAsync());
    }

    [Theory]
    [InlineData("""{ "dataFolder": "FOLDER" }""", true)]
    [InlineData("""{ "dataFolder": "FOLDER", "store": "store-1" }""", false)]
    [InlineData("""{ "dataFolder": "FOLDER", "console": { "url": "ftp://here" } }""", false)]
    [InlineData("""{ "store": "", "gateway": "" }""", false)]
    public void WaitsToJoin_OnlyWhereNothingElseIsWrong(string text, bool waits)
    {
        var file = _folder.File("gateway.json", text.Replace("FOLDER", _folder.Path, StringComparison.Ordinal));
        Assert.Equal(waits, GatewayConfiguration.Load(file, DriverCatalog.All).WaitsToJoin);
    }

    [Theory]
    [InlineData("gateway.json")]
    [InlineData("gateway.example.json")]
    public async Task CheckConfig_OfAFileThatComesWithThePackage_SaysThatItWaitsForACode(string name)
    {
        _folder.File("intake.token", "0123456789abcdef0123456789abcdef");
        File.SetUnixFileMode(Path.Combine(_folder.Path, "intake.token"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var shipped = _folder.File("gateway.json", (await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "raspi", name), Stop))
            .Replace("/var/lib/edge-gateway", _folder.Path, StringComparison.Ordinal).Replace("/etc/edge-gateway", _folder.Path, StringComparison.Ordinal));

        var (exit, output, error) = await CommandRun.EndAsync(["check-config", shipped]);

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("\"waitsFor\"", output, StringComparison.Ordinal);
    }

    /// <summary>A code that was replaced by another since.</summary>
    private Task<string> RefusalAsync(string url, JoinCode now, JoinCode before) =>
        now.ToString() == before.ToString() ? throw new InvalidOperationException() : RefusalAsync(url, before.ToString(), "https://headquarters.example");

    private async Task<string> RefusalAsync(string url, string code, string headquarters)
    {
        using var answer = await PostAsync(url, code, headquarters);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Stop);
    }

    private Task<HttpResponseMessage> PostAsync(string url, string code, string headquarters) =>
        _client.PostAsJsonAsync(new Uri($"{url}/v1/join"), new { code, headquarters }, Stop);
}
