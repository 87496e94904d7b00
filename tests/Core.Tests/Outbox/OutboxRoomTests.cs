using Cloud.Contracts;
using EdgeGateway.Core.Outbox;

namespace Core.Tests.Outbox;

/// <summary>What fits under the cap, and what is dropped for it.</summary>
public sealed class OutboxRoomTests : OutboxFileTest
{
    private const int MiB = 1 << 20;

    [Theory]
    [InlineData(1L * MiB, 1L * MiB - 65_536)]
    [InlineData(64L * MiB, 63L * MiB)]
    [InlineData(1024L * MiB, 1020L * MiB)]
    public void Limit_OfACap_LeavesRoomForTellingOfADrop(long cap, long limit)
    {
        var room = Room(cap);
        var free = limit - File.MeasureUsed();

        Assert.True(room.Fits(free));
        Assert.False(room.Fits(free + 1));
        File.Tally.UsedBytes = limit;
        Assert.True(room.Fits(free));
        Assert.Contains($"of at most {limit} (cap {cap})", room.Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, 0)]
    [InlineData(8, 8)]
    public void TryMake_FewTelemetryRows_DropsThemOnlyWhereThatIsMoreThanTellingOfItTakes(int rows, int dropped)
    {
        var room = Room(MiB);
        InsertTelemetry(rows, new string('x', 20_000));

        Assert.Equal(dropped > 0, room.TryMake(850_000, committed: 0));
        Assert.Equal(dropped, File.Tally.Dropped);
    }

    [Fact]
    public void TryMake_MoreThanADropFrees_IsNotTakenForRoom()
    {
        var room = Room(MiB);
        InsertTelemetry(20, new string('x', 1000));

        Assert.False(room.TryMake(MiB, committed: 0));
    }

    [Fact]
    public void TryMake_AcknowledgedRowsEnough_LetsThemGoAndDropsNothing()
    {
        var room = Room(MiB);
        InsertTelemetry(300, new string('x', 1000));

        Assert.True(room.TryMake(700_000, committed: 200));
        Assert.Equal((200, 0), (File.Tally.Trimmed, File.Tally.Dropped));
    }

    [Fact]
    public void TryMake_ByDropping_FreesAShareMoreAndNotMuchMoreThanThat()
    {
        const int cap = 64 * MiB;
        var room = Room(cap);
        InsertTelemetry(20_000);
        var used = File.MeasureUsed();
        var need = (63 * MiB) - used + 1;

        Assert.True(room.TryMake(need, committed: 0));

        // A 64th of the cap, to the next thousand rows.
        Assert.True(room.Fits(need + MiB));
        Assert.InRange(File.Tally.Dropped * used / 20_000, MiB, MiB + (1200 * used / 20_000));
    }

    [Fact]
    public void TryMake_DroppingOverAGapThatWasTold_TellsTwoRunsAndNeverANumberTwice()
    {
        var room = Room(MiB);
        InsertTelemetry(10, new string('x', 2000));
        InsertLedger(1);
        InsertTelemetry(10, new string('x', 2000));
        Damage("seq = 5");
        Assert.Equal(1, new OutboxGaps(File, Fixture.Stamp).TellDamage(new SeqRange(1, 21)));

        Assert.True(room.TryMake(MiB - 65_536 - 70_000, committed: 0));

        Assert.Equal(
            [new SeqRange(1, 4), new SeqRange(5, 5), new SeqRange(6, 21)],
            File.Rows.Explained(new SeqRange(1, 100)));
        File.Commit();
        Assert.Equal([4, 1, 15], [.. Enumerable.Range(1, 3).Select(i => Fixture.Sql($"SELECT count FROM gap ORDER BY first LIMIT 1 OFFSET {i - 1}"))]);
    }

    private OutboxRoom Room(long cap)
    {
        Options.CapacityBytes = cap;
        Options.InFlightEvents = 0;
        return new OutboxRoom(File, new OutboxGaps(File, Fixture.Stamp), Options);
    }
}
