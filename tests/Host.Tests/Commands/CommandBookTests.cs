using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Host.Commands;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Commands;

public sealed class CommandBookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualClock _clock = new();
    private int _carriedOut;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SameId_WhileTheFirstIsUnderWay_IsCarriedOutOnceAndAnsweredTwice(bool changes)
    {
        var end = new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        var handler = Book().Once((_, _) => Counted(end.Task), changes);

        var first = handler(Call("c-1"), Stop).AsTask();
        var second = handler(Call("c-1"), Stop).AsTask();
        end.SetResult(new CommandAnswer(CommandStatus.Failed, Reason: "overload") { Sent = () => _carriedOut += 10 });

        Assert.Equal((CommandStatus.Failed, "overload"), ((await first).Status, (await first).Reason));
        Assert.Equal((CommandStatus.Failed, "overload"), ((await second).Status, (await second).Reason));
        Assert.Equal(1, _carriedOut);
        (await first).Sent!();
        Assert.Null((await second).Sent);
    }

    [Fact]
    public async Task SameId_WhileTheFirstIsUnderWay_HearsHowFarItIsToo()
    {
        var end = new TaskCompletionSource<CommandAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        CommandCall? carried = null;
        var heard = new List<string>();
        var handler = Book().Once(
            (call, _) =>
            {
                carried = call;
                return Counted(end.Task);
            },
            changes: true);
        var first = handler(Heard("first"), Stop).AsTask();
        var second = handler(Heard("second"), Stop).AsTask();

        await carried!.ProgressAsync(new CommandProgress(1, 2, "By"));
        end.SetResult(new CommandAnswer(CommandStatus.Done));
        await Task.WhenAll(first, second);

        Assert.Equal(["first", "second"], heard);

        CommandCall Heard(string who) => Call("c-1") with
        {
            ProgressAsync = _ =>
            {
                heard.Add(who);
                return Task.CompletedTask;
            },
        };
    }

    [Fact]
    public async Task SameId_AfterARestart_IsAnsweredFromTheDisk()
    {
        await Done(Book())(Call("c-1"), Stop);

        var again = await Done(Book())(Call("c-1"), Stop);

        Assert.Equal((CommandStatus.Done, 1), (again.Status, _carriedOut));
    }

    [Fact]
    public async Task Begun_WhenTheGatewayStopped_IsUnknownAfterwards()
    {
        using var stop = new CancellationTokenSource();
        var running = Book().Once(
            async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
                return new CommandAnswer(CommandStatus.Done);
            },
            changes: true)(Call("c-1"), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await running);

        var again = await Done(Book())(Call("c-1"), Stop);

        Assert.Equal((CommandStatus.Unknown, 0), (again.Status, _carriedOut));
        Assert.Contains("the gateway stopped before it ended", again.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zero", """{"device":"scale-2"}""")]
    [InlineData("tare", """{"device":"scale-1"}""")]
    public async Task SameId_OfAnotherCommand_IsRefusedAndNotCarriedOut(string name, string body)
    {
        var handler = Done(Book());
        await handler(Call("c-1"), Stop);

        var other = await handler(Call("c-1") with { Name = name, Body = Encoding.UTF8.GetBytes(body) }, Stop);

        Assert.Equal((CommandStatus.Refused, 1), (other.Status, _carriedOut));
    }

    [Fact]
    public async Task Command_ThatCameTooLate_IsNotTriedAndMayBeAskedForAnew()
    {
        var handler = Done(Book());

        var late = await handler(Call("c-1") with { ExpiresAt = _clock.GetUtcNow() }, Stop);
        var inTime = await handler(Call("c-1") with { ExpiresAt = _clock.GetUtcNow().AddSeconds(1) }, Stop);

        Assert.Equal((CommandStatus.Expired, CommandStatus.Done, 1), (late.Status, inTime.Status, _carriedOut));
        Assert.Contains("it was not tried", late.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_IsLookedAtAnew()
    {
        var answers = new Queue<string>([CommandStatus.Refused, CommandStatus.Done]);
        var handler = Book().Once((_, _) => new(new CommandAnswer(answers.Dequeue())), changes: true);

        await handler(Call("c-1"), Stop);

        Assert.Equal(CommandStatus.Done, (await handler(Call("c-1"), Stop)).Status);
    }

    [Fact]
    public async Task Command_WithADiskThatTakesNoNote_IsNotTried()
    {
        var book = new CommandBook(new CommandNotes(Path.Combine(_folder.Path, "gone"), NullLogger.Instance), _clock);

        var answer = await Done(book)(Call("c-1"), Stop);

        Assert.Equal((CommandStatus.Failed, 0), (answer.Status, _carriedOut));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[{}]")]
    [InlineData("[null]")]
    [InlineData("{\"id\"")]
    public async Task Notes_ThatCannotBeRead_StopNothing(string text)
    {
        _folder.File("commands.json", text);

        Assert.Equal(CommandStatus.Done, (await Done(Book())(Call("c-1"), Stop)).Status);
    }

    [Fact]
    public async Task Commands_WithoutEnd_AreNotAllKept()
    {
        var handler = Done(Book());
        for (var i = 0; i < 70; i++)
        {
            await handler(Call($"c-{i}"), Stop);
        }

        Assert.Equal(64, new CommandNotes(_folder.Path, NullLogger.Instance).Load().Count);
    }

    private CommandBook Book() => new(new CommandNotes(_folder.Path, NullLogger.Instance), _clock);

    private CommandHandler Done(CommandBook book) => book.Once((_, _) => Counted(Task.FromResult(new CommandAnswer(CommandStatus.Done))), changes: true);

    private ValueTask<CommandAnswer> Counted(Task<CommandAnswer> answer)
    {
        _carriedOut++;
        return new(answer);
    }

    private static CommandCall Call(string id) => new("zero", id, """{"device":"scale-1"}"""u8.ToArray(), null);
}
