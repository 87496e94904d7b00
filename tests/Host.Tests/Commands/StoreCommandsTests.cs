using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Uplink;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Setup;
using EdgeGateway.Host.Commands;
using EdgeGateway.Host.Running;
using Host.Tests.Setup;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Tests.Shared;

namespace Host.Tests.Commands;

/// <summary>What headquarters can have a gateway and its devices do.</summary>
public sealed class StoreCommandsTests
{
    private readonly ManualClock _clock = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RestartDevice_ClosesTheLineAndIsDoneWhenItIsReadAgain()
    {
        await using var gateway = new SetupFixture();
        var thing = Thing.Ftdi("a", "A50285BI");
        var line = gateway.Plug("1", thing);
        await gateway.Setup.AssignAsync(SetupFixture.Continuous("scale-1", gateway.Machine.ById(thing)), Stop);
        await gateway.WhenAsync("scale-1", s => s.Weight is not null, () => line.Write(SetupFixture.Frame));

        var answer = new DeviceCommands(() => gateway.Devices, TimeProvider.System).RestartAsync(Call("""{"device":"scale-1"}"""), Stop).AsTask();
        await gateway.WhenAsync("scale-1", _ => answer.IsCompleted, () => line.Write(SetupFixture.Frame));

        Assert.Equal(CommandStatus.Done, (await answer).Status);
    }

    [Fact]
    public async Task Zero_ScaleThatIsNotThere_FailsInWords()
    {
        await using var gateway = new SetupFixture();
        await gateway.Setup.AssignAsync(new DeviceOptions { Id = "scale-1", Driver = "mt-sics", Port = "/dev/nothing-here" }, Stop);

        var answer = await new DeviceCommands(() => gateway.Devices, TimeProvider.System).Tell(DeviceCommandKind.Zero)(Call("""{"device":"scale-1"}"""), Stop);

        Assert.Equal((CommandStatus.Failed, "not connected"), (answer.Status, answer.Reason));
    }

