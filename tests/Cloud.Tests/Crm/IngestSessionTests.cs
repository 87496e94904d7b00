using System.Threading.Channels;
using Cloud.Contracts;
using Cloud.Crm.Health;
using Cloud.Crm.Ingest;
using Cloud.Crm.Leases;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm;

/// <summary>What the ingest of one shard does with its connections and messages; the test is the broker, the clock, and who commits.</summary>
public sealed class IngestSessionTests : IAsyncLifetime
{
    private const int Failed = 5022;
    private const int Ended = 5023;
    private const int DropsNow = 5033;
    private const int Asked = 5035;

    private readonly SqliteTestDatabase _database = new();
    private readonly GatewayModel _gateway = new("store-1", "gw-1");
    private readonly GatewayModel _silent = new("store-2", NameInShardOf("gw-1"));
    private readonly HeldBroker _broker = new();
    private readonly TestMeters _meters = new();
    private readonly RecordedLog<IngestNode> _log = new();
    private readonly Channel<IngestTicket> _lane = Channel.CreateBounded<IngestTicket>(1);
    private readonly SemaphoreSlim _read = new(0);
    private readonly CancellationTokenSource _stop = new();
    private IngestFixture _ingest = null!;
    private Hearing _hearing = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private ManualClock Clock => _ingest.Clock;

    public async ValueTask InitializeAsync()
    {
        await _database.CreateAsync(Ct);
        _ingest = await IngestFixture.CreateAsync(_database.Open(), [_gateway, _silent], Ct);
        _hearing = new Hearing(Clock);
    }

    public async ValueTask DisposeAsync()
    {
        _stop.Dispose();
        _read.Dispose();
        _meters.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Connect_FailingAgainAndAgain_IsTriedAfterGrowingPauses_AndSaidOnce()
    {
        var running = Run();
        foreach (var pause in new[] { 125, 250, 500, 1_000, 2_000, 4_000, 7_500, 7_500 })
        {
            await PausesForAsync(pause);
        }

        Assert.Equal([Failed], _log.Lines.Select(l => l.Id));
        Assert.All(_broker.Asked, o => Assert.Equal(($"ingest-{_gateway.Address.Shard}", false, TimeSpan.FromDays(1)), (o.ClientId, o.CleanStart, o.SessionExpiry)));

        // A connection that stood begins the pauses, and what is said of them, anew.
        await CutAsync(await ConnectAsync(new HeldConnection()));
        _broker.Next = null;
        await PausesForAsync(125);
        await PausesForAsync(250);
        await EndAsync(running);
        Assert.Equal(2, _log.Lines.Count(l => l.Id == Failed));

        async Task PausesForAsync(int milliseconds)
        {
            await Clock.WhenArmedAsync(1, Ct);
            Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Clock.UntilNext);
            if (_broker.Next is null)
            {
                Clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            }
        }
    }

    [Fact]
    public async Task Connected_TellsEveryGatewayWhereItStands_AndAsksAgainAfterAStartOrALostSession()
    {
        await _ingest.ApplyAsync(_gateway.Batch("1-a", 1, 5));
        var running = Run();
        foreach (var (present, again) in new[] { (true, " again"), (true, ""), (false, " again"), (true, "") })
        {
            var connection = await ConnectAsync(new HeldConnection(present));
            Assert.Equal([$"gw-1 1-a 5{again}", $"{_silent.Name}  0"], new[] { await connection.CursorAsync(), await connection.CursorAsync() }.Order(StringComparer.Ordinal));
            await CutAsync(connection);
            _broker.Next = null;
        }

        await EndAsync(running);
    }

    [Fact]
    public async Task Cursors_AreReadWithTheGatewayTheyAreOf()
    {
        var read = await CursorQuery.ReadAsync(_ingest.Database, _gateway.Address.Shard, replay: true, Ct);
        Assert.Equal([_ingest.Fleet.Find("gw-1"), _ingest.Fleet.Find(_silent.Name)], read.Select(r => r.Gateway));
    }

    [Fact]
    public async Task Lease_NotHeldAnyMore_EndsBeforeAConnection()
    {
        var lease = _ingest.LeaseOf(_gateway);
        await Session(lease with { Token = lease.Token - 1 }).RunAsync(Ct);
        Assert.Empty(_broker.Asked);
    }

