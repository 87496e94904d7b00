using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Core.Tests.Shelves.Live;

public sealed class ShelfKillTests
{
    private const double Unit = 330.5;

    [Fact]
    public async Task WhatChangesWhileTheGatewayIsOff_IsToldOnStart()
    {
        using var store = new ShelfFixture();
        var plate = new ScriptedPlate { Load = 8 * Unit };
        store.Open(ShelfFixture.Planogram()).Play(plate.Rest(5));
        store.KillAndOpen();
        plate.Load -= 3 * Unit;
        store.Play(plate.Gap(600).Rest(5).Move(-Unit).Rest(4));
        await store.DeliverAsync();

        var told = store.Data.ToList();
        Assert.Equal([("stock.item.taken", 3), ("stock.item.taken", 1)], told.Select(one => (one.Type, one.Data.GetProperty("count").GetInt32())));
        Assert.True(told[0].Data.GetProperty("at_start").GetBoolean());
        Assert.False(told[1].Data.TryGetProperty("at_start", out _));
        Assert.Equal(4, store.Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task KilledAnywhere_NoPieceIsLostOrToldTwice(int seed)
    {
        var random = new Random(seed);
        using var store = new ShelfFixture();
        var (plate, count) = (new ScriptedPlate(seed) { Load = 8 * Unit }, 8);
        store.Open(ShelfFixture.Planogram(low: 2));
        plate.Rest(4);
        for (var i = 0; i < 40; i++)
        {
            var pieces = count == 0 ? 5 : random.NextDouble() < 0.7 || count > 10 ? -1 : 1;
            count += pieces;
            plate.Move(pieces * Unit).Rest(2.5 + random.NextDouble());
        }

        var kills = 0;
        while (store.PlayOne(plate))
        {
            if (random.NextDouble() < 0.02)
            {
                // The outbox may have got the events or not.
                if (random.NextDouble() < 0.5)
                {
                    await store.DeliverAsync();
                }

                store.KillAndOpen();
                kills++;
            }
        }

        await store.DeliverAsync();
        Assert.InRange(kills, 10, 60);
        Assert.DoesNotContain(store.Told, draft => draft.Type is "stock.plate.ambiguous");
        var told = store.Data.Where(one => one.Type is "stock.item.taken" or "stock.item.returned")
            .Sum(one => (one.Type == "stock.item.taken" ? -1 : 1) * one.Data.GetProperty("count").GetInt32());
        Assert.Equal((count - 8, count), (told, store.Count()!.Value));
        var levels = store.Told.Where(draft => draft.Type.StartsWith("stock.level.", StringComparison.Ordinal)).Select(draft => draft.Type).ToList();
        Assert.Equal(levels.Select((_, i) => i % 2 == 0 ? "stock.level.low" : "stock.level.restored"), levels);
    }

    [Fact]
    public async Task EventsThatTheOutboxRefuses_AreToldOnceWhenItTakesThem_AlsoAfterAKill()
    {
        using var store = new ShelfFixture();
        var plate = new ScriptedPlate { Load = 8 * Unit };
        store.Open(ShelfFixture.Planogram()).Play(plate.Rest(5).Move(-Unit).Rest(4));
        store.Refuses = true;
        await store.DeliverAsync();
        Assert.Empty(store.Told);
        store.KillAndOpen();
        store.Play(plate.Rest(3).Move(-Unit).Rest(3));
        store.Refuses = false;
        await store.DeliverAsync();
        store.KillAndOpen();
        await store.DeliverAsync();

        Assert.Equal(["stock.item.taken", "stock.item.taken"], store.Told.Select(draft => draft.Type));
    }

    [Fact]
    public async Task Refused_IsTriedAgainByItself()
    {
        using var store = new ShelfFixture();
        var plate = new ScriptedPlate { Load = 8 * Unit };
        store.Open(ShelfFixture.Planogram()).Play(plate.Rest(5).Move(-Unit).Rest(4));
        store.Refuses = true;
        using var stop = new CancellationTokenSource();
        var running = store.Shelves.RunAsync(stop.Token);
        await store.Clock.WhenArmedAsync(1, TestContext.Current.CancellationToken);
        store.Refuses = false;
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        await stop.CancelAsync();
        await running;

        Assert.Single(store.Told);
    }

    [Fact]
    public async Task DamagedFile_IsPutAside_AndNobodyKnowsTheCountsUntilTheyAreCounted()
    {
        using var store = new ShelfFixture { File = null };
        File.WriteAllText(Path.Combine(store.Folder, "shelves.db"), new string('x', 8192));
        var plate = new ScriptedPlate { Load = 5 * Unit };
        store.Open(ShelfFixture.Planogram(cola: 8)).Play(plate.Rest(5));
        Assert.Null(store.Count());
        Assert.NotEmpty(Directory.GetFiles(store.Folder, "shelves.db.damaged-*"));

        await store.KeepAsync(store.Shelves.Carry([store.HandCount(5)]), TestContext.Current.CancellationToken);

        Assert.Equal(5, store.Count());
        Assert.False(store.Data.Single().Data.TryGetProperty("difference", out _));
    }

    [Fact]
    public void RestPlate_IsWrittenSeldom()
    {
        using var store = new ShelfFixture();
        var plate = new ScriptedPlate { Load = 8 * Unit };
        store.Open(ShelfFixture.Planogram()).Play(plate.Rest(10));
        var log = new FileInfo(Path.Combine(store.Folder, "shelves.db-wal"));
        var before = log.Length;
        store.Play(plate.Rest(300));
        log.Refresh();

        // Not a page for five minutes of a plate that nobody touched.
        Assert.Equal(before, log.Length);
    }
}
