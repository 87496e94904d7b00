using System.Text;
using System.Text.Json;
using EdgeGateway.Core.Printing;
using Host.Tests.Console;

namespace Host.Tests.Verbs;

public sealed class PrintVerbTests : IAsyncLifetime
{
    private readonly ScriptedPrinter _till = new("till-1");
    private readonly TemporaryFolder _folder = new();
    private PrintingFixture _shop = null!;

    public async ValueTask InitializeAsync() => _shop = await PrintingFixture.StartAsync(true, (_till, null, "till"));

    public async ValueTask DisposeAsync()
    {
        await _shop.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("till-1")]
    [InlineData("role:till")]
    public async Task Print_SaysWhatBecameOfTheJobAsJson(string printer)
    {
        var (code, output, error) = await RunAsync(printer, Job());

        using var job = JsonDocument.Parse(output);
        Assert.Equal((0, "printed", "cli", ""), (code, job.RootElement.GetProperty("state").GetString(), job.RootElement.GetProperty("source").GetString(), error));
        Assert.Equal(["test-page"], _till.Came);
    }

    [Fact]
    public async Task Print_AskedAgainWithTheSameId_PrintsNothingMore()
    {
        var id = Guid.NewGuid().ToString();
        await RunAsync("till-1", Job(), "--id", id);
        Assert.Equal(0, (await RunAsync("till-1", Job(), "--id", id)).Code);

        Assert.Single(_till.Came);
    }

    [Fact]
    public async Task Print_WhoseOutcomeNobodyKnows_Exits1AndSaysWhereToAnswer()
    {
        _till.Outcome = PrintOutcome.Unknown;
        var (code, output, error) = await RunAsync("till-1", Job());

        Assert.Equal(1, code);
        Assert.Contains("\"unknown\"", output, StringComparison.Ordinal);
        Assert.Contains("/printing", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Print_WithAMistake_Exits1AndNamesIt()
    {
        Assert.Contains("printer: came \"till-9\"; expected one of till-1", (await RunAsync("till-9", Job())).Error, StringComparison.Ordinal);
        var (code, output, error) = await RunAsync("till-1", "{\"template\":\"receipt\"");
        Assert.Equal((1, ""), (code, output));
        Assert.Contains("not JSON", error, StringComparison.Ordinal);
        Assert.Equal(2, (await RunAsync("till-1", Job(), "--id", "17")).Code);
        Assert.Empty(_till.Came);
    }

    [Fact]
    public async Task Print_WhileNoGatewayRuns_Exits1AndSaysWhatToDo()
    {
        var (code, output, error) = await CommandRun.EndAsync(["print", "till-1", "-", "--url", "http://127.0.0.1:1"], Encoding.UTF8.GetBytes(Job()));

        Assert.Equal((1, ""), (code, output));
        Assert.Contains("no gateway answers at http://127.0.0.1:1/", error, StringComparison.Ordinal);
        Assert.Contains("edge-gateway run --config FILE", error, StringComparison.Ordinal);
    }

    private static string Job() => JsonSerializer.Serialize(new { template = "test-page", culture = "en", data = PrintingFixture.Sample("test-page") });

    private Task<(int Code, string Output, string Error)> RunAsync(string printer, string job, params string[] more) =>
        CommandRun.EndAsync(["print", printer, _folder.File("job.json", job), "--url", _shop.Console.Client.BaseAddress!.ToString(), .. more]);
}
