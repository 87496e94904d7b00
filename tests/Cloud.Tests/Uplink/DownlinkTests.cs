using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Contracts.Commands;
using Cloud.Mqtt;
using Cloud.Uplink;
using Tests.Shared;

namespace Cloud.Tests.Uplink;

/// <summary>Commands and the desired configuration, over a connection whose other side is the test.</summary>
public sealed class DownlinkTests
{
    private static readonly string s_answers = UplinkBox.Address.Topic(Topics.Response) + "/hq-1";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Subscriptions_AreThoseThatSomebodyHandles()
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) with { Twin = Section(_ => []) } };

        var connection = await box.StartAsync(Token);

        Assert.Equal(
            [UplinkBox.Address.Topic(Topics.Cursor), UplinkBox.Address.Topic(Topics.Command) + "/+", UplinkBox.Address.Topic(Topics.Desired)], connection.Filters);
    }

    [Fact]
    public async Task Command_Known_IsAnsweredWithItsIdAndCorrelation()
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call("print", "c-1", """{"a":1}""") with { ExpirySeconds = 60 });
        var answer = await connection.Answers.ReadAsync(Token);

        Assert.Equal(s_answers, answer.Topic);
        Assert.Equal([7, 8], answer.CorrelationData.ToArray());
        var response = Response(answer);
        Assert.Equal(("c-1", "done"), (response.GetProperty("id").GetString(), response.GetProperty("status").GetString()));
        Assert.Equal(1, response.GetProperty("body").GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task Command_Expiring_TellsTheHandlerWhen()
    {
        DateTimeOffset? expires = null;
        await using var box = new UplinkBox
        {
            Handlers = Commands((call, _) =>
            {
                expires = call.ExpiresAt;
                return new(new CommandAnswer(CommandStatus.Done));
            }),
        };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call("print", "c-1", "") with { ExpirySeconds = 60 });
        await connection.Answers.ReadAsync(Token);

        Assert.Equal(box.Clock.GetUtcNow().AddSeconds(60), expires);
    }

    [Theory]
    [InlineData("paint", "c-1", "there is no command 'paint'; there are: print")]
    [InlineData("print", null, "the user property 'id' is missing or longer than 64 characters")]
    [InlineData("print", "", "the user property 'id' is missing or longer than 64 characters")]
    public async Task Command_Wrong_IsRefusedWithWhy(string name, string? id, string reason)
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call(name, id, "{}"));
        var response = Response(await connection.Answers.ReadAsync(Token));

        Assert.Equal(("refused", reason), (response.GetProperty("status").GetString(), response.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData(64, "done")]
    [InlineData(65, "refused")]
    public async Task CommandsId_HasAtMost64Characters(int length, string status)
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call("print", new string('c', length), "{}"));

        Assert.Equal(status, Response(await connection.Answers.ReadAsync(Token)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Command_WhoseHandlerThrows_IsAnsweredFailed()
    {
        await using var box = new UplinkBox { Handlers = Commands((_, _) => throw new InvalidOperationException("no paper")) };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call("print", "c-1", "{}"));
        var response = Response(await connection.Answers.ReadAsync(Token));

        Assert.Equal(("failed", "no paper"), (response.GetProperty("status").GetString(), response.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("1", new[] { "underway", "done" })]
    [InlineData("0", new[] { "done" })]
    [InlineData(null, new[] { "done" })]
    public async Task Progress_IsToldToWhoUnderstandsIt_AndTheAnswerIsOutBeforeItsSequel(string? understands, string[] statuses)
    {
        var sent = new TaskCompletionSource();
        await using var box = new UplinkBox
        {
            Handlers = Commands(async (call, _) =>
            {
                await call.ProgressAsync(new CommandProgress(3, 10, "s"));
                return new CommandAnswer(CommandStatus.Done) { Sent = sent.SetResult };
            }),
        };
        var connection = await box.StartAsync(Token);
        var call = Call("print", "c-1", "{}");

        connection.Receive(call with { UserProperties = [.. call.UserProperties, .. understands is null ? [] : new[] { new KeyValuePair<string, string>("progress", understands) }] });
        await sent.Task.WaitAsync(Token);

        foreach (var status in statuses)
        {
            Assert.True(connection.Answers.TryRead(out var answer));
            Assert.Equal(("c-1", status), (Response(answer).GetProperty("id").GetString(), Response(answer).GetProperty("status").GetString()));
        }

        Assert.False(connection.Answers.TryRead(out _));
    }

    [Theory]
    [InlineData("r/v1/0/store-2/gw-2/response/x")]
    [InlineData("somewhere")]
    [InlineData("r/v1/{0}/store-1/gw-1/response/+")]
    [InlineData("r/v1/{0}/store-1/gw-1/response/a#")]
    [InlineData(null)]
    public async Task ResponseTopic_NotOfThisGateway_GetsNothing(string? topic)
    {
        const int NotAnswered = 4009;
        var log = new RecordedLog<UplinkService>();
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        box.Start(log);
        var connection = await box.NextConnectionAsync(Token);

        connection.Receive(Call("print", "c-1", "{}") with { ResponseTopic = topic?.Replace("{0}", $"{UplinkBox.Address.Shard}", StringComparison.Ordinal) });
        while (log.Lines.All(line => line.Id != NotAnswered))
        {
            await Task.Yield();
        }

        Assert.False(connection.Answers.TryRead(out _));
    }

    [Fact]
    public async Task Command_Retained_IsNotCarriedOut()
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        var connection = await box.StartAsync(Token);

        connection.Receive(Call("print", "c-1", "{}") with { Retain = true });
        connection.Receive(Call("print", "c-2", "{}"));

        Assert.Equal("c-2", Response(await connection.Answers.ReadAsync(Token)).GetProperty("id").GetString());
    }

    [Fact]
    public async Task Commands_ThatHang_HoldUpNeitherEventsNorTheStop()
    {
        await using var box = new UplinkBox
        {
            Handlers = Commands(async (_, cancellationToken) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
                return new CommandAnswer(CommandStatus.Done);
            }),
        };
        var connection = await box.StartAsync(Token);
        for (var i = 0; i < 17; i++)
        {
            connection.Receive(Call("print", $"c-{i}", "{}"));
        }

        var busy = Response(await connection.Answers.ReadAsync(Token));
        await box.AppendAsync(1, Token);
        await connection.Batches.ReadAsync(Token);

        Assert.Equal(("c-16", "refused"), (busy.GetProperty("id").GetString(), busy.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Commands_ManyOneAfterTheOther_AreAllCarriedOut()
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) };
        var connection = await box.StartAsync(Token);
        for (var i = 0; i < 40; i++)
        {
            connection.Receive(Call("print", $"c-{i}", "{}"));
            Assert.Equal("done", Response(await connection.Answers.ReadAsync(Token)).GetProperty("status").GetString());
        }
    }

    [Fact]
    public async Task Stop_AsksCommandsToEnd_AndWaitsTwoSecondsForThem()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = new TaskCompletionSource();
        await using var box = new UplinkBox
        {
            Handlers = Commands(async (_, cancellationToken) =>
            {
                cancellationToken.Register(asked.SetResult);
                begun.SetResult();
                await held.Task;
                return new CommandAnswer(CommandStatus.Done);
            }),
        };
        var connection = await box.StartAsync(Token);
        connection.Receive(Call("print", "c-1", "{}"));
        await begun.Task.WaitAsync(Token);
        box.RequestStop();
        await asked.Task.WaitAsync(Token);
        while (box.Clock.UntilNext != TimeSpan.FromSeconds(2))
        {
            await Task.Yield();
        }

        Assert.False(box.Running.IsCompleted);
        box.Clock.Advance(TimeSpan.FromSeconds(2));
        await box.Running.WaitAsync(Token);
        held.SetResult();
    }

    [Fact]
    public async Task Trusted_IsInForceBeforeTheFirstConnection()
    {
        string? applied = null;
        await using var box = new UplinkBox();
        var kept = Path.Combine(box.Folder, "twin.json");
        Assert.Null(new TwinMemory(new TrustedTwin("p", new() { ["planogram"] = "7" }), null, null).Save(kept));
        box.Handlers = DownlinkHandlers.None with
        {
            Twin = Section(section =>
            {
                applied = section.GetRawText();
                return [];
            }),
            Trial = new TwinTrial(kept, () => []),
        };
        await box.StartAsync(Token);
        Assert.Equal("7", applied);
    }

    [Fact]
    public async Task Desired_Right_IsAppliedAndReported()
    {
        JsonElement? applied = null;
        await using var box = new UplinkBox
        {
            Handlers = Commands(Echo) with
            {
                Twin = Section(section =>
                {
                    applied = section.Clone();
                    return [];
                }),
            },
        };
        var connection = await box.StartAsync(Token);

        connection.Receive(Desired("""{"version":3,"config":{"planogram":{"plates":[]}}}"""));
        var reported = await connection.Answers.ReadAsync(Token);

        Assert.Equal("""{"plates":[]}""", applied?.GetRawText());
        Assert.Equal(UplinkBox.Address.Topic(Topics.Reported), reported.Topic);
        Assert.True(reported.Retain);
        Assert.Equal("""{"version":3,"status":"applied","errors":[]}""", Encoding.UTF8.GetString(reported.Payload.Span));
    }

    [Theory]
    [InlineData("""{"version":3,"config":{"planogram":1,"colour":2}}""", 3, "config.colour")]
    [InlineData("""{"version":3,"config":{"planogram":1,"planogram":2}}""", 3, "config.planogram")]
    [InlineData("""{"version":3,"config":{"planogram":1}}""", 3, "config.planogram.plates[0]")]
    [InlineData("""{"version":0,"config":{}}""", 0, "version")]
    [InlineData("""{"config":{}}""", 0, "version")]
    [InlineData("""{"version":"3","config":{}}""", 0, "version")]
    [InlineData("""{"version":3,"config":[]}""", 3, "config")]
    [InlineData("[", 0, "")]
    public async Task Desired_Wrong_IsRefusedWithWhere(string document, long version, string path)
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) with { Twin = Section(_ => [new TwinMistake("plates[0]", "wrong")]) } };
        var connection = await box.StartAsync(Token);

        connection.Receive(Desired(document));
        var reported = Response(await connection.Answers.ReadAsync(Token));

        Assert.Equal((version, "refused"), (reported.GetProperty("version").GetInt64(), reported.GetProperty("status").GetString()));
        Assert.Equal(path, Assert.Single(reported.GetProperty("errors").EnumerateArray()).GetProperty("path").GetString());
    }

    [Fact]
    public async Task Desired_WhoseSectionThrows_IsRefused()
    {
        await using var box = new UplinkBox { Handlers = Commands(Echo) with { Twin = Section(_ => throw new IOException("disk full")) } };
        var connection = await box.StartAsync(Token);

        connection.Receive(Desired("""{"version":3,"config":{"planogram":{}}}"""));
        var reported = Response(await connection.Answers.ReadAsync(Token));

        Assert.Contains("disk full", Assert.Single(reported.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Desired_UnderWhichADeviceIsLost_IsReportedAsAppliedAndThenAsRolledBack()
    {
        var works = new ConcurrentBag<string> { "device 'scale-1'" };
        await using var box = new UplinkBox();
        box.Handlers = Commands(Echo) with
        {
            Twin = Section(_ => []),
            Trial = new TwinTrial(Path.Combine(box.Folder, "twin.json"), () => [.. works]) { Grace = TimeSpan.FromSeconds(5) },
        };
        var connection = await box.StartAsync(Token);
        connection.Receive(Desired("""{"version":3,"config":{"planogram":{}}}"""));
        var applied = Response(await connection.Answers.ReadAsync(Token));
        works.Clear();

        var rolledBack = connection.Answers.ReadAsync(Token).AsTask();
        while (!rolledBack.IsCompleted)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var message = await rolledBack;
        Assert.Equal((3, "applied"), (applied.GetProperty("version").GetInt64(), applied.GetProperty("status").GetString()));
        Assert.Equal((UplinkBox.Address.Topic(Topics.Reported), true), (message.Topic, message.Retain));
        var said = Response(message);
        Assert.Equal((3, "rolled_back"), (said.GetProperty("version").GetInt64(), said.GetProperty("status").GetString()));
        Assert.Equal("what worked before it did not any more: device 'scale-1'", Assert.Single(said.GetProperty("errors").EnumerateArray()).GetProperty("message").GetString());
    }

    private static ValueTask<CommandAnswer> Echo(CommandCall call, CancellationToken cancellationToken) =>
        new(new CommandAnswer(CommandStatus.Done, JsonDocument.Parse(call.Body).RootElement.Clone()));

    private static DownlinkHandlers Commands(CommandHandler handler) =>
        DownlinkHandlers.None with { Commands = new Dictionary<string, CommandHandler> { ["print"] = handler } };

    private static Dictionary<string, TwinSection> Section(Func<JsonElement, IReadOnlyList<TwinMistake>> apply) =>
        new() { ["planogram"] = new TwinSection(_ => [], (section, _) => new(section is { } wanted ? apply(wanted) : []), () => null) };

    private static MqttMessage Call(string name, string? id, string body) => new()
    {
        Topic = $"{UplinkBox.Address.Topic(Topics.Command)}/{name}",
        Payload = Encoding.UTF8.GetBytes(body),
        ResponseTopic = s_answers,
        CorrelationData = new byte[] { 7, 8 },
        UserProperties = id is null ? [] : [new("id", id)],
    };

    private static MqttMessage Desired(string document) =>
        new() { Topic = UplinkBox.Address.Topic(Topics.Desired), Payload = Encoding.UTF8.GetBytes(document), Retain = true };

    private static JsonElement Response(MqttMessage message) => JsonDocument.Parse(message.Payload).RootElement;
}
