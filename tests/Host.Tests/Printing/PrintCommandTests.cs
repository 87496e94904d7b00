using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Uplink;
using EdgeGateway.Core.Printing;
using EdgeGateway.Host.Running;
using Host.Tests.Console;

namespace Host.Tests.Printing;

public sealed class PrintCommandTests : IAsyncLifetime
{
    private readonly ScriptedPrinter _till = new("till-1");
    private PrintingFixture _shop = null!;
    private PrintCommand _command = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _shop = await PrintingFixture.StartAsync(false, (_till, null, "till"));
        _command = new PrintCommand(_shop.Desk);
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Command_ThatComesTwice_PrintsOnceAndIsAnsweredTwice()
    {
        var id = Guid.NewGuid();
        var first = await CallAsync(id.ToString());
        var second = await CallAsync(id.ToString());

        Assert.Equal((CommandStatus.Done, CommandStatus.Done), (first.Status, second.Status));
        Assert.Equal((id, "printed", "mqtt"), (first.Body!.Value.GetProperty("id").GetGuid(), first.Body.Value.GetProperty("state").GetString(), first.Body.Value.GetProperty("source").GetString()));
        Assert.Single(_till.Came);
    }

    [Fact]
    public async Task Command_WhoseIdIsNoUuid_StillPrintsOnce()
    {
        await CallAsync("order/17");
        await CallAsync("order/17");

        Assert.Single(_till.Came);
    }

    [Fact]
    public async Task Command_WhoseOutcomeNobodyKnows_IsAnsweredUnknown()
    {
        _till.Outcome = PrintOutcome.Unknown;
        var answer = await CallAsync("a");

        Assert.Equal((CommandStatus.Unknown, "it says Unknown"), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Command_ThatCannotBePrintedInTime_IsAnsweredFailed()
    {
        _till.Unreachable = "cable out";
        var answer = await CallAsync("a", TimeProvider.System.GetUtcNow().AddSeconds(3));

        Assert.Equal(CommandStatus.Failed, answer.Status);
        Assert.Contains("expired while it waited for till-1: cable out", answer.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"template":"test-page"}""", CommandStatus.Refused, "printer: is missing")]
    [InlineData("""{"template":"nothing","printer":"till-1"}""", CommandStatus.Refused, "template: came \"nothing\"")]
    [InlineData("""{"templates":"test-page"}""", CommandStatus.Refused, "does not fit")]
    [InlineData("[]", CommandStatus.Refused, "does not fit")]
    [InlineData("null", CommandStatus.Refused, "expected an object")]
    [InlineData("", CommandStatus.Refused, "does not fit")]
    public async Task Command_WithAMistake_IsRefusedAndSaysWhich(string body, string status, string reason)
    {
        var answer = await _command.HandleAsync(new CommandCall("print", "a", Encoding.UTF8.GetBytes(body), null), Stop);

        Assert.Equal(status, answer.Status);
        Assert.Contains(reason, answer.Reason, StringComparison.Ordinal);
        Assert.Empty(_till.Came);
    }

    [Fact]
    public async Task Command_ThatComesTooLate_IsAnsweredExpired()
    {
        Assert.Equal(CommandStatus.Expired, (await CallAsync("a", TimeProvider.System.GetUtcNow().AddSeconds(-1))).Status);
        Assert.Empty(_till.Came);
    }

    private async Task<CommandAnswer> CallAsync(string id, DateTimeOffset? expires = null) => await _command.HandleAsync(
        new CommandCall("print", id, JsonSerializer.SerializeToUtf8Bytes(new { template = "test-page", data = PrintingFixture.Sample("test-page"), role = "till" }), expires), Stop);
}
