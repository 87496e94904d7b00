using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Core.Tests.Shelves.Live;

public sealed class StockLevelTests : IDisposable
{
    private const double Unit = 330.5;
    private readonly ShelfFixture _store = new();
    private readonly ScriptedPlate _plate = new() { Load = 8 * Unit };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Low_IsToldOnce_AndRestoredOnlyAboveTheUpperThreshold()
    {
        _store.Open(ShelfFixture.Planogram(low: 5, restored: 8));
        _store.Play(_plate.Rest(5).Move(-3 * Unit).Rest(3).Move(-Unit).Rest(3));
        _store.KillAndOpen();
        _store.Play(_plate.Rest(3).Move(2 * Unit).Rest(3).Move(-Unit).Rest(3).Move(6 * Unit).Rest(4));
        await _store.DeliverAsync();

        Assert.Equal(
            [("stock.level.low", 5, 5), ("stock.level.restored", 11, 8)],
            _store.Data.Where(one => one.Type.StartsWith("stock.level.", StringComparison.Ordinal))
                .Select(one => (one.Type, one.Data.GetProperty("on_hand").GetInt32(), one.Data.GetProperty("threshold").GetInt32())));
        Assert.False(_store.View().Items[0].IsLow);
    }

    [Fact]
    public async Task OnHand_IsOfAllPlates_AndNothingIsToldWhileOneIsNotCounted()
    {
        var other = $$"""
            ,{"plate":"b1","items":[{"sku":"{{ShelfFixture.Cola}}","unit_g":330.5,"sigma_g":1.8}]}]}
            """;
        _store.Open(ShelfFixture.Planogram(cola: 3, low: 5).TrimEnd()[..^2] + other);
        await _store.DeliverAsync();
        Assert.Empty(_store.Told);

        await _store.KeepAsync(_store.Shelves.Carry([_store.HandCount(4, "b1")]), Token);
        await _store.DeliverAsync();
        Assert.DoesNotContain(_store.Told, draft => draft.Type == "stock.level.low");
        await _store.KeepAsync(_store.Shelves.Carry([_store.HandCount(2, "b1")]), Token);
        await _store.DeliverAsync();

        Assert.Equal(5, _store.Data.Single(one => one.Type == "stock.level.low").Data.GetProperty("on_hand").GetInt32());
    }

    public static TheoryData<int, int, bool, string> CountsUnseen()
    {
        var all = new TheoryData<int, int, bool, string>();
        foreach (var (counted, taken) in ((int, int)[])[(7, 1), (8, 1), (7, 0)])
        {
            foreach (var arrives in (string[])["before", "amid", "after", "killed"])
            {
                all.Add(counted, taken, true, arrives);
                all.Add(counted, taken, false, arrives);
            }
        }

        return all;
    }

