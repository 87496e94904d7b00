using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Labels;
using EdgeGateway.Core.Scanning;
using EdgeGateway.Core.Stocktake;
using Engine = EdgeGateway.Core.Stocktake.Stocktake;

namespace Core.Tests.Stocktake;

public sealed class StocktakeTests : IAsyncDisposable
{
    private readonly StocktakeFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public void Count_Repeats_AddUpAndTheLineCountedLastIsFirst()
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        engine.Count(id, StocktakeFixture.Ean, null, null);
        engine.Count(id, StocktakeFixture.OtherEan, 12, null);
        var session = engine.Count(id, "]C10104006381333931" + "10LOT", null, null).Session!;

        Assert.Equal([new LineView(StocktakeFixture.Sku, "piece", 2), new LineView(StocktakeFixture.OtherEan, "piece", 12)], session.Lines);
        Assert.Equal((2, 3, 14L), (session.LineCount, session.Scans, session.Pieces));
        Assert.Equal(("counted", StocktakeFixture.Sku, 1L, 2L), (session.Last!.Kind, session.Last.Sku, session.Last.Amount, session.Last.Total));
    }

    [Theory]
    [InlineData(WeighedBy.Weight, "12345", "mg", 2_500_000)]
    [InlineData(WeighedBy.Piece, "12345", "piece", 2)]
    public void Count_WeightLabels_AddWeightsOrPiecesAsSet(WeighedBy by, string sku, string unit, long expected)
    {
        _fixture.Options.WeighedBy = by;
        var engine = _fixture.Open();
        var id = Begin(engine);

        Assert.Equal([new LineView(sku, unit, expected)], engine.Count(id, "]E02112345012506", 2, null).Session!.Lines);
    }

    [Theory]
    [InlineData("]E02312345012999", "12345", "piece", 1)]
    [InlineData("]C10109521234543213" + "3103001250", "9521234543213", "mg", 1_250_000)]
    [InlineData("]C10209521234543213" + "3724", "9521234543213", "piece", 24)]
    [InlineData("]A0SHELF-7", "SHELF-7", "piece", 1)]
    public void Count_SymbolThatSaysHowMuch_IsTakenAtItsWord(string code, string sku, string unit, long expected)
    {
        var engine = _fixture.Open();

        Assert.Equal([new LineView(sku, unit, expected)], engine.Count(Begin(engine), code, null, null).Session!.Lines);
    }

    [Theory]
    [InlineData("]E04006381333932", 1L, "code")]
    [InlineData("(01)04006381333931", 1L, "code")]
    [InlineData("4006381333931", 0L, "quantity")]
    [InlineData("4006381333931", 1_000_001L, "quantity")]
    public void Count_WhatMustNotCount_IsRefusedAndChangesNoLine(string code, long quantity, string path)
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        var answer = engine.Count(id, code, quantity, null);

        Assert.Equal((RefusalKind.Invalid, path), (answer.Refusal!.Kind, answer.Refusal.Path));
        Assert.Empty(engine.Find(id)!.Lines);
        if (path == "code")
        {
            Assert.Equal("refused", engine.Find(id)!.Last!.Kind);
        }
    }

    [Fact]
    public void Count_SameRequestTwice_CountsOnce()
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        var request = Guid.NewGuid();
        engine.Count(id, StocktakeFixture.Ean, 3, request);

        Assert.Equal(3, engine.Count(id, StocktakeFixture.Ean, 3, request).Session!.Pieces);
        Assert.Equal(3, Reopened().Count(id, StocktakeFixture.Ean, 3, request).Session!.Pieces);
    }

    [Fact]
    public void Undo_GoesBackStepByStepOverEntriesAndScans()
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        engine.Count(id, StocktakeFixture.Ean, 5, null);
        engine.Set(id, StocktakeFixture.Sku, 2, null, null);
        engine.Count(id, StocktakeFixture.Ean, null, null);

        Assert.Equal([3L, 2L, 5L], [engine.Find(id)!.Pieces, engine.Undo(id).Session!.Pieces, engine.Undo(id).Session!.Pieces]);
        Assert.Equal("undone", engine.Find(id)!.Last!.Kind);
        Assert.Empty(engine.Undo(id).Session!.Lines);
        Assert.Equal(RefusalKind.Conflict, engine.Undo(id).Refusal!.Kind);
    }

    [Fact]
    public void Sessions_OfTwoCounters_AreCountedApart()
    {
        var engine = _fixture.Open();
        var (first, second, third) = (Begin(engine), Begin(engine, who: "Bo"), Begin(engine, "Cellar", "Cy"));
        Parallel.For(0, 120, i => engine.Count((i % 3) switch { 0 => first, 1 => second, _ => third }, StocktakeFixture.Ean, null, null));

        Assert.Equal([40L, 40L, 40L], [engine.Find(first)!.Pieces, engine.Find(second)!.Pieces, engine.Find(third)!.Pieces]);
    }

    [Fact]
    public async Task Scans_OfABoundScanner_AreCountedInItsSessionAndRefusedOnesShown()
    {
        var engine = _fixture.Open();
        var id = engine.Start("Floor", "Ann", "scanner-1").Session!.Id;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var running = engine.RunAsync(stop.Token);
        Assert.True(Claim(engine, "scanner-1", "4006381333931"));
        Assert.True(Claim(engine, "scanner-1", "4006381333931"));
        Assert.True(Claim(engine, "scanner-1", "4006381333932"));
        Assert.False(Claim(engine, "scanner-2", "4006381333931"));
        while (engine.Find(id)!.Last is not { Number: 3 })
        {
            await engine.WaitForChangeAsync(engine.Version - 1, Token);
        }

        Assert.Equal((2L, "refused"), (engine.Find(id)!.Pieces, engine.Find(id)!.Last!.Kind));
        Assert.Equal(RefusalKind.Conflict, engine.Start("Cellar", "Bo", "scanner-1").Refusal!.Kind);
        await engine.CloseAsync(id, Token);
        Assert.False(Claim(engine, "scanner-1", "4006381333931"));
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Close_TellsEachLineOnce_AndAClosedSessionDoesNotChange()
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        engine.Count(id, StocktakeFixture.Ean, 7, null);
        engine.Count(id, "]E02112345012506", null, null);
        engine.Set(id, "EMPTY-SHELF", 0, null, null);

        Assert.Equal("closed", (await engine.CloseAsync(id, Token)).Session!.State);
        Assert.Equal("closed", (await engine.CloseAsync(id, Token)).Session!.State);
        Assert.Equal(
            [("Floor", "12345", 1_250_000L, "Ann", "mg", id), ("Floor", StocktakeFixture.Sku, 7L, "Ann", "piece", id), ("Floor", "EMPTY-SHELF", 0L, "Ann", "piece", id)],
            _fixture.Told());
        Assert.Equal(RefusalKind.Conflict, engine.Count(id, StocktakeFixture.Ean, null, null).Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, engine.Undo(id).Refusal!.Kind);
        Assert.Equal(RefusalKind.Conflict, engine.Discard(id).Refusal!.Kind);
    }

    [Fact]
    public async Task Discard_TellsNothing()
    {
        var engine = _fixture.Open();
        var id = Begin(engine);
        engine.Count(id, StocktakeFixture.Ean, null, null);

        Assert.Equal("discarded", engine.Discard(id).Session!.State);
        Assert.Equal(RefusalKind.Conflict, (await engine.CloseAsync(id, Token)).Refusal!.Kind);
        Assert.Empty(_fixture.Told());
        Assert.Equal("discarded", Reopened().Find(id)!.State);
    }

    [Theory]
    [InlineData(null, "Ann", "location")]
    [InlineData(" ", "Ann", "location")]
    [InlineData("Floor", "", "counter")]
    [InlineData("Flo\u0007or", "Ann", "location")]
    public void Start_WithoutWords_SaysWhatIsMissing(string? location, string counter, string path) =>
        Assert.Equal(path, _fixture.Open().Start(location, counter, null).Refusal!.Path);

    [Fact]
    public void Request_OfNoSession_IsNotFound()
    {
        var engine = _fixture.Open();

        Assert.Equal(RefusalKind.NotFound, engine.Count(Guid.NewGuid().ToString(), StocktakeFixture.Ean, null, null).Refusal!.Kind);
        Assert.Equal(RefusalKind.NotFound, engine.Undo("../etc/passwd").Refusal!.Kind);
    }

    [Fact]
    public async Task Sessions_ThatEnded_AreForgottenButForTheLastTwenty()
    {
        var engine = _fixture.Open();
        for (var i = 0; i < 30; i++)
        {
            await engine.CloseAsync(Begin(engine), Token);
        }

        var open = Begin(engine);
        Assert.Equal(21, engine.Sessions().Count);
        Assert.Equal(open, engine.Sessions()[0].Id);
        Assert.Equal(21, Reopened().Sessions().Count);
    }

    [Fact]
    public void Open_DamagedFile_IsPutAsideAndCountingGoesOn()
    {
        File.WriteAllBytes(_fixture.File, [.. Enumerable.Repeat((byte)0x5A, 9000)]);
        var engine = _fixture.Open();

        Assert.Null(engine.Count(Begin(engine), StocktakeFixture.Ean, null, null).Refusal);
        Assert.Single(Directory.GetFiles(_fixture.Outbox.Folder, "stocktake.db.damaged-*"));
    }

    private static string Begin(Engine engine, string location = "Floor", string who = "Ann") => engine.Start(location, who, null).Session!.Id;

    private static bool Claim(Engine engine, string scanner, string code)
    {
        var reading = new ScanReading(scanner, new DateTimeOffset(2026, 11, 21, 8, 0, 0, TimeSpan.Zero), "]E0", code);
        return engine.Claim(reading, new ScanDecoder(LabelLayouts.None).Decode(reading));
    }

    private Engine Reopened() => _fixture.Open();
}
