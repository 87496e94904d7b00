using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using FsCheck;
using FsCheck.Fluent;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxCapacityTests
{
    private static readonly string s_filler = new('x', 3000);

    [Fact]
    public async Task Append_AtTheCap_DropsOldestTelemetryAndTellsEachDropExactly()
    {
        await using var fixture = Small(inFlight: 10);
        await using var outbox = fixture.Open();
        for (var i = 0; i < 1200; i++)
        {
            await outbox.AppendAsync(i % 3 == 0 ? fixture.Ledger(s_filler[..500]) : fixture.Telemetry(s_filler[..1000]), Token);
        }

        var batches = ReadAll(outbox);
        AssertEveryNumberIsAccountedFor(batches, outbox, trimmed: 0);
        var gaps = Gaps(batches);
        Assert.NotEmpty(gaps);
        Assert.All(gaps, g => Assert.Equal(("telemetry", GapReason.Capacity), (g.Class, g.Why)));
        Assert.Equal(outbox.Snapshot().Dropped, gaps.Sum(g => g.Count));
        // A drop makes room for many appends: few gaps, not one an event.
        Assert.InRange(gaps.Count, 1, 200);
        Assert.Equal(400, batches.SelectMany(b => b.Rows).Count(r => r.Class == EventClass.Ledger) - gaps.Count);
        Assert.InRange(new FileInfo(fixture.Options.Path).Length, 1, fixture.Options.CapacityBytes);
    }

    [Fact]
    public async Task Append_AtTheCap_NeverDropsWhatMayBeInFlight()
    {
        await using var fixture = Small(inFlight: 100);
        await using var outbox = fixture.Open();
        for (var i = 0; i < 600; i++)
        {
            await outbox.AppendAsync(fixture.Telemetry(s_filler), Token);
        }

        Assert.True(outbox.Snapshot().Dropped > 0);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => (long)i), outbox.Read(0, 100, 1 << 20)!.Rows.Select(r => r.Seq));
    }

    [Fact]
    public async Task Append_FullAndOfAnOriginThatIsInside_IsAnsweredForItNeedsNoRoom()
    {
        await using var fixture = Small(inFlight: 0);
        await using var outbox = fixture.Open();
        var sale = fixture.Ledger(s_filler, Guid.Parse("0190b2f0-0000-7000-8000-000000000001"));
        var first = await outbox.AppendAsync(sale, Token);
        await Assert.ThrowsAsync<OutboxFullException>(async () =>
        {
            while (true)
            {
                await outbox.AppendAsync(fixture.Ledger(s_filler), Token);
            }
        });

        Assert.Equal(first, await outbox.AppendAsync(sale, Token));
    }

    [Fact]
    public async Task Append_OnlyLedgerLeft_RefusesBothClassesUntilHeadquartersTakesSome()
    {
        await using var fixture = Small(inFlight: 0);
        await using var outbox = fixture.Open();
        var kept = 0;
        OutboxFullException? full = null;
        while (full is null)
        {
            try
            {
                await outbox.AppendAsync(fixture.Ledger(s_filler), Token);
                kept++;
            }
            catch (OutboxFullException exception)
            {
                full = exception;
            }
        }

        Assert.Contains($"{kept} events", full.Message);
        await Assert.ThrowsAsync<OutboxFullException>(async () => await outbox.AppendAsync(fixture.Telemetry(s_filler), Token));
        await Assert.ThrowsAsync<OutboxFullException>(async () => await outbox.AppendAsync([fixture.Ledger(s_filler), fixture.Ledger(s_filler)], Token));
        Assert.Equal(kept, outbox.LastSeq);
        Assert.Contains("full", outbox.Snapshot().Refused);
        Assert.Single(fixture.Log.Lines, l => l.Id == 1003);

        outbox.ApplyCursor(outbox.Epoch, kept / 2);
        Assert.Equal(kept + 1, (await outbox.AppendAsync(fixture.Ledger(s_filler), Token)).Seq);
        Assert.Null(outbox.Snapshot().Refused);
        Assert.Single(fixture.Log.Lines, l => l.Id == 1004);
    }

    [Fact]
    public async Task Append_RepeatWhenFull_IsStillAnswered()
    {
        await using var fixture = Small(inFlight: 0);
        await using var outbox = fixture.Open();
        var id = Guid.NewGuid();
        var first = await outbox.AppendAsync(fixture.Ledger("first", id), Token);
        await Assert.ThrowsAsync<OutboxFullException>(async () =>
        {
            while (true)
            {
                await outbox.AppendAsync(fixture.Ledger(s_filler), Token);
            }
        });
        Assert.Equal(first, await outbox.AppendAsync(fixture.Ledger("first", id), Token));
    }

    [Fact]
    public async Task Append_DropOverEpochs_TellsOneGapAnEpoch()
    {
        await using var fixture = Small(inFlight: 0);
        for (var i = 0; i < 3; i++)
        {
            await using var before = fixture.Open();
            for (var j = 0; j < 5; j++)
            {
                await before.AppendAsync(fixture.Telemetry(s_filler), Token);
            }
        }

        await using var outbox = fixture.Open();
        while (outbox.Snapshot().Dropped == 0)
        {
            await outbox.AppendAsync(fixture.Ledger(s_filler), Token);
        }

        var gaps = Gaps(ReadAll(outbox));
        var epochs = outbox.Epochs();
        Assert.True(gaps.Count > 1);
        Assert.All(gaps, g => Assert.True(epochs.Single(e => e.Epoch == g.Epoch) is var (_, first, last) && g.First >= first && g.Last <= last));
        AssertEveryNumberIsAccountedFor(ReadAll(outbox), outbox, trimmed: 0);
    }

    /// <summary>Random appends of both classes and sizes, cursors and reopenings: the outbox never loses count of a number.</summary>
    [Fact]
    public void Outbox_AnyHistory_EveryNumberIsReadableTrimmedOrInOneGap() => Prop.ForAll(
        Gen.Choose(0, 99).Four().ListOf().ToArbitrary(),
        steps => RunAsync(steps).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(25).WithEndSize(60));

    private static async Task RunAsync(IEnumerable<(int, int, int, int)> steps)
    {
        await using var fixture = Small(inFlight: 20);
        var outbox = fixture.Open();
        var accepted = new Dictionary<long, EventClass>();
        var trimmed = 0L;
        try
        {
            foreach (var (what, count, size, share) in steps)
            {
                if (what < 5)
                {
                    await outbox.DisposeAsync();
                    outbox = fixture.Open();
                }
                else if (what < 25)
                {
                    var batch = outbox.Read(outbox.CommittedSeq, 1 + count, 1 << 20);
                    if (batch is not null)
                    {
                        outbox.ApplyCursor(batch.Epoch, batch.Last);
                        trimmed = Math.Max(trimmed, batch.Last);
                    }
                }
                else
                {
                    var text = s_filler[..(size * 30)];
                    var entries = Enumerable.Range(0, 1 + (count / 2)).Select(i => i % 100 < share ? fixture.Ledger(text) : fixture.Telemetry(text)).ToList();
                    try
                    {
                        var positions = await outbox.AppendAsync(entries, Token);
                        foreach (var (position, entry) in positions.Zip(entries))
                        {
                            accepted.Add(position.Seq, entry.Class);
                        }
                    }
                    catch (OutboxFullException)
                    {
                    }
                }
            }

            var batches = ReadAll(outbox, trimmed);
            AssertEveryNumberIsAccountedFor(batches, outbox, trimmed);
            var readable = batches.SelectMany(b => b.Rows).Select(r => r.Seq).ToHashSet();
            Assert.All(accepted.Where(a => a.Key > trimmed && a.Value == EventClass.Ledger), a => Assert.Contains(a.Key, readable));
            Assert.InRange(new FileInfo(fixture.Options.Path).Length, 1, fixture.Options.CapacityBytes);
            await outbox.DisposeAsync();
            Assert.Empty(OutboxInspection.Verify(fixture.Options.Path));
        }
        finally
        {
            await outbox.DisposeAsync();
        }
    }

    private static void AssertEveryNumberIsAccountedFor(List<OutboxBatch> batches, EdgeGateway.Core.Outbox.Outbox outbox, long trimmed)
    {
        var readable = batches.SelectMany(b => b.Rows).Select(r => r.Seq).ToHashSet();
        var named = batches.SelectMany(b => b.Gaps).SelectMany(g => Enumerable.Range(0, (int)g.Count).Select(i => g.First + i)).ToHashSet();
        Assert.Empty(readable.Intersect(named));
        Assert.Equal(outbox.LastSeq - trimmed, readable.Count + named.Count);
        // Gap events that were trimmed have told of numbers that were before them, so each number left is told by an event left.
        var gaps = Gaps(batches);
        foreach (var gap in gaps)
        {
            var dropped = named.Count(n => n >= gap.First && n <= gap.Last);
            Assert.True(dropped == gap.Count || gap.First <= trimmed, $"{gap} but {dropped} are missing");
        }

        Assert.All(named, n => Assert.Single(gaps, g => n >= g.First && n <= g.Last));
    }

    private static OutboxFixture Small(int inFlight)
    {
        var fixture = new OutboxFixture();
        fixture.Options.CapacityBytes = 1 << 20;
        fixture.Options.InFlightEvents = inFlight;
        return fixture;
    }
}
