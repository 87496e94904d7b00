using SystemTests.Support;

namespace SystemTests;

/// <summary>The checker itself, on books written by hand with one thing wrong in each.</summary>
public sealed class LedgerTests : IDisposable
{
    private const string Gap = """{"class":"telemetry","epoch":"1-aa","first":2,"last":3,"count":2,"why":"cap"}""";

    private readonly LedgerBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task Ledger_EverythingThereOnceInOrder_IsRight()
    {
        _books.Scan(1, 1);
        _books.Scan(1, 2);
        _books.Scan(2, 3);

        var ledger = await _books.CheckAsync(lastSeq: 3);

        Assert.True(ledger.IsHonest);
        Assert.Equal((3, 3), (ledger.Acknowledged, ledger.Committed));
    }

    [Fact]
    public async Task AcknowledgedEvent_NotAtHeadquarters_IsLost()
    {
        _books.Scan(1, 1);
        var lost = _books.Acknowledge(1, 2);
        _books.Commit(2, 2);

        Assert.Contains(lost.ToString(), Assert.Single((await _books.CheckAsync(lastSeq: 2)).Lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SequenceNumber_MissingWithoutAGap_IsLost()
    {
        _books.Commit(1, 1);
        _books.Commit(1, 4);

        Assert.Equal(2, (await _books.CheckAsync(lastSeq: 4)).Lost.Count);
    }

    [Fact]
    public async Task SequenceNumber_MissingAtTheEnd_IsLostOnceTheGatewayHasEnded()
    {
        _books.Commit(1, 1);

        Assert.Single((await _books.CheckAsync(lastSeq: 2)).Lost);
        Assert.Empty((await _books.CheckAsync(lastSeq: null)).Lost);
    }

    [Fact]
    public async Task SequenceNumbers_InAGapThatIsTold_AreNotLost()
    {
        _books.Commit(1, 1);
        _books.Commit(1, 4, type: "buffer.gap", body: Gap);

        var ledger = await _books.CheckAsync(lastSeq: 4);

        Assert.Empty(ledger.Lost);
        Assert.Equal((1, 2), (ledger.Gaps, ledger.GapEvents));
    }

    [Fact]
    public async Task AcknowledgedEvent_InAGapThatIsTold_IsToldAndNotRight()
    {
        _books.Commit(1, 1);
        _books.Acknowledge(1, 2);
        _books.Commit(1, 4, type: "buffer.gap", body: Gap);

        var ledger = await _books.CheckAsync(lastSeq: 4);

        Assert.Single(ledger.Told);
        Assert.True(ledger.IsHonest);
    }

    [Fact]
    public async Task EventCommittedTwice_OrCountedTwice_IsDoubled()
    {
        var id = _books.Acknowledge(1, 1);
        _books.Commit(1, 1, id);
        _books.Commit(2, 2, id);
        _books.Commit(2, 3, counted: 2);

        Assert.Equal(2, (await _books.CheckAsync(lastSeq: 3)).Doubled.Count);
    }

    [Fact]
    public async Task EventAcknowledgedAtTwoPlaces_IsDoubled()
    {
        var id = _books.Acknowledge(1, 1);
        _books.Acknowledge(2, 2, id);
        _books.Commit(1, 1, id);
        _books.Commit(2, 2);

        Assert.Single((await _books.CheckAsync(lastSeq: 2)).Doubled);
    }

    [Fact]
    public async Task EventsCommittedInAnotherOrder_AreOutOfOrder()
    {
        _books.Scan(1, 1);
        _books.Scan(1, 3);
        _books.Scan(1, 2);
        _books.Scan(2, 4);
        _books.Scan(1, 5);

        Assert.Equal(2, (await _books.CheckAsync(lastSeq: 5)).OutOfOrder.Count);
    }

    [Theory]
    [InlineData(new[] { -1, 1, -2 }, new[] { -1, 1, -2 }, false, true)]
    [InlineData(new[] { -1, 1, -2 }, new[] { -1, 1 }, false, false)]
    [InlineData(new[] { -1, 1, -2 }, new[] { -1, 1, -2, -2 }, false, false)]
    [InlineData(new[] { -1, 1, -2 }, new[] { -1, -1 }, false, false)]
    [InlineData(new[] { -1, 1, -2, -1 }, new[] { -1, -2 }, true, true)]
    [InlineData(new[] { -1, 1, -2, -1 }, new[] { -1, -3 }, true, false)]
    public async Task PiecesMovedOnAPlate_MustAddUp(int[] moved, int[] told, bool overARestart, bool isRight)
    {
        _books.Commit(1, 1, type: "device.online", device: "plate-1");
        for (var i = 0; i < moved.Length; i++)
        {
            _books.Move(moved[i], 10 + i);
        }

        for (var i = 0; i < told.Length; i++)
        {
            _books.Tell(2 + i, told[i], 10 + i, overARestart && i == told.Length - 1);
        }

        var ledger = await _books.CheckAsync(lastSeq: 1 + told.Length);
        Assert.Equal(isRight, ledger.IsHonest);
        Assert.Equal((moved.Length, told.Length), (ledger.Stock.Moved, ledger.Stock.Told));
    }

    [Fact]
    public async Task Loads_WeighedOnceEach_AreRight()
    {
        _books.Load("1.250", 1, 5);
        _books.Load("0.400", 6, 7);
        _books.Load("0.080", 9, 14);
        Weigh(1, "1.250");
        Weigh(2, "0.080");

        var ledger = await _books.CheckAsync(lastSeq: 2);

        Assert.Empty(ledger.WeighedWrong);
        Assert.Equal((2, 2), (ledger.Placed, ledger.Weighed));
    }

    [Fact]
    public async Task Loads_NotWeighedTwiceWeighedOrInvented_AreWrong()
    {
        _books.Load("1.250", 1, 5);
        _books.Load("0.400", 6, 10);
        Weigh(1, "0.400");
        Weigh(2, "0.400");

        Assert.Equal(2, (await _books.CheckAsync(lastSeq: 2)).WeighedWrong.Count);
    }

    [Fact]
    public async Task Loads_TakenOffBeforeTheGatewayReadTheScale_NeedNotBeWeighed()
    {
        _books.Load("1.250", 1, 5);
        _books.Load("0.400", 6, 10);
        _books.Load("0.750", 12, 16);
        _books.Commit(1, 1, type: "device.online", device: "scale-1", second: 9);
        _books.Commit(1, 2, type: "device.online", device: "scale-1", second: 15);
        Weigh(3, "0.750");

        var ledger = await _books.CheckAsync(lastSeq: 3);

        Assert.Empty(ledger.WeighedWrong);
        Assert.Equal((1, 1), (ledger.Placed, ledger.Weighed));
    }

    [Fact]
    public async Task Captures_HaveAnIdOfTheirOwn_AndAreStillTheScales()
    {
        _books.Load("1.250", 1, 5);
        _books.Commit(1, 1, Guid.NewGuid(), "goods.weighed", "scale-1", """{"net":"1.250","unit":"kg"}""");
        _books.Commit(1, 2, Guid.NewGuid(), "goods.weighed", "till-1", """{"net":"0.300","unit":"kg"}""");

        var ledger = await _books.CheckAsync(lastSeq: 2);

        Assert.Empty(ledger.WeighedWrong);
        Assert.Equal((1, 1), (ledger.Placed, ledger.Weighed));
    }

    [Fact]
    public async Task Receipts_OnPaperOnceAndToldOnce_AreRight()
    {
        _books.Print(1, _books.Ask("done"));
        _books.Print(2, _books.Ask("unknown"), "print.unknown");
        _books.Paper("a");

        var ledger = await _books.CheckAsync(lastSeq: 2);

        Assert.Empty(ledger.Prints.Wrong);
        Assert.Equal((2, 1), (ledger.Prints.Asked, ledger.Prints.Printed));
    }

    [Fact]
    public async Task Receipt_OnPaperTwice_IsWrong()
    {
        _books.Print(1, _books.Ask("done"));
        _books.Paper("a");
        _books.Paper("a");

        Assert.Contains("on paper 2 times", Assert.Single((await _books.CheckAsync(lastSeq: 1)).Prints.Wrong), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipts_AnsweredToldOrPrintedOtherwise_AreWrong()
    {
        _books.Print(1, _books.Ask("done"), "print.failed");
        _books.Ask("refused");
        _books.Paper("a");

        Assert.Equal(3, (await _books.CheckAsync(lastSeq: 1)).Prints.Wrong.Count);
    }

    [Fact]
    public async Task Members_AnnouncedOnceAVisit_AreRight()
    {
        _books.Come("person-1", 1, 6);
        _books.Announce(1, "m-1", 3);
        _books.Come("person-2", 8, 12);
        _books.Come("person-1", 30, 36);
        _books.Announce(2, "m-1", 33);
        _books.Come("person-1", 38, null);

        var ledger = await _books.CheckAsync(lastSeq: 2);

        Assert.Empty(ledger.Visits.Wrong);
        // The last one goes on: it is not asked for yet.
        Assert.Equal((1, 1), (ledger.Visits.Visits, ledger.Visits.Announced));
    }

    [Theory]
    [InlineData("m-1", 3, 4)]
    [InlineData("m-1", 20, 33)]
    [InlineData("m-2", 3, 33)]
    [InlineData("m-1", 3, 20)]
    public async Task Member_AnnouncedTwiceOrNotOrWhileAway_IsWrong(string member, int first, int second)
    {
        _books.Come("person-1", 1, 6);
        _books.Come("person-1", 30, 36);
        _books.Announce(1, member, first);
        _books.Announce(2, "m-1", second);

        Assert.NotEmpty((await _books.CheckAsync(lastSeq: 2)).Visits.Wrong);
    }

    private void Weigh(long seq, string net) =>
        _books.Commit(1, seq, type: "goods.weighed", device: "scale-1", body: $$"""{"scale":"scale-1","net":"{{net}}","unit":"kg"}""");
}
