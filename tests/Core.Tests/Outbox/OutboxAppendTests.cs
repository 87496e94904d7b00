using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxAppendTests
{
    [Fact]
    public async Task Append_Completed_IsSeenByAnotherConnection()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        for (var i = 1; i <= 20; i++)
        {
            var position = await outbox.AppendAsync(fixture.Ledger(), Token);
            Assert.Equal(i, fixture.Sql($"SELECT count(*) FROM event WHERE seq <= {position.Seq}"));
        }
    }

    [Fact]
    public async Task Append_WhileTheFileIsLocked_DoesNotComplete()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        using var database = EdgeGateway.Core.Outbox.Sqlite.SqliteDatabase.OpenWrite(fixture.Options.Path);
        database.Execute("BEGIN IMMEDIATE");
        var append = Task.Run(async () => await outbox.AppendAsync(fixture.Ledger(), Token), Token);

        Assert.Equal(0, outbox.LastSeq);
        Assert.False(append.IsCompleted);
        database.Execute("ROLLBACK");

        Assert.Equal(1, (await append).Seq);
    }

    [Fact]
    public async Task Append_ManyProducers_NumbersAreDenseAndEachProducersOrderHolds()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var perProducer = await Task.WhenAll(Enumerable.Range(0, 32).Select(p => Task.Run(async () =>
        {
            var seqs = new List<long>();
            for (var i = 0; i < 100; i++)
            {
                seqs.Add((await outbox.AppendAsync(fixture.Ledger($"{p}-{i}"), Token)).Seq);
            }

            return seqs;
        })));

        Assert.All(perProducer, seqs => Assert.Equal(seqs.Order(), seqs));
        Assert.Equal(Enumerable.Range(1, 3200).Select(i => (long)i), perProducer.SelectMany(s => s).Order());
        var stored = ReadAll(outbox).SelectMany(b => b.Rows).ToDictionary(r => r.Seq, TextOf);
        for (var p = 0; p < perProducer.Length; p++)
        {
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{p}-{i}"), perProducer[p].Select(seq => stored[seq]));
        }
    }

    [Fact]
    public async Task Append_WaitingTogether_ShareOneCommit()
    {
        await using var fixture = new OutboxFixture();
        fixture.Options.CommitWindow = TimeSpan.FromMilliseconds(100);
        await using var outbox = fixture.Open();
        var first = outbox.AppendAsync(fixture.Ledger(), Token).AsTask();
        await fixture.Clock.WhenArmedAsync(1, Token);
        var others = Enumerable.Range(0, 50).Select(_ => outbox.AppendAsync(fixture.Ledger(), Token).AsTask()).ToList();

        Assert.False(first.IsCompleted);
        Assert.Equal(0, fixture.Sql("SELECT count(*) FROM event"));
        fixture.Clock.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Equal(Enumerable.Range(1, 51).Select(i => (long)i), (await Task.WhenAll(others.Prepend(first))).Select(p => p.Seq));
    }

    [Fact]
    public async Task AppendArray_Accepted_NumbersRunInItsOrder()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var positions = await outbox.AppendAsync([fixture.Ledger("a"), fixture.Telemetry("b"), fixture.Ledger("c")], Token);

        Assert.Equal([1L, 2L, 3L], positions.Select(p => p.Seq));
        Assert.Equal(["a", "b", "c"], ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf));
        Assert.Empty(await outbox.AppendAsync([], Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(EventBody.MaxLength + 1)]
    public async Task Append_BodyOfImpossibleLength_Throws(int length)
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var entry = new OutboxEntry(EventClass.Ledger, fixture.Clock.GetUtcNow(), new byte[length]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await outbox.AppendAsync(entry, Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await outbox.AppendAsync([fixture.Ledger(), entry], Token));
        Assert.Equal(0, outbox.LastSeq);
    }

    [Fact]
    public async Task Append_LargestBody_IsReadBack()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var body = new byte[EventBody.MaxLength];
        new Random(1).NextBytes(body);
        await outbox.AppendAsync(new OutboxEntry(EventClass.Ledger, fixture.Clock.GetUtcNow(), body), Token);
        Assert.Equal(body, outbox.Read(0, 1, 1)!.Rows[0].Body.ToArray());
    }

    [Fact]
    public async Task Append_CancelledWhileWaiting_IsEitherAcceptedOrNotNeverBoth()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var accepted = new HashSet<string>();
        for (var i = 0; i < 300; i++)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var append = Task.Run(async () => await outbox.AppendAsync(fixture.Ledger($"{i}"), cancel.Token), Token);
            var stop = Task.Run(cancel.Cancel, Token);
            try
            {
                await append;
                accepted.Add($"{i}");
            }
            catch (OperationCanceledException)
            {
            }

            await stop;
        }

        await outbox.AppendAsync(fixture.Ledger("end"), Token);
        Assert.Equal(accepted.Append("end").Order(), ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf).Order());
    }

    [Fact]
    public async Task Append_CancelledInAFullQueue_IsNotAccepted()
    {
        await using var fixture = new OutboxFixture();
        fixture.Options.WaitingAppends = 1;
        fixture.Options.CommitEvents = 1;
        await using var outbox = fixture.Open();
        using var database = EdgeGateway.Core.Outbox.Sqlite.SqliteDatabase.OpenWrite(fixture.Options.Path);
        database.Execute("BEGIN IMMEDIATE");
        var waiting = Enumerable.Range(0, 4).Select(i => outbox.AppendAsync(fixture.Ledger($"{i}"), Token).AsTask()).ToList();
        using var cancel = new CancellationTokenSource();
        var cancelled = outbox.AppendAsync(fixture.Ledger("cancelled"), cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        database.Execute("ROLLBACK");
        await Task.WhenAll(waiting);
        Assert.DoesNotContain("cancelled", ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf));
    }

    [Fact]
    public async Task Work_WithdrawnWhileTheWriterIsHeldUp_IsAnsweredAtOnceAndNothingElseIs()
    {
        await using var fixture = new OutboxFixture();
        // A commit of one event each: the first is all that the writer has taken. With a window, so that it is the writer that commits.
        (fixture.Options.CommitEvents, fixture.Options.CommitWindow) = (1, TimeSpan.FromMilliseconds(100));
        await using var outbox = fixture.Open();
        using var database = EdgeGateway.Core.Outbox.Sqlite.SqliteDatabase.OpenWrite(fixture.Options.Path);
        database.Execute("BEGIN IMMEDIATE");
        var first = outbox.AppendAsync(fixture.Ledger("first"), Token).AsTask();
        using var cancel = new CancellationTokenSource();

        var turn = outbox.WaitForTurnAsync(Token).AsTask();
        Task[] withdrawn =
        [
            outbox.AppendAsync(fixture.Ledger("one"), cancel.Token).AsTask(), outbox.AppendAsync([fixture.Ledger("two")], cancel.Token).AsTask(),
            outbox.RewindAsync(null, 0, cancel.Token).AsTask(), outbox.WaitForTurnAsync(cancel.Token).AsTask(),
        ];
        await cancel.CancelAsync();
        foreach (var work in withdrawn)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => work);
        }

        Assert.False(first.IsCompleted);
        Assert.False(turn.IsCompleted);
        database.Execute("ROLLBACK");
        await first;
        await turn;
        Assert.Equal(["first"], ReadAll(outbox).SelectMany(b => b.Rows).Select(TextOf));
    }

    [Fact]
    public async Task AppendArray_WithdrawnBefore_IsNotAcceptedEvenIfItIsEmpty()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        var withdrawn = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await outbox.AppendAsync([], withdrawn));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await outbox.AppendAsync([fixture.Ledger()], withdrawn));
        Assert.Equal(0, outbox.LastSeq);
    }

    [Fact]
    public async Task Append_SmallestBody_IsTakenAndReadWithSoundLimitsOnly()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await outbox.AppendAsync(new OutboxEntry(EventClass.Ledger, fixture.Clock.GetUtcNow(), "{}"u8.ToArray()), Token);

        Assert.Equal(2, outbox.Read(0, 1, 1)!.Rows[0].Body.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => outbox.Read(-1, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => outbox.Read(0, 0, 1));
    }

    [Fact]
    public async Task Dispose_WithAppendsWaiting_WritesThemAll()
    {
        await using var fixture = new OutboxFixture();
        var outbox = fixture.Open();
        var appends = Enumerable.Range(0, 2000).Select(i => outbox.AppendAsync(fixture.Ledger($"{i}"), Token).AsTask()).ToList();
        await outbox.DisposeAsync();
        await outbox.DisposeAsync();
        await Task.WhenAll(appends);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await outbox.AppendAsync(fixture.Ledger(), Token));

        await using var again = fixture.Open();
        Assert.Equal(Enumerable.Range(0, 2000).Select(i => $"{i}"), ReadAll(again).SelectMany(b => b.Rows).Select(TextOf));
    }

    [Theory]
    [InlineData("1970-01-01T00:00:10Z", 0)]
    [InlineData("2026-11-21T08:00:00Z", -3600)]
    public async Task Append_ClockWrongOrSteppedBack_KeepsOrderAndSaysUnsynced(string start, int stepSeconds)
    {
        await using var fixture = new OutboxFixture();
        fixture.Clock.StepUtc(DateTimeOffset.Parse(start) - fixture.Clock.GetUtcNow());
        await using var outbox = fixture.Open();
        var synced = false;
        var stamp = new EdgeGateway.Core.Events.EventStamp("store-1", "gw-1", fixture.Clock, () => synced);
        for (var i = 0; i < 3; i++)
        {
            var draft = new EdgeGateway.Core.Events.EventDraft(EventTypes.ScanRead, null, fixture.Clock.GetUtcNow(), "{}"u8.ToArray());
            await outbox.AppendAsync(stamp.Stamp(draft), Token);
            fixture.Clock.StepUtc(TimeSpan.FromSeconds(stepSeconds));
        }

        var rows = ReadAll(outbox).SelectMany(b => b.Rows).ToList();
        Assert.Equal([1L, 2L, 3L], rows.Select(r => r.Seq));
        Assert.All(rows, r => Assert.Equal("unsynced", Body(r).GetProperty("clock").GetString()));
        Assert.Equal(DateTimeOffset.Parse(start), outbox.Snapshot().OldestTime);
    }

    [Fact]
    public async Task Turn_OfAWriterThatRests_IsAnsweredAndWritesNothing()
    {
        await using var fixture = new OutboxFixture();
        await using var outbox = fixture.Open();
        await outbox.AppendAsync(fixture.Ledger(), Token);
        var log = new FileInfo($"{fixture.Options.Path}-wal");
        var length = log.Length;

        for (var i = 0; i < 100; i++)
        {
            await outbox.WaitForTurnAsync(Token);
        }

        log.Refresh();
        Assert.Equal(length, log.Length);
    }
}