    [Theory]
    [InlineData("""{"device":"scale-9"}""", "there is no device 'scale-9'; there are: line-1")]
    [InlineData("""{"device":""}""", "device is missing; expected a device's id")]
    [InlineData("{}", "device is missing; expected a device's id")]
    [InlineData("null", "the body is null; expected an object with device")]
    [InlineData("""{"device":"line-1","weight":3}""", "the body does not fit at $.weight; expected an object with device")]
    [InlineData("""{"device":"line-1"}""", "device 'line-1' (test) has no such command")]
    public async Task Zero_Wrong_IsRefusedInWords(string body, string reason)
    {
        var device = Line(DeviceKind.Scale);

        var answer = await new DeviceCommands(() => [device], _clock).Tell(DeviceCommandKind.Zero)(Call(body), Stop);

        Assert.Equal((CommandStatus.Refused, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Capture_OfAsManyBytesAsWereAskedFor_IsWhatWentOverTheLineFromThen()
    {
        var device = Line(DeviceKind.Scale);
        device.Trace.Record(ByteDirection.In, "before"u8);
        var capture = new CaptureCommand(() => [device], _clock).HandleAsync(Call("""{"device":"line-1","bytes":6}"""), Stop);

        device.Trace.Record(ByteDirection.Out, "S\r\n"u8);
        device.Trace.Record(ByteDirection.In, [0x53, 0x20, 0xFF]);

        var result = Body(await capture, GatewayCommandJson.Default.CaptureResult);
        Assert.Equal([("out", "530d0a", "S.."), ("in", "5320ff", "S .")], result.Pieces.Select(piece => (piece.Direction, piece.Hex, piece.Text)));
        Assert.Equal((6, false), (result.Bytes, result.Cut));
    }

    [Fact]
    public async Task Capture_TellsHowFarItIs_AndEndsWithItsTime()
    {
        var device = Line(DeviceKind.Scale);
        var told = Channel.CreateBounded<CommandProgress>(10);
        var capture = new CaptureCommand(() => [device], _clock).HandleAsync(
            Call("""{"device":"line-1","seconds":3}""") with { ProgressAsync = progress => told.Writer.WriteAsync(progress, Stop).AsTask() }, Stop);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new CommandProgress(1, 3, "s"), await told.Reader.ReadAsync(Stop));
        _clock.Advance(TimeSpan.FromSeconds(2));

        var answer = await capture;

        Assert.Equal(0, Body(answer, GatewayCommandJson.Default.CaptureResult).Bytes);
        Assert.StartsWith("nothing went over the line of 'line-1' in 3 s", answer.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Capture_OfMoreThanWasAskedFor_IsCutAtOnce()
    {
        var device = Line(DeviceKind.Scale);
        var capture = new CaptureCommand(() => [device], _clock).HandleAsync(Call("""{"device":"line-1","bytes":4}"""), Stop);

        device.Trace.Record(ByteDirection.In, "abcdef"u8);

        var result = Body(await capture, GatewayCommandJson.Default.CaptureResult);
        Assert.Equal(("abcd", 4, true), (Assert.Single(result.Pieces).Text, result.Bytes, result.Cut));
    }

    [Theory]
    [InlineData(DeviceKind.Camera, """{"device":"line-1"}""", "'line-1' is a camera; what a camera sees does not leave the store")]
    [InlineData(DeviceKind.Scale, """{"device":"line-1","seconds":61}""", "seconds is 61; expected 1 to 60")]
    [InlineData(DeviceKind.Scale, """{"device":"line-1","bytes":65537}""", "bytes is 65537; expected 1 to 65536")]
    [InlineData(DeviceKind.Scale, """{"device":"line-1","bytes":0}""", "bytes is 0; expected 1 to 65536")]
    public async Task Capture_NotAllowed_IsRefusedInWords(DeviceKind kind, string body, string reason)
    {
        var device = Line(kind);

        var answer = await new CaptureCommand(() => [device], _clock).HandleAsync(Call(body), Stop);

        Assert.Equal((CommandStatus.Refused, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Logs_AreTheLastOfTheirLevelAndSayWhatIsLeftOut()
    {
        using var ring = new LogRing(_clock);
        var logger = ring.CreateLogger("EdgeGateway.Core.Devices.DeviceSupervisor");
        var unplugged = new IOException("unplugged");
        foreach (var (level, said) in new[] { (LogLevel.Debug, "said Debug"), (LogLevel.Information, "said Information"), (LogLevel.Warning, "said Warning"), (LogLevel.Error, "said Error") })
        {
            logger.Log(level, 0, said, unplugged, static (state, _) => state);
        }

        var warnings = Body(await new LogsCommand(ring).HandleAsync(Call("""{"level":"warning"}"""), Stop), GatewayCommandJson.Default.LogsResult);
        var last = Body(await new LogsCommand(ring).HandleAsync(Call("""{"lines":1}"""), Stop), GatewayCommandJson.Default.LogsResult);

        Assert.Equal([("warning", "DeviceSupervisor"), ("error", "DeviceSupervisor")], warnings.Lines.Select(line => (line.Level, line.From)));
        Assert.StartsWith("said Warning System.IO.IOException: unplugged", warnings.Lines[0].Text, StringComparison.Ordinal);
        Assert.Equal((false, true, "error"), (warnings.Cut, last.Cut, Assert.Single(last.Lines).Level));
    }

    [Fact]
    public void Logs_WithoutEnd_AreBoundedInMemoryAndInTheAnswer()
    {
        using var ring = new LogRing(_clock);
        var logger = ring.CreateLogger("x");
        for (var i = 0; i < 300; i++)
        {
            logger.Log(LogLevel.Information, 0, i, null, static (number, _) => $"{number} {new string('x', 10_000)}");
        }

        var last = ring.Last(1000, LogLevel.Information);

        Assert.True(last.Cut);
        Assert.StartsWith("299 ", last.Lines[^1].Text, StringComparison.Ordinal);
        Assert.All(last.Lines, line => Assert.Equal(LogRing.LongestLine, line.Text.Length));
        Assert.InRange(last.Lines.Sum(line => line.Text.Length), LogsOrder.MostCharacters - LogRing.LongestLine - 100, LogsOrder.MostCharacters);
    }

    [Theory]
    [InlineData("""{"lines":1001}""", "lines is 1001; expected 1 to 1000")]
    [InlineData("""{"level":"debug"}""", "level is 'debug'; expected information, warning or error")]
    public async Task Logs_Wrong_AreRefusedInWords(string body, string reason)
    {
        using var ring = new LogRing(_clock);

        var answer = await new LogsCommand(ring).HandleAsync(Call(body), Stop);

        Assert.Equal((CommandStatus.Refused, reason), (answer.Status, answer.Reason));
    }

    [Fact]
    public async Task Restart_EndsTheServiceOnlyWhenItsAnswerIsOut()
    {
        var restart = new RestartCommand(isStartedAgain: true, NullLogger.Instance);

        var answer = await restart.HandleAsync(Call("{}"), Stop);
        Assert.Equal((CommandStatus.Done, false), (answer.Status, restart.Asked.IsCompleted));
        answer.Sent!();

        Assert.True(restart.Asked.IsCompleted);
    }

    [Fact]
    public async Task Restart_WhereNobodyStartsItAgain_IsRefused()
    {
        var restart = new RestartCommand(isStartedAgain: false, NullLogger.Instance);

        Assert.Equal(CommandStatus.Refused, (await restart.HandleAsync(Call("{}"), Stop)).Status);
    }

    private RunningDevice Line(DeviceKind kind) => new(
        new DeviceOptions { Id = "line-1", Driver = "test" },
        new DriverDescription("test", kind, "a line of the test's", _ => [], (_, _, _) => throw new InvalidOperationException("nobody opens it")),
        _clock)
    {
        Supervisor = null!,
    };

    private static CommandCall Call(string body) => new("x", "c-1", Encoding.UTF8.GetBytes(body), null);

    private static T Body<T>(CommandAnswer answer, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        Assert.Equal(CommandStatus.Done, answer.Status);
        return answer.Body!.Value.Deserialize(type)!;
    }
}