    [Fact]
    public async Task HandCount_CorrectsThePlateOfItsLocation_AndSaysTheDifference_SoThatBooksAddUp()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5).Move(-Unit).Rest(3));
        var counted = _store.Clock.GetUtcNow();
        _store.Play(_plate.Rest(1).Move(-Unit).Rest(3));
        await _store.DeliverAsync();

        // Five were counted before the second piece was taken.
        await _store.KeepAsync(_store.Shelves.Carry([_store.HandCount(5, "drinks", at: counted)]), Token);

        var data = _store.Data.Last().Data;
        Assert.Equal(("a1", 7, -2), (data.GetProperty("plate").GetString(), data.GetProperty("expected").GetInt32(), data.GetProperty("difference").GetInt32()));
        Assert.Equal(4, _store.Count());
        Assert.Equal(4, 8 + _store.Data.Sum(one => one.Type switch
        {
            "stock.item.taken" => -one.Data.GetProperty("count").GetInt32(),
            "stock.item.returned" => one.Data.GetProperty("count").GetInt32(),
            _ => one.Data.GetProperty("difference").GetInt32(),
        }));
    }

    [Theory]
    [MemberData(nameof(CountsUnseen))]
    public async Task HandCount_WhileNobodySawThePlate_TellsWhatMovedOnce(int counted, int taken, bool wasOff, string arrives)
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        if (wasOff)
        {
            _store.KillAndOpen();
        }

        // Counted in the middle of ten minutes in which a piece was taken, or none was and the books were wrong.
        _plate.Load -= taken * Unit;
        _plate.Gap(600);
        _store.Clock.Advance(TimeSpan.FromSeconds(300));
        var draft = _store.HandCount(counted, at: _store.Clock.GetUtcNow());
        if (arrives == "after")
        {
            _store.Play(_plate.Rest(5));
        }
        else
        {
            _store.Play(_plate.Rest(arrives == "amid" ? 0.3 : 0));
        }

        await _store.DeliverAsync();
        var carried = _store.Shelves.Carry([draft]);
        if (arrives == "killed")
        {
            _store.KillAndOpen();
        }

        await _store.KeepAsync(carried, Token);
        _store.Play(_plate.Rest(5));
        await _store.DeliverAsync();

        Assert.Equal(7, _store.Count());
        Assert.Equal(7, 8 + _store.Data.Sum(one => one.Type switch
        {
            "stock.item.taken" => -one.Data.GetProperty("count").GetInt32(),
            "stock.item.returned" => one.Data.GetProperty("count").GetInt32(),
            _ => one.Data.GetProperty("difference").GetInt32(),
        }));
        Assert.Single(_store.Data, one => one.Type != "stock.count.recorded" || one.Data.GetProperty("difference").GetInt32() != 0);
    }

    [Fact]
    public void HandCount_Repeated_ChangesNothing_AlsoAfterAKill()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        var draft = _store.HandCount(6, "somewhere");
        var first = _store.Shelves.Carry([draft])[0].Data;
        _store.Play(_plate.Move(-Unit).Rest(3));
        Assert.Equal(5, _store.Count());
        _store.KillAndOpen();

        var second = _store.Shelves.Carry([draft])[0].Data;

        Assert.Equal(first, second);
        Assert.Equal(5, _store.Count());
    }

    [Fact]
    public void HandCount_OfOtherGoodsOrUnits_PassesThrough()
    {
        _store.Open(ShelfFixture.Planogram());
        var drafts = new[] { _store.HandCount(5, sku: "other"), _store.HandCount(5) with { Data = """{"location":"a1","sku":"6901234567892","counted":5,"who":"Li","unit":"mg"}"""u8.ToArray() } };

        Assert.Equal(drafts, _store.Shelves.Carry(drafts));
        Assert.Equal(8, _store.Count());
    }

    [Fact]
    public async Task Noise_IsToldAfterAMinute_AndNotAgainWhileItGoesToAndFro()
    {
        _store.Open(ShelfFixture.Planogram());
        var noisy = new CalibrationWatch();
        var plan = LivePlanogramReader.Read(System.Text.Encoding.UTF8.GetBytes(ShelfFixture.Planogram()), [])!.Plates[0];
        var told = new List<(long, string)>();
        for (var second = 0; second < 1200; second++)
        {
            // The limit is a tenth of 330.5 g; about it for ten minutes, then far below, then above again.
            var noise = second < 600 ? 34 + 3 * Math.Sin(second / 200.0) - (second % 100 == 50 ? 5 : 0) : second < 800 ? 10 : 40;
            if (noisy.Look(Standing(noise, 0), plan, second * 1000L) is { } reason)
            {
                told.Add((second, reason));
            }
        }

        await _store.DeliverAsync();
        Assert.Equal([CalibrationReasons.Noise, CalibrationReasons.Noise], told.Select(one => one.Item2));
        Assert.InRange(told[0].Item1, 60, 130);
        Assert.InRange(told[1].Item1, 860, 870);
    }

    [Fact]
    public void Drift_IsToldOnce_UntilItIsHalfGone()
    {
        var watch = new CalibrationWatch();
        var plan = LivePlanogramReader.Read(System.Text.Encoding.UTF8.GetBytes(ShelfFixture.Planogram()), [])!.Plates[0];
        double[] drifts = [10, 49, 51, 49, 51, 30, 51, 24, 10, -51];

        Assert.Equal(
            [null, null, "drift", null, null, null, null, null, null, "drift"],
            drifts.Select((drift, i) => watch.Look(Standing(0.1, drift), plan, i * 1000)));
    }

    [Fact]
    public async Task StartLoadOffByAFewPieces_IsToldAsTaken_AtStart()
    {
        _plate.Load = 5 * Unit;
        _store.Open(ShelfFixture.Planogram(cola: 8)).Play(_plate.Rest(5));
        await _store.DeliverAsync();
        var (type, data) = Assert.Single(_store.Data);

        Assert.Equal(("stock.item.taken", 3), (type, data.GetProperty("count").GetInt32()));
        Assert.True(data.GetProperty("at_start").GetBoolean());
        Assert.Equal((PlateStates.Ready, null), (_store.View().State, _store.View().Reason));
    }

    [Fact]
    public async Task StartLoadThatIsNotThatOfTheGoods_IsTold_UntilSomebodyCounts()
    {
        _plate.Load = 1 * Unit;
        _store.Open(ShelfFixture.Planogram(cola: 8)).Play(_plate.Rest(5));
        await _store.DeliverAsync();
        var (type, data) = Assert.Single(_store.Data, told => told.Type == "stock.plate.uncalibrated");
        Assert.Equal(("stock.plate.uncalibrated", "start_load"), (type, data.GetProperty("reason").GetString()));
        Assert.Equal((PlateStates.NeedsCalibration, "start_load"), (_store.View().State, _store.View().Reason));

        _store.Shelves.Carry([_store.HandCount(1)]);

        Assert.Equal((PlateStates.Ready, null), (_store.View().State, _store.View().Reason));
    }

    private static PlateStanding Standing(double noise, double drift) =>
        new("a1", PlateCondition.Resting, 0, 2644, noise, 0.03, drift, 1, [new ItemStanding(ShelfFixture.Cola, 8, true, 1, Unit, 0.1)], 0);
}