    [Fact]
    public async Task Lease_LostByACommitsWord_EndsAtOnce_AndNothingIsHeardAnyMore()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await connection.CursorAsync();
        Assert.Equal([_ingest.LeaseOf(_gateway)], _hearing.Leases());
        await SendAsync(connection, _gateway.Batch("1-a", 1, 5));
        var ticket = await TakeAsync();
        ticket.Deliver(ticket, new IngestOutcome(OutcomeKind.LeaseLost));
        await DrainAsync();
        await running.WaitAsync(Ct);

        Assert.Empty(_hearing.Leases());
        Assert.Contains("held by another node", _log.Lines.Single(l => l.Id == Ended).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Subscription_Refused_EndsTheConnection()
    {
        var running = Run();
        var refused = await ConnectAsync(new HeldConnection { Subscription = Task.FromException(new MqttException("not allowed")) });
        await DrainAsync();
        await refused.Disposed.WaitAsync(Ct);
        await EndAsync(running);
        Assert.Contains(_log.Lines, l => l.Id == Failed);
    }

    [Fact]
    public async Task Subscription_WithoutAnAnswer_DoesNotOutliveItsConnection()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection { Subscription = new TaskCompletionSource().Task });
        await CutAsync(connection);
        await EndAsync(running);
    }

    [Fact]
    public async Task Stop_CommitsAndAnswersWhatWasTaken()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        await SendAsync(connection, _gateway.Batch("1-a", 1, 5));
        var ticket = await TakeAsync();
        await _stop.CancelAsync();
        var barrier = await TakeAsync();

        // However long it has to end.
        for (var i = 0; i < 1_000; i++)
        {
            await Task.Yield();
            Assert.False(running.IsCompleted);
        }

        ticket.Deliver(ticket, new IngestOutcome(OutcomeKind.Applied, new CursorDocument("1-a", 5)));
        barrier.Deliver(barrier, new IngestOutcome(OutcomeKind.None));
        await running.WaitAsync(Ct);
        Assert.Equal("gw-1 1-a 5", connection.CursorNow());
    }

    [Fact]
    public async Task Stop_WithACommitThatDoesNotEnd_WaitsThreeSeconds()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        await _stop.CancelAsync();
        await TakeAsync();
        await Clock.WhenArmedAsync(1, Ct);
        Assert.Equal(TimeSpan.FromSeconds(3), Clock.UntilNext);
        Clock.Advance(TimeSpan.FromSeconds(3));
        await running.WaitAsync(Ct);
    }

    [Fact]
    public async Task Lane_Full_HoldsTheReadingForFiveSeconds_ThenDropsUntilThereIsRoom()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        await SendAsync(connection, _gateway.State("offline"));
        await SendAsync(connection, _gateway.Batch("1-a", 1, 1));
        await Clock.WhenArmedAsync(1, Ct);
        Assert.IsType<IncomingState>((await TakeAsync()).Message);
        await SendAsync(connection, _gateway.Batch("1-a", 2, 2));
        await Clock.WhenArmedAsync(1, Ct);
        Assert.Equal((0, TimeSpan.FromSeconds(5)), (Dropped(), Clock.UntilNext));

        Clock.Advance(TimeSpan.FromSeconds(5));
        await SendAsync(connection, _gateway.Batch("1-a", 3, 3));
        await FenceAsync(connection);
        Assert.Equal((2, 0), (Dropped(), Clock.ArmedTimers));

        Assert.Equal(1, FirstOf(await TakeAsync()));
        await SendAsync(connection, _gateway.Batch("1-a", 4, 4));
        await SendAsync(connection, _gateway.Batch("1-a", 5, 5));
        await Clock.WhenArmedAsync(1, Ct);
        Assert.Equal((2, TimeSpan.FromSeconds(5)), (Dropped(), Clock.UntilNext));
        Assert.Equal(4, FirstOf(await TakeAsync()));
        Assert.Equal(5, FirstOf(await TakeAsync()));
        await FenceAsync(connection);
        await EndAsync(running);
        Assert.Equal((2, 1), (Dropped(), _log.Lines.Count(l => l.Id == DropsNow)));

        static long FirstOf(IngestTicket ticket) => Assert.IsType<IncomingBatch>(ticket.Message).Header.First;
    }

    [Fact]
    public async Task Stop_WhileTheLaneIsFull_DropsNothing()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        await SendAsync(connection, _gateway.State("offline"));
        await SendAsync(connection, _gateway.State("online"));
        await Clock.WhenArmedAsync(1, Ct);
        await EndAsync(running);
        Assert.Equal((0, 0), (Dropped(), _log.Lines.Count(l => l.Id is DropsNow or Failed)));
    }

    [Fact]
    public async Task Heard_IsWhatAGatewaySaysOfItself_AndEverySignOfIt()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        Assert.Equal((null, null), Heard());
        await SendAsync(connection, _gateway.State("offline"));
        await FenceAsync(connection);
        Assert.Equal((false, null), Heard());
        await TakeAsync();
        await SendAsync(connection, _gateway.State("online"));
        await FenceAsync(connection);
        Assert.Equal((true, null), Heard());
        await TakeAsync();
        await SendAsync(connection, _gateway.Batch("1-a", 1, 1));
        await FenceAsync(connection);
        Assert.Equal((true, TimeSpan.Zero), Heard());
        Clock.Advance(TimeSpan.FromSeconds(30));
        await SendAsync(connection, _gateway.SignOfLife());
        await FenceAsync(connection);
        Assert.Equal((true, TimeSpan.Zero), Heard());
        await EndAsync(running);

        (bool? SaysOnline, TimeSpan? SinceSign) Heard() =>
            _hearing.Of(_ingest.LeaseOf(_gateway), _ingest.Fleet.Find("gw-1")!.Id, null) is { } heard ? (heard.SaysOnline, heard.SinceSign) : throw new InvalidOperationException("not listening");
    }

    /// <summary>Answers are offered before the subscription is answered, so that they wait together.</summary>
    [Theory]
    [InlineData("Hole 4 again, Seen 5", "4 again")]
    [InlineData("Hole 4 again, Applied 5", "5")]
    [InlineData("Hole 4 again, State 5", "4 again")]
    [InlineData("Seen 4, Seen 5", "5")]
    public async Task Answers_ThatWaitTogether_AreOneCursor_AndOnlyEventsOutdateARequest(string answers, string published)
    {
        var subscribed = new TaskCompletionSource();
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection { Subscription = subscribed.Task });
        foreach (var words in answers.Split(", ").Select(a => a.Split(' ')))
        {
            await AnswerAsync(connection, 6, Enum.Parse<OutcomeKind>(words[0]), long.Parse(words[1], System.Globalization.CultureInfo.InvariantCulture), words.Length > 2);
        }

        subscribed.SetResult();
        Assert.Contains($"gw-1 1-a {published}", new[] { await connection.CursorAsync(), await connection.CursorAsync() });
        await EndAsync(running);
    }

    [Fact]
    public async Task Hole_IsAskedForOnceASecond_OrAgainAtOnceWhereTheGatewayHasMovedOn()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        await AskAsync("asked");
        await AskAsync("left in peace");
        Clock.Advance(IngestSession.ReplayGuard - TimeSpan.FromTicks(1));
        await AskAsync("left in peace");
        Clock.Advance(TimeSpan.FromTicks(1));
        await AskAsync("asked");

        await AnswerAsync(connection, 6, OutcomeKind.Seen, 4, again: false);
        Assert.Equal("gw-1 1-a 4", await connection.CursorAsync());
        await AskAsync("left in peace");
        await AnswerAsync(connection, 6, OutcomeKind.Applied, 6, again: false);
        Assert.Equal("gw-1 1-a 6", await connection.CursorAsync());
        await AskAsync("asked");
        await EndAsync(running);
        Assert.Equal((TimeSpan.FromSeconds(1), 3), (IngestSession.ReplayGuard, _log.Lines.Count(l => l.Id == Asked)));

        async Task AskAsync(string expected)
        {
            await AnswerAsync(connection, 6, OutcomeKind.Hole, 4, again: true);

            // The cursor of another gateway comes behind it.
            await SendAsync(connection, _silent.State("online"));
            var state = await TakeAsync();
            state.Deliver(state, new IngestOutcome(OutcomeKind.State, new CursorDocument("2-b", 1)));
            var cursors = new List<string>();
            do
            {
                cursors.Add(await connection.CursorAsync());
            }
            while (!cursors[^1].StartsWith(_silent.Name, StringComparison.Ordinal));
            while (connection.CursorNow() is { } more)
            {
                cursors.Add(more);
            }

            Assert.Equal(expected == "asked", cursors.Contains("gw-1 1-a 4 again"));
        }
    }

    [Fact]
    public async Task Gateway_AskedThreeTimesForWhatItCannotSend_ComesWithThatWord()
    {
        var running = Run();
        var connection = await ConnectAsync(new HeldConnection());
        await SkipFirstAsync(connection);
        for (var i = 0; i < ReplayRequests.Patience; i++)
        {
            Assert.False((await AnswerAsync(connection, 6, OutcomeKind.Unresolved, 0, again: true)).CannotResend);
            Assert.Equal("gw-1 1-a 0 again", await connection.CursorAsync());
            Clock.Advance(IngestSession.ReplayGuard);
        }

        Assert.True((await AnswerAsync(connection, 6, OutcomeKind.Seen, 6, again: false)).CannotResend);
        Assert.False((await AnswerAsync(connection, 7, OutcomeKind.Seen, 6, again: false)).CannotResend);
        await EndAsync(running);
    }

    private static string NameInShardOf(string name) => Enumerable.Range(2, 10_000).Select(i => $"gw-{i}").First(n => Topics.ShardOf(n) == Topics.ShardOf(name));

    private IngestSession Session(ShardLease lease) => new(
        lease, _ingest.Database, new LeaseTable(_ingest.Database, "node-1", TimeSpan.FromSeconds(10), Clock), _broker,
        new MqttConnectOptions { Host = "broker", Port = 8883, ClientId = "" }, new BatchReader(Find), _lane.Writer, Clock, () => 0.5, new IngestMetrics(_meters), _log)
    {
        Hearing = _hearing,
    };

    private Task Run() => Task.Run(() => Session(_ingest.LeaseOf(_gateway)).RunAsync(_stop.Token), CancellationToken.None);

    private RegisteredGateway? Find(string name)
    {
        _read.Release();
        return _ingest.Fleet.Find(name);
    }

    private long Dropped() => _meters.Read("edge_gateway.ingest.dropped");

    /// <summary>Lets the next try succeed, after its pause where there is one.</summary>
    private async Task<HeldConnection> ConnectAsync(HeldConnection connection)
    {
        _broker.Next = connection;
        if (_broker.Asked.Count > 0)
        {
            await Clock.WhenArmedAsync(1, Ct);
            Clock.Advance(Clock.UntilNext!.Value);
        }

        return await _broker.ConnectedAsync();
    }

    /// <summary>The first cursors of a connection, which nobody asks about here.</summary>
    private static async Task SkipFirstAsync(HeldConnection connection)
    {
        await connection.CursorAsync();
        await connection.CursorAsync();
    }

    private async Task SendAsync(HeldConnection connection, MqttMessage message)
    {
        connection.Send(message);
        await _read.WaitAsync(Ct);
    }

    /// <summary>Waits until everything that was sent is handed in or dropped: a sign of life of another gateway comes behind it and goes nowhere.</summary>
    private Task FenceAsync(HeldConnection connection) => SendAsync(connection, _silent.SignOfLife());

    private ValueTask<IngestTicket> TakeAsync() => _lane.Reader.ReadAsync(Ct);

    /// <summary>Sends a batch, or the state, and answers it.</summary>
    private async Task<IngestTicket> AnswerAsync(HeldConnection connection, long first, OutcomeKind kind, long seq, bool again)
    {
        await SendAsync(connection, kind == OutcomeKind.State ? _gateway.State("online") : _gateway.Batch("1-a", first, first));
        var ticket = await TakeAsync();
        ticket.Deliver(ticket, new IngestOutcome(kind, new CursorDocument("1-a", seq, again)));
        return ticket;
    }

    /// <summary>Commits nothing of what is in the lane, up to the session's own last word.</summary>
    private async Task DrainAsync()
    {
        IngestTicket ticket;
        do
        {
            ticket = await TakeAsync();
            ticket.Deliver(ticket, new IngestOutcome(OutcomeKind.None));
        }
        while (ticket.Message is not IncomingBarrier);
    }

    private async Task CutAsync(HeldConnection connection)
    {
        connection.End("cut");
        await DrainAsync();
        await connection.Disposed.WaitAsync(Ct);
    }

    private async Task EndAsync(Task running)
    {
        await _stop.CancelAsync();

        // Nothing comes where no connection stood.
        _ = DrainAsync();
        await running.WaitAsync(Ct);
    }
}
