using Cloud.Contracts;
using EdgeGateway.Core.Outbox;
using FsCheck;
using FsCheck.Fluent;
using static Core.Tests.Outbox.OutboxFixture;

namespace Core.Tests.Outbox;

public sealed class OutboxEpochTests
{
    [Fact]
    public async Task Open_Again_BeginsANewEpochAndNumbersGoOn()
    {
        await using var fixture = new OutboxFixture();
        OutboxPosition first;
        await using (var outbox = fixture.Open())
        {
            first = await outbox.AppendAsync(fixture.Ledger(), Token);
        }

        await using (var empty = fixture.Open())
        {
            Assert.Equal(1, empty.LastSeq);
        }

        await using var again = fixture.Open();
        var second = await again.AppendAsync(fixture.Ledger(), Token);
        Assert.Equal(2, second.Seq);
        Assert.NotEqual(first.Epoch, second.Epoch);
        Assert.Matches("^1-[0-9a-f]{8}$", first.Epoch);
        Assert.Matches("^3-[0-9a-f]{8}$", second.Epoch);
        Assert.Equal([(first.Epoch, 1L, 1L), (second.Epoch, 2L, 2L)], again.Epochs());
        Assert.Equal(second.Epoch, again.Epoch);
    }

    [Fact]
    public async Task Read_OverEpochs_NeverMixesThemAndSaysWhereTheOneBeforeEnded()
    {
        await using var fixture = new OutboxFixture();
        foreach (var count in (int[])[3, 0, 2])
        {
            await using var outbox = fixture.Open();
            for (var i = 0; i < count; i++)
            {
                await outbox.AppendAsync(fixture.Ledger(), Token);
            }
        }

        await using var last = fixture.Open();
        await last.AppendAsync(fixture.Ledger(), Token);
        var batches = ReadAll(last);
        var epochs = last.Epochs();
        Assert.Equal([(1L, 3L), (4L, 5L), (6L, 6L)], batches.Select(b => (b.First, b.Last)));
        Assert.Equal(epochs.Select(e => e.Epoch), batches.Select(b => b.Epoch));
        Assert.Equal([null, new EpochEnd(epochs[0].Epoch, 3), new EpochEnd(epochs[1].Epoch, 5)], batches.Select(b => b.After));
        Assert.Null(last.Read(1, 500, 1 << 20)!.After);
    }

    [Fact]
    public async Task Order_WithAClockIn1970ThatIsSetAndSteppedBack_IsThatOfTheAppends()
    {
        await using var fixture = new OutboxFixture();
        fixture.Clock.StepUtc(DateTimeOffset.UnixEpoch - fixture.Clock.GetUtcNow());
        foreach (var step in (TimeSpan[])[TimeSpan.FromDays(20_700), TimeSpan.FromHours(-1), TimeSpan.FromDays(-20_000)])
        {
            await using var outbox = fixture.Open();
            await outbox.AppendAsync(fixture.Ledger("before"), Token);
            fixture.Clock.StepUtc(step);
            await outbox.AppendAsync(fixture.Ledger("after"), Token);
        }

        await using var last = fixture.Open();
        var batches = ReadAll(last);
        Assert.Equal([1, 2, 3, 4, 5, 6], batches.SelectMany(b => b.Rows).Select(row => row.Seq));
        Assert.Equal([null, new EpochEnd(batches[0].Epoch, 2), new EpochEnd(batches[1].Epoch, 4)], batches.Select(b => b.After));
    }

    [Fact]
    public async Task Append_AfterAllWasTrimmedAndReopened_NeverGivesANumberAgain()
    {
        await using var fixture = new OutboxFixture();
        await using (var outbox = fixture.Open())
        {
            for (var i = 0; i < 10; i++)
            {
                await outbox.AppendAsync(fixture.Ledger(), Token);
            }

            outbox.ApplyCursor(outbox.Epoch, 10);
        }

        Assert.Equal(0, fixture.Sql("SELECT count(*) FROM event"));
        await using var again = fixture.Open();
        Assert.Equal(11, (await again.AppendAsync(fixture.Ledger(), Token)).Seq);
    }

    [Fact]
    public void Open_OfOlderCopies_NeverGivesAnIdTwice() => Prop.ForAll(
        Gen.Choose(0, 5).ListOf().ToArbitrary(),
        steps => GiveIdsAsync(steps).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(15).WithEndSize(8));

    /// <summary>0: keep a copy of the file; 1: put the copy back; others: append so many.</summary>
    private static async Task<bool> GiveIdsAsync(IEnumerable<int> steps)
    {
        await using var fixture = new OutboxFixture();
        var copy = fixture.Options.Path + ".copy";
        var given = new List<OutboxPosition>();
        foreach (var step in steps)
        {
            switch (step)
            {
                case 0 when File.Exists(fixture.Options.Path):
                    File.Copy(fixture.Options.Path, copy, overwrite: true);
                    break;
                case 1 when File.Exists(copy):
                    File.Copy(copy, fixture.Options.Path, overwrite: true);
                    break;
                default:
                    await using (var outbox = fixture.Open())
                    {
                        for (var i = 0; i < step; i++)
                        {
                            given.Add(await outbox.AppendAsync(fixture.Ledger(), Token));
                        }
                    }

                    break;
            }
        }

        return given.Count == given.Distinct().Count();
    }
}
