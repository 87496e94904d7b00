using Cloud.Contracts;
using Cloud.Mqtt;
using Cloud.Uplink;
using Tests.Shared;

namespace Cloud.Tests.Uplink;

/// <summary>What the uplink says of itself, and the moments from which it counts.</summary>
public sealed class UplinkMeasuresTests
{
    private const int Fault = 4006;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(UplinkTrim.Cursor)]
    [InlineData(UplinkTrim.Puback)]
    public async Task Batch_OnItsWayAndCommitted_IsCountedAndShown(UplinkTrim trim)
    {
        await using var box = new UplinkBox();
        box.Options.Trim = trim;
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address) { HoldAcknowledgements = true };
        await box.AppendAsync(2, Token);
        var connection = await box.StartAsync(Token);
        var header = (await connection.Batches.ReadAsync(Token)).Header;
        Assert.Equal((1, null, null), (box.Service.Status.InFlightBatches, box.Service.Status.LastCommittedAt, box.Service.RoundTrip));

        box.Clock.Advance(TimeSpan.FromSeconds(3));
        connection.Acknowledge(0);
        while (Read(box, "messaging.client.sent.messages") == 0)
        {
            await Task.Yield();
        }

        if (trim == UplinkTrim.Cursor)
        {
            connection.Cursor(header.Epoch, header.Last);
        }

        await box.UntilAsync(status => status.LastCommittedAt is not null, Token);
        Assert.Equal((0, box.Clock.GetUtcNow(), TimeSpan.FromSeconds(3)), (box.Service.Status.InFlightBatches, box.Service.Status.LastCommittedAt, box.Service.RoundTrip));
        Assert.Equal((1, 2), (Read(box, "edge_gateway.uplink.batches"), Read(box, "edge_gateway.uplink.events")));
        Assert.Equal(trim == UplinkTrim.Cursor ? 1 : 0, connection.Subscriptions);
    }

    [Fact]
    public async Task Silence_IsCountedFromTheLastCommit_AndEndsTheConnection()
    {
        await using var box = new UplinkBox();
        box.Options.BatchEvents = 1;
        await box.AppendAsync(5, Token);
        var connection = await box.StartCommittedAsync(Token);
        var epoch = (await connection.Batches.ReadAsync(Token)).Header.Epoch;
        await connection.Batches.ReadAsync(Token);
        box.Clock.Advance(TimeSpan.FromSeconds(10));
        connection.Cursor(epoch, 2);
        Assert.Equal(4, (await connection.Batches.ReadAsync(Token)).Header.First);

        box.Clock.Advance(TimeSpan.FromSeconds(14));
        connection.Cursor(epoch, 3);
        Assert.Equal(5, (await connection.Batches.ReadAsync(Token)).Header.First);
        Assert.Equal(0, Read(box, "edge_gateway.uplink.cursor_timeouts"));

        box.Clock.Advance(TimeSpan.FromSeconds(15));
        await box.UntilAsync(status => status.State == UplinkState.Offline, Token);
        Assert.Equal(("headquarters committed nothing for 15 s with 2 batches on their way", 1), (box.Service.Status.Reason, Read(box, "edge_gateway.uplink.cursor_timeouts")));
    }

    /// <summary>A window's worth on both sides may ask once each, and two more: beyond that nothing comes of sending again.</summary>
    [Fact]
    public async Task Replays_WithoutACommit_AreAnsweredTwiceAWindowAndTwice()
    {
        const int Most = (2 * 2) + 2;
        await using var box = new UplinkBox();
        await box.AppendAsync(4, Token);
        var connection = await box.StartAsync(Token);
        var first = (await connection.Batches.ReadAsync(Token)).Header;
        await AskAsync(after: 0);
        connection.Cursor(first.Epoch, first.Last);
        Assert.Equal(3, (await connection.Batches.ReadAsync(Token)).Header.First);
        await AskAsync(after: 2);

        connection.Cursor(first.Epoch, 2, replay: true);
        await box.UntilAsync(status => status.State == UplinkState.Offline, Token);
        Assert.Equal(($"headquarters asked {Most + 1} times for events again and committed none", (2 * Most) + 1), (box.Service.Status.Reason, Read(box, "edge_gateway.uplink.replays")));

        async Task AskAsync(long after)
        {
            for (var i = 0; i < Most; i++)
            {
                connection.Cursor(first.Epoch, after, replay: true);
                Assert.Equal(after + 1, (await connection.Batches.ReadAsync(Token)).Header.First);
            }
        }
    }

    [Theory]
    [InlineData(59_999, false, 8)]
    [InlineData(60_000, false, 1)]
    [InlineData(0, true, 1)]
    public async Task Pauses_BeginAnewAfterAConnectionThatStoodOrCarriedSomething(int stoodMilliseconds, bool committed, int pauseSeconds)
    {
        await using var box = new UplinkBox { Jitter = 1 };
        box.Connector.FailConnects(3);
        await box.AppendAsync(committed ? 1 : 0, Token);
        box.Start();
        foreach (var seconds in new[] { 1, 2, 4 })
        {
            await PausesForAsync(seconds);
        }

        var connection = await box.NextConnectionAsync(Token);
        if (committed)
        {
            var header = (await connection.Batches.ReadAsync(Token)).Header;
            connection.Cursor(header.Epoch, header.Last);
            await box.UntilAsync(status => status.LastCommittedAt is not null, Token);
        }

        box.Clock.Advance(TimeSpan.FromMilliseconds(stoodMilliseconds));
        connection.End("cut");
        await box.UntilAsync(status => status.State == UplinkState.Offline, Token);
        await PausesForAsync(pauseSeconds);
        await box.NextConnectionAsync(Token);
        Assert.Equal(4, Read(box, "edge_gateway.uplink.reconnects"));

        async Task PausesForAsync(int seconds)
        {
            await box.Clock.WhenArmedAsync(1, Token);
            Assert.Equal(TimeSpan.FromSeconds(seconds), box.Clock.UntilNext);
            box.Clock.Advance(TimeSpan.FromSeconds(seconds));
        }
    }

    [Fact]
    public async Task SinceTurn_CountsFromTheLastBeginningOrEndOfAConnection_AndIsZeroWhileThereIsOne()
    {
        await using var box = new UplinkBox { Jitter = 1 };
        var way = new TaskCompletionSource();
        box.Connector.FailConnects(1);
        box.Start();
        await box.Clock.WhenArmedAsync(1, Token);
        box.Connector.Way = way.Task;
        box.Clock.Advance(TimeSpan.FromSeconds(0.75));
        Assert.Equal(TimeSpan.FromSeconds(0.75), box.Service.SinceTurn);
        box.Clock.Advance(TimeSpan.FromSeconds(0.25));
        while (box.Connector.Attempts.Count < 2)
        {
            await Task.Yield();
        }

        box.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(5), box.Service.SinceTurn);
        way.SetResult();
        var connection = await box.NextConnectionAsync(Token);
        await box.UntilAsync(status => status.State == UplinkState.Online, Token);
        box.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(TimeSpan.Zero, box.Service.SinceTurn);
        connection.End("cut");
        await box.UntilAsync(status => status.State == UplinkState.Offline, Token);
        Assert.Equal(TimeSpan.Zero, box.Service.SinceTurn);
    }

    /// <summary>No time passes here: nothing but the event itself can wake the loop.</summary>
    [Fact]
    public async Task Events_OneAfterTheOther_AreEachSentAsTheyCome()
    {
        await using var box = new UplinkBox();
        await box.AppendAsync(1, Token);
        var connection = await box.StartCommittedAsync(Token);
        for (var i = 2; i < 6; i++)
        {
            await box.UntilAsync(status => status.InFlightBatches == 0, Token);
            await box.AppendAsync(1, Token);
            var header = (await connection.Batches.ReadAsync(Token)).Header;
            Assert.Equal(i, header.Last);
            connection.Cursor(header.Epoch, header.Last);
        }
    }

    [Fact]
    public async Task Linger_HoldsOneEventBack_AndNoFullBatch()
    {
        await using var box = new UplinkBox();
        box.Options.Linger = TimeSpan.FromSeconds(5);
        await box.AppendTogetherAsync(2, Token);
        var connection = await box.StartCommittedAsync(Token);
        await box.UntilAsync(status => status.InFlightBatches == 0, Token);
        await box.AppendTogetherAsync(2, Token);
        var header = (await connection.Batches.ReadAsync(Token)).Header;
        Assert.Equal(4, header.Last);
        connection.Cursor(header.Epoch, header.Last);
        await box.UntilAsync(status => status.InFlightBatches == 0, Token);
        await box.AppendAsync(1, Token);
        while (box.Clock.UntilNext != box.Options.Linger)
        {
            await Task.Yield();
        }

        Assert.False(connection.Batches.TryRead(out _));
        box.Clock.Advance(box.Options.Linger);
        Assert.Equal(5, (await connection.Batches.ReadAsync(Token)).Header.Last);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("unanswered")]
    public async Task Stop_WhoseGoodbyeIsNotHeard_IsNoFault(string farewell)
    {
        var log = new RecordedLog<UplinkService>();
        await using var box = new UplinkBox();
        box.Connector.Make = () => new FakeConnection(UplinkBox.Address)
        {
            Farewell = farewell == "refused" ? Task.FromException(new MqttException("not allowed")) : new TaskCompletionSource().Task,
        };
        box.Start(log);
        var connection = await box.NextConnectionAsync(Token);
        box.RequestStop();
        Assert.Equal(StateDocument.Offline, (await connection.States.ReadAsync(Token)).Status);
        while (!box.Running.IsCompleted)
        {
            box.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Yield();
        }

        Assert.Equal("stopped", box.Service.Status.Reason);
        Assert.DoesNotContain(log.Lines, line => line.Id == Fault);
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("folder")]
    public async Task Password_ThatCannotBeRead_IsAReasonAndNoFault(string kind)
    {
        var log = new RecordedLog<UplinkService>();
        await using var box = new UplinkBox();
        box.Options.UserName = "gw-1";
        box.Options.PasswordFile = kind == "folder" ? box.Folder : Path.Combine(box.Folder, "none");
        box.Start(log);
        await box.UntilAsync(status => status.State == UplinkState.Offline, Token);
        Assert.Contains(box.Folder, box.Service.Status.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, line => line.Id == Fault);
    }

    [Fact]
    public async Task Password_IsTheFileWithoutItsEndOfLine()
    {
        await using var box = new UplinkBox();
        box.Options.UserName = "gw-1";
        box.Options.PasswordFile = Path.Combine(box.Folder, "password");
        await File.WriteAllTextAsync(box.Options.PasswordFile, " of two words \r\n", Token);
        await box.StartAsync(Token);
        Assert.Equal(("gw-1", " of two words "), (box.Connector.Attempts[0].Options.UserName, box.Connector.Attempts[0].Options.Password));
    }

    [Fact]
    public void Status_IsToldOnceAChange()
    {
        var told = new List<UplinkStatus>();
        var clock = new ManualClock();
        var board = new StatusBoard(clock, told.Add);
        var begun = clock.GetUtcNow();
        Assert.Equal(new UplinkStatus(UplinkState.Connecting, begun, null, 0, null), board.Status);
        clock.Advance(TimeSpan.FromSeconds(1));
        board.Online();
        board.InFlight(3);
        board.InFlight(3);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(board.Offline("cut"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(board.Offline("cut"));
        Assert.True(board.Offline("refused"));
        Assert.Equal(
            [
                new(UplinkState.Online, begun.AddSeconds(1), null, 0, null), new(UplinkState.Online, begun.AddSeconds(1), null, 3, null),
                new(UplinkState.Offline, begun.AddSeconds(2), "cut", 0, null), new(UplinkState.Offline, begun.AddSeconds(2), "refused", 0, null),
            ],
            told);
    }

    private static long Read(UplinkBox box, string instrument) => box.Meters.Read(instrument);
}
