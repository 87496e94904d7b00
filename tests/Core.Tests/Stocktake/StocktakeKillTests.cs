using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using EdgeGateway.Core.Stocktake;
using Engine = EdgeGateway.Core.Stocktake.Stocktake;

namespace Core.Tests.Stocktake;

/// <summary>The gateway is killed at every step; what is on the disk then is opened again, and each line must have been told exactly once.</summary>
public sealed class StocktakeKillTests : IAsyncDisposable
{
    private const int Lines = 250;

    private readonly StocktakeFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Count_ThatWasAnswered_IsThereAfterAKillAtAnyMoment()
    {
        var engine = _fixture.Open();
        var id = engine.Start("Floor", "Ann", null).Session!.Id;
        for (var i = 1; i <= 12; i++)
        {
            var expected = (i % 5 == 0 ? engine.Undo(id) : i % 4 == 0 ? engine.Set(id, "SHELF", i, null, null) : engine.Count(id, StocktakeFixture.Ean, i, null)).Session!;
            await using var after = _fixture.Killed();
            var found = after.Open().Find(id)!;
            Assert.Equal((expected.Pieces, expected.Scans, expected.State), (found.Pieces, found.Scans, found.State));
            Assert.Equal(expected.Lines, found.Lines);
        }
    }

    /// <summary>Steps: before anything of a chunk is appended (even) and after it is, before the answer (odd); three chunks; the last is before the end is marked.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Close_KilledAtAnyStep_TellsEachLineExactlyOnce(int step)
    {
        var chunk = 0;
        StocktakeFixture? killed = null;
        var engine = _fixture.Open(async (events, cancellationToken) =>
        {
            await DieAtAsync(chunk * 2);
            await _fixture.KeepAsync(events, cancellationToken);
            await DieAtAsync((chunk * 2) + 1);
            chunk++;
        });
        var id = Fill(engine);
        await Assert.ThrowsAsync<KilledException>(() => engine.CloseAsync(id, Token));
        await using var after = killed!;
        var again = after.Open();
        Assert.Equal("closing", again.Find(id)!.State);
        Assert.Equal(RefusalKind.Conflict, again.Count(id, StocktakeFixture.Ean, null, null).Refusal!.Kind);

        await ResumeAsync(after, again, id);
        AssertToldOnce(after);

        async Task DieAtAsync(int here)
        {
            if (here == step)
            {
                killed = _fixture.Killed();
                await Task.Yield();
                throw new KilledException();
            }
        }
    }

    [Fact]
    public async Task Close_KilledBeforeItsFirstStepIsOnTheDisk_IsStillOpenAndNothingIsTold()
    {
        var engine = _fixture.Open();
        var id = Fill(engine);
        await using var after = _fixture.Killed();

        Assert.Equal("open", after.Open().Find(id)!.State);
        Assert.Empty(after.Told());
    }

    [Fact]
    public async Task Close_KilledAfterItsLastStep_TellsNothingAgain()
    {
        var engine = _fixture.Open();
        var id = Fill(engine);
        await engine.CloseAsync(id, Token);
        await using var after = _fixture.Killed();
        var again = after.Open();

        Assert.Equal("closed", (await again.CloseAsync(id, Token)).Session!.State);
        AssertToldOnce(after);
    }

    [Fact]
    public async Task Close_KilledTwice_StillTellsEachLineOnce()
    {
        var engine = _fixture.Open(async (events, cancellationToken) =>
        {
            await _fixture.KeepAsync(events, cancellationToken);
            throw new KilledException();
        });
        var id = Fill(engine);
        await Assert.ThrowsAsync<KilledException>(() => engine.CloseAsync(id, Token));
        await using var first = _fixture.Killed();
        var calls = 0;
        var second = first.Open(async (events, cancellationToken) =>
        {
            await first.KeepAsync(events, cancellationToken);
            if (++calls == 2)
            {
                throw new KilledException();
            }
        });
        await Assert.ThrowsAsync<KilledException>(() => second.CloseAsync(id, Token));
        await using var last = first.Killed();
        var third = last.Open();

        await ResumeAsync(last, third, id);
        AssertToldOnce(last);
    }

    [Fact]
    public async Task Close_WhileTheOutboxRefuses_IsKeptAndToldLaterByItself()
    {
        var refuses = true;
        var engine = _fixture.Open((events, cancellationToken) => refuses ? throw new OutboxFullException("the cap is reached") : _fixture.KeepAsync(events, cancellationToken));
        var id = Fill(engine);
        var answer = await engine.CloseAsync(id, Token);
        Assert.Equal((RefusalKind.Unavailable, "closing"), (answer.Refusal!.Kind, answer.Session!.State));
        Assert.Contains("the cap is reached", answer.Refusal.Message, StringComparison.Ordinal);
        Assert.Empty(_fixture.Told());

        refuses = false;
        await ResumeAsync(_fixture, engine, id);
        AssertToldOnce(_fixture);
    }

    private static string Fill(Engine engine)
    {
        var id = engine.Start("Floor", "Ann", null).Session!.Id;
        for (var i = 0; i < Lines; i++)
        {
            Assert.Null(engine.Set(id, $"ITEM-{i:0000}", i, null, null).Refusal);
        }

        return id;
    }

    /// <summary>What the service does after its start: it goes on with what was broken off.</summary>
    private static async Task ResumeAsync(StocktakeFixture fixture, Engine engine, string id)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = engine.RunAsync(stop.Token);
        while (engine.Find(id)!.State != "closed")
        {
            fixture.Outbox.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await stop.CancelAsync();
        await running;
    }

    private static void AssertToldOnce(StocktakeFixture fixture)
    {
        var told = fixture.Told();
        Assert.Equal(Enumerable.Range(0, Lines).Select(i => ($"ITEM-{i:0000}", (long)i)), told.Select(line => (line.Sku, line.Counted)).Order());
    }

    private sealed class KilledException : Exception;
}
