using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxCursorTests
{
    [Fact]
    public async Task ApplyCursor_EachKind_SaysWhatItMeant()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 5);
        }

        await using var outbox = fixture.Open();
        var old = outbox.Epochs()[0].Epoch;
        await AppendAsync(fixture, outbox, 5);

        Assert.Equal(CursorOutcome.Advanced, outbox.ApplyCursor(old, 3));
        Assert.Equal(CursorOutcome.Unchanged, outbox.ApplyCursor(old, 3));
        Assert.Equal(CursorOutcome.Behind, outbox.ApplyCursor(old, 2));
        Assert.Equal(3, outbox.CommittedSeq);
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor(old, 6));
        Assert.Equal(5, outbox.CommittedSeq);
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor("9-deadbeef", 7));
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor(outbox.Epoch, 11));
        Assert.Equal(5, outbox.CommittedSeq);
        Assert.Equal(CursorOutcome.Advanced, outbox.ApplyCursor(outbox.Epoch, 10));
        Assert.Equal(0, outbox.Snapshot().Depth);
        Assert.Null(outbox.Snapshot().OldestTime);
    }

    [Fact]
    public async Task ApplyCursor_WhileIdle_RowsLeaveWithoutAnAppend()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 5);
        outbox.ApplyCursor(outbox.Epoch, 4);
        Assert.Equal(1, outbox.Snapshot().Depth);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        // A request through the same queue, so that what the nudge did is done.
        Assert.Equal(4, await outbox.RewindAsync(outbox.Epoch, 4, Token));
        Assert.Equal(1, fixture.Sql("SELECT count(*) FROM event"));
    }

    [Fact]
    public async Task ApplyCursor_OfAnOlderCopy_TellsHeadquartersOnce()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor("7-0badcafe", 40));
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor("7-0badcafe", 41));
        await AppendAsync(fixture, outbox, 1);
        var gap = Assert.Single(Gaps(ReadAll(outbox)));
        Assert.Equal(new GapEvent("unknown", "7-0badcafe", 1, 40, 40, GapReason.Restored), gap);
        Assert.Single(fixture.Log.Lines, l => l.Id == 1009);
    }

    [Fact]
    public async Task Rewind_ToRowsStillHere_KeepsThemUntilCommittedAgain()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 10);
        outbox.ApplyCursor(outbox.Epoch, 8);
        Assert.Equal(2, await outbox.RewindAsync(outbox.Epoch, 2, Token));
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await AppendAsync(fixture, outbox, 1);
        var batch = outbox.Read(2, 500, 1 << 20)!;
        Assert.Empty(batch.Gaps);
        Assert.Equal((3, 11), (batch.First, batch.Last));
        Assert.Equal(CursorOutcome.Advanced, outbox.ApplyCursor(outbox.Epoch, 8));
    }

    [Fact]
    public async Task Rewind_ToTrimmedRows_NamesThemAsGapAndTellsOnceAnEpoch()
    {
        await using var fixture = new OutboxFixture();
        await using (var before = fixture.Open())
        {
            await AppendAsync(fixture, before, 6);
        }

        await using (var outbox = fixture.Open())
        {
            await AppendAsync(fixture, outbox, 4);
            outbox.ApplyCursor(outbox.Epoch, 8);
        }

        await using var again = fixture.Open();
        var epochs = again.Epochs();
        Assert.Equal(4, await again.RewindAsync(epochs[0].Epoch, 4, Token));
        Assert.Equal(4, await again.RewindAsync(epochs[0].Epoch, 4, Token));

        var batches = ReadAll(again, 4);
        Assert.Equal([(5L, 6L), (7L, 10L), (11L, 12L)], batches.Select(b => (b.First, b.Last)));
        Assert.Equal([new SeqRange(5, 6)], batches[0].Gaps);
        Assert.Empty(batches[0].Rows);
        Assert.Equal([new SeqRange(7, 8)], batches[1].Gaps);
        Assert.Equal(
            [
                new GapEvent("unknown", epochs[0].Epoch, 5, 6, 2, GapReason.Trimmed),
                new GapEvent("unknown", epochs[1].Epoch, 7, 8, 2, GapReason.Trimmed),
            ],
            Gaps(batches));
    }

    [Fact]
    public async Task Rewind_PastTheEventThatToldOfAnEarlierGap_TellsOfItAgain()
    {
        await using var fixture = new OutboxFixture();
        var (epoch, gap) = await DropAndCommitAllAsync(fixture, ledgerBetween: false);

        await using var outbox = fixture.Open();
        Assert.Equal(gap.Last, await outbox.RewindAsync(epoch, gap.Last, Token));
        Assert.Equal(gap.Last, await outbox.RewindAsync(epoch, gap.Last, Token));

        var first = outbox.Epochs()[^1].First;
        Assert.Equal(
            [gap, new GapEvent("unknown", epoch, gap.Last + 1, first - 1, first - 1 - gap.Last, GapReason.Trimmed)],
            Gaps(ReadAll(outbox, gap.Last)));
    }

    [Fact]
    public async Task Rewind_OverAGapThatIsStillToBeTold_TellsOfTheRowsBetweenWhatWasDropped()
    {
        await using var fixture = new OutboxFixture();
        var (epoch, gap) = await DropAndCommitAllAsync(fixture, ledgerBetween: true);
        Assert.True(gap.Count < gap.Last - gap.First + 1);

        await using var outbox = fixture.Open();
        await outbox.RewindAsync(epoch, gap.First - 1, Token);

        var lost = Gaps(ReadAll(outbox, gap.First - 1)).Where(g => g.Why == GapReason.Trimmed).ToList();
        Assert.All(Enumerable.Range(0, (int)(gap.Last - gap.First) + 1), i => Assert.Contains(lost, l => l.First <= gap.First + i && gap.First + i <= l.Last));
    }

    [Fact]
    public async Task Rewind_HeadquartersKnowsNothing_ReadsFromTheBeginning()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 3);
        Assert.Equal(0, await outbox.RewindAsync(null, 0, Token));
        Assert.Null(await outbox.RewindAsync("9-deadbeef", 3, Token));
        Assert.Null(await outbox.RewindAsync(outbox.Epoch, 4, Token));
    }

    [Fact]
    public async Task Read_Limits_CutTheBatchButGiveAtLeastOneEvent()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 10);
        var size = fixture.Ledger().Body.Length;
        Assert.Equal((1, 4), (outbox.Read(0, 4, 1 << 20)!.First, outbox.Read(0, 4, 1 << 20)!.Last));
        Assert.Equal((3, 5), (outbox.Read(2, 500, size * 3)!.First, outbox.Read(2, 500, size * 3)!.Last));
        Assert.Equal(3, outbox.Read(2, 500, 1)!.Last);
        Assert.Null(outbox.Read(10, 500, 1 << 20));
    }

    [Fact]
    public async Task ApplyCursor_AheadWhileIdle_IsToldWithoutAnAppend()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 3);
        Assert.Equal(CursorOutcome.Ahead, outbox.ApplyCursor(outbox.Epoch, 5));
        Assert.Equal(1, fixture.Clock.ArmedTimers);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await outbox.WaitForMoreAsync(3, Token);

        Assert.Equal([new GapEvent("unknown", outbox.Epoch, 4, 5, 2, GapReason.Restored)], Gaps(ReadAll(outbox)));
    }

    [Fact]
    public async Task Snapshot_SomeRowsGoneAndSomeOnTheirWayOut_CountsThoseThatWait()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 10);
        outbox.ApplyCursor(outbox.Epoch, 4);
        fixture.Clock.Advance(TimeSpan.FromSeconds(1));
        await outbox.WaitForTurnAsync(Token);
        outbox.ApplyCursor(outbox.Epoch, 6);

        Assert.Equal(6, fixture.Sql("SELECT count(*) FROM event"));
        Assert.Equal(4, outbox.Snapshot().Depth);
    }

    [Fact]
    public async Task WaitForMore_AfterANumberThatTheFileHasNotAnyMore_CompletesWhileSomethingWaits()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 3);
        Assert.True(outbox.WaitForMoreAsync(100, Token).IsCompletedSuccessfully);
        outbox.ApplyCursor(outbox.Epoch, 3);

        Assert.False(outbox.WaitForMoreAsync(100, Token).IsCompleted);
    }

    [Fact]
    public async Task WaitForMore_CompletesOnlyWhenSomethingIsDurable()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await AppendAsync(fixture, outbox, 1);
        Assert.True(outbox.WaitForMoreAsync(0, Token).IsCompletedSuccessfully);
        var more = outbox.WaitForMoreAsync(1, Token);
        Assert.False(more.IsCompleted);
        await AppendAsync(fixture, outbox, 1);
        await more;
        using var cancel = new CancellationTokenSource();
        var cancelled = outbox.WaitForMoreAsync(2, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
    }

    /// <summary>Fills a small outbox until telemetry is dropped, and lets headquarters commit: all, or (with ledger events between) all before the event that tells of it.</summary>
    private static async Task<(string Epoch, GapEvent Gap)> DropAndCommitAllAsync(OutboxFixture fixture, bool ledgerBetween)
    {
        fixture.Options.CapacityBytes = 1 << 20;
        fixture.Options.InFlightEvents = 10;
        await using var outbox = fixture.Open();
        for (var i = 0; outbox.Snapshot().Dropped == 0; i++)
        {
            await outbox.AppendAsync(ledgerBetween && i % 2 == 0 ? fixture.Ledger() : fixture.Telemetry(new string('x', 3000)), Token);
        }

        var rows = ReadAll(outbox).SelectMany(b => b.Rows).ToList();
        var told = rows.Single(r => Body(r).GetProperty("type").GetString() == EventTypes.BufferGap);
        outbox.ApplyCursor(outbox.Epoch, ledgerBetween ? told.Seq - 1 : outbox.LastSeq);
        return (outbox.Epoch, GapEvent.Of(Body(told)));
    }

    private static async Task AppendAsync(OutboxFixture fixture, EdgeGateway.Core.Outbox.Outbox outbox, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await outbox.AppendAsync(fixture.Ledger(), Token);
        }
    }
}
