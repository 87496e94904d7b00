using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

/// <summary>What the writer does by itself: try again, tell what it could not, let go, keep log and file small. A trigger in the file stands for a disk that refuses.</summary>
public sealed class OutboxWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan s_later = TimeSpan.FromSeconds(1);
    private readonly OutboxFixture _fixture = new();
    private EdgeGateway.Core.Outbox.Outbox _outbox = null!;

    public ValueTask InitializeAsync()
    {
        _outbox = _fixture.Open();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _outbox.DisposeAsync();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Append_ThatTheDiskRefuses_IsTriedAgainByItselfUntilItTakesWrites()
    {
        await AppendAsync(3);
        var (epoch, descriptors) = (_outbox.Epoch, _fixture.Held);
        Refuse("INSERT ON event");
        await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await _outbox.AppendAsync(_fixture.Ledger(), Token));
        Assert.Contains("no room here", _outbox.Snapshot().Refused, StringComparison.Ordinal);
        Assert.Equal(1, _fixture.Clock.ArmedTimers);

        Take();
        await LaterAsync();

        Assert.Null(_outbox.Snapshot().Refused);
        Assert.Single(_fixture.Log.Lines, l => l.Id == 1002);
        Assert.DoesNotContain(_fixture.Log.Lines, l => l.Id == 1011);
        var position = await _outbox.AppendAsync(_fixture.Ledger(), Token);
        Assert.Equal(4, position.Seq);
        Assert.NotEqual(epoch, position.Epoch);
        Assert.Equal(position.Epoch, (await _outbox.AppendAsync(_fixture.Ledger(), Token)).Epoch);
        Assert.Equal(descriptors, _fixture.Held);
    }

    [Fact]
    public async Task Turn_WhileTheDiskRefuses_IsNotTakenForADiskThatWorks()
    {
        await AppendAsync(1);
        Refuse("INSERT ON event", "UPDATE ON mark");
        await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await _outbox.AppendAsync(_fixture.Ledger(), Token));

        await _outbox.WaitForTurnAsync(Token);
        await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await _outbox.RewindAsync(null, 0, Token));
        Assert.NotNull(_outbox.Snapshot().Refused);
        Assert.DoesNotContain(_fixture.Log.Lines, l => l.Id == 1002);

        Take();
        await _outbox.WaitForTurnAsync(Token);
        Assert.Null(_outbox.Snapshot().Refused);
    }

    [Fact]
    public async Task Damage_ThatCouldNotBeTold_IsToldWhenTheDiskTakesWrites()
    {
        await AppendAsync(10);
        _fixture.Sql("UPDATE event SET crc = crc + 1 WHERE seq = 4");
        Refuse("INSERT ON event");
        var epoch = _outbox.Epoch;
        Assert.Equal([new SeqRange(4, 4)], _outbox.Read(0, 100, 1 << 20)!.Gaps);
        await LaterAsync();
        Assert.NotNull(_outbox.Snapshot().Refused);
        Take();
        await LaterAsync();

        Assert.Equal([new GapEvent("unknown", epoch, 4, 4, 1, GapReason.Damaged)], Gaps(ReadAll(_outbox)));
        await LaterAsync();
        Assert.Single(Gaps(ReadAll(_outbox)));
    }

    [Fact]
    public async Task CursorAhead_ThatCouldNotBeTold_IsToldOnceWhenTheDiskTakesWrites()
    {
        await AppendAsync(2);
        Refuse("INSERT ON event");
        var epoch = _outbox.Epoch;
        _outbox.ApplyCursor(epoch, 7);
        await LaterAsync();
        Assert.NotNull(_outbox.Snapshot().Refused);
        Take();
        await LaterAsync();
        await LaterAsync();

        Assert.Equal([new GapEvent("unknown", epoch, 3, 7, 5, GapReason.Restored)], Gaps(ReadAll(_outbox)));
    }

    [Fact]
    public async Task CursorAhead_JustBeforeTheEnd_IsToldAllTheSame()
    {
        await AppendAsync(2);
        var epoch = _outbox.Epoch;
        _outbox.ApplyCursor(epoch, 7);
        await _outbox.DisposeAsync();

        _outbox = _fixture.Open();
        Assert.Equal([new GapEvent("unknown", epoch, 3, 7, 5, GapReason.Restored)], Gaps(ReadAll(_outbox)));
    }

    [Fact]
    public async Task Reopening_WhereAnotherProgramHasTakenThePlace_RefusesWithItsReasonUntilItIsGone()
    {
        await AppendAsync(2);
        Refuse("INSERT ON event");
        await Assert.ThrowsAsync<OutboxUnavailableException>(async () => await _outbox.AppendAsync(_fixture.Ledger(), Token));
        Take();
        var aside = Path.Combine(_fixture.Folder, "aside.db");
        File.Move(_fixture.Options.Path, aside);
        await File.WriteAllTextAsync(_fixture.Options.Path, "not yours", Token);
        await LaterAsync();
        Assert.Contains("is not an outbox", _outbox.Snapshot().Refused, StringComparison.Ordinal);
        Assert.DoesNotContain(_fixture.Log.Lines, l => l.Id == 1011);

        File.Move(aside, _fixture.Options.Path, overwrite: true);
        await LaterAsync();
        Assert.Null(_outbox.Snapshot().Refused);
        Assert.Equal(3, (await _outbox.AppendAsync(_fixture.Ledger(), Token)).Seq);
    }

    [Fact]
    public async Task Log_OfManyCommits_IsCopiedIntoTheFileAndStaysSmall()
    {
        for (var i = 0; i < 3000; i++)
        {
            await _outbox.AppendAsync(_fixture.Ledger(new string('x', 3000)), Token);
        }

        await _outbox.WaitForTurnAsync(Token);
        Assert.InRange(new FileInfo(_fixture.Options.Path + "-wal").Length, 1L << 20, 6L << 20);
    }

    [Fact]
    public async Task File_ThatHeadquartersHasAllOf_GivesItsRoomBack()
    {
        for (var i = 0; i < 60; i++)
        {
            await _outbox.AppendAsync([.. Enumerable.Range(0, 100).Select(_ => _fixture.Ledger(new string('x', 1000)))], Token);
        }

        var pages = _fixture.Sql("PRAGMA page_count");
        _outbox.ApplyCursor(_outbox.Epoch, _outbox.LastSeq);
        await LaterAsync();
        await LaterAsync();

        Assert.Equal(0, _fixture.Sql("SELECT count(*) FROM event"));
        Assert.InRange(_fixture.Sql("PRAGMA page_count"), pages - 1030, pages - 1024);
    }

    [Fact]
    public async Task Rows_AcknowledgedAgainAndAgain_LeaveASecondAfterEach()
    {
        await AppendAsync(10);
        foreach (var seq in (int[])[3, 6, 8])
        {
            _outbox.ApplyCursor(_outbox.Epoch, seq);
            await LaterAsync();
            Assert.Equal(10 - seq, _fixture.Sql("SELECT count(*) FROM event"));
        }
    }

    [Fact]
    public async Task Full_WhenHeadquartersTakesSome_SaysSoWithoutAnAppend()
    {
        await _outbox.DisposeAsync();
        (_fixture.Options.CapacityBytes, _fixture.Options.InFlightEvents) = (1 << 20, 0);
        _outbox = _fixture.Open();
        await Assert.ThrowsAsync<OutboxFullException>(async () =>
        {
            while (true)
            {
                await _outbox.AppendAsync(_fixture.Ledger(new string('x', 3000)), Token);
            }
        });
        await LaterAsync();
        Assert.NotNull(_outbox.Snapshot().Refused);

        _outbox.ApplyCursor(_outbox.Epoch, 100);
        await LaterAsync();
        Assert.Null(_outbox.Snapshot().Refused);
        Assert.Single(_fixture.Log.Lines, l => l.Id == 1004);
    }

    private void Refuse(params string[] what)
    {
        for (var i = 0; i < what.Length; i++)
        {
            _fixture.Sql($"CREATE TRIGGER refused_{i} BEFORE {what[i]} BEGIN SELECT RAISE(ABORT, 'no room here'); END");
        }
    }

    private void Take()
    {
        _fixture.Sql("DROP TRIGGER IF EXISTS refused_0");
        _fixture.Sql("DROP TRIGGER IF EXISTS refused_1");
    }

    /// <summary>Lets the second pass after which the writer is woken, and waits until it has come round and tidied up.</summary>
    private async Task LaterAsync()
    {
        _fixture.Clock.Advance(s_later);
        await _outbox.WaitForTurnAsync(Token);
        await _outbox.WaitForTurnAsync(Token);
    }

    private async Task AppendAsync(int count) => await _outbox.AppendAsync([.. Enumerable.Range(0, count).Select(_ => _fixture.Ledger())], Token);
}
