using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Core.Tests.Shelves.Live;

public sealed class StoreShelvesTests : IDisposable
{
    private const double Unit = 330.5;
    private readonly ShelfFixture _store = new();
    private readonly ScriptedPlate _plate = new() { Load = 8 * Unit };

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PieceThatLeaves_IsToldOnce_WithWhenTheHandMovedAndWhenItWasDecided()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        var moved = _store.Clock.GetUtcNow();
        _store.Play(_plate.Move(-Unit).Rest(4));
        await _store.DeliverAsync();

        var told = Assert.Single(_store.Told);
        var data = ShelfFixture.Parse(told.Data);
        Assert.Equal("stock.item.taken", told.Type);
        Assert.Equal("plate-1", told.DeviceId);
        Assert.Equal(("a1", ShelfFixture.Cola, 1, 7), (Text(data, "plate"), Text(data, "sku"), data.GetProperty("count").GetInt32(), data.GetProperty("on_plate").GetInt32()));
        Assert.InRange(Number(data, "grams"), -333m, -328m);
        Assert.InRange(Number(data, "confidence"), 0.9m, 1m);
        Assert.InRange(told.Time - moved, TimeSpan.Zero, TimeSpan.FromSeconds(0.6));
        Assert.InRange(data.GetProperty("decided_at").GetDateTimeOffset() - told.Time, TimeSpan.FromSeconds(0.3), TimeSpan.FromSeconds(2));
        Assert.False(data.TryGetProperty("at_start", out _));
        Assert.Equal(7, _store.Count());
    }

    [Fact]
    public async Task Swap_IsTwoEventsInOneAppend_WithTheSameDecision()
    {
        var start = $$"""{"sku":"{{ShelfFixture.Cola}}","count":8}""";
        _store.Open(ShelfFixture.Planogram(more: $$""",{"sku":"{{ShelfFixture.Gum}}","unit_g":102,"sigma_g":0.5}""")
            .Replace(start, $$"""{{start}},{"sku":"{{ShelfFixture.Gum}}","count":5}""", StringComparison.Ordinal));
        _plate.Load = 8 * Unit + 5 * 102;
        _store.Play(_plate.Rest(5).Move(-102).Rest(4).Move(102 - Unit).Rest(5));
        await _store.DeliverAsync();

        var swap = _store.Told.Skip(1).ToList();
        Assert.Equal(
            [("stock.item.returned", ShelfFixture.Gum), ("stock.item.taken", ShelfFixture.Cola)],
            swap.Select(draft => (draft.Type, Text(ShelfFixture.Parse(draft.Data), "sku"))).Order());
        Assert.Single(swap.Select(draft => Text(ShelfFixture.Parse(draft.Data), "decision")).Distinct());
        Assert.Single(swap.Select(draft => draft.Time).Distinct());
        Assert.Contains(_store.Appends, append => swap.TrueForAll(append.Contains));
    }

    /// <summary>One of two goods was taken that weigh nearly the same. When both of the one are taken later, it was the other.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task LaterTakeThatSettlesWhatWasAmbiguous_CountsTheOtherGoods_Once(bool killed)
    {
        var start = $$"""{"sku":"{{ShelfFixture.Cola}}","count":8}""";
        _store.Open(ShelfFixture.Planogram(more: $$""",{"sku":"{{ShelfFixture.Gum}}","unit_g":340,"sigma_g":3}""")
            .Replace(start, $$"""{"sku":"{{ShelfFixture.Cola}}","count":2},{"sku":"{{ShelfFixture.Gum}}","count":1}""", StringComparison.Ordinal));
        _plate.Load = 2 * Unit + 340;
        _store.Play(_plate.Rest(5).Move(-Unit - 4.5).Rest(6));
        if (killed)
        {
            await _store.DeliverAsync();
            _store.KillAndOpen();
            _store.Play(_plate.Rest(5));
        }

        _store.Play(_plate.Move(-Unit).Rest(30).Move(-Unit).Rest(30).Move(Unit + 4.5).Rest(30));
        await _store.DeliverAsync();

        Assert.Equal(
            ["stock.plate.ambiguous", "stock.item.taken", $$"""stock.item.taken [{"sku":"{{ShelfFixture.Gum}}","on_plate":0}]""", "stock.item.returned"],
            _store.Data.Select(one => one.Data.TryGetProperty("recounted", out var counts) ? $"{one.Type} {counts.GetRawText()}" : one.Type));
        Assert.Equal([null, ShelfFixture.Cola, ShelfFixture.Cola, ShelfFixture.Gum], _store.Data.Select(one => one.Data.TryGetProperty("sku", out var sku) ? sku.GetString() : null));
        Assert.Equal((0, 1), (_store.Count(), _store.Count(ShelfFixture.Gum)));
    }

    [Fact]
    public async Task FaultsAndSilence_AreNoLoads()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        for (var i = 0; i < 20; i++)
        {
            _store.Read(0, null, null, "sensor_fault");
        }

        _store.Clock.Advance(TimeSpan.FromSeconds(60));
        _store.Play(_plate.Rest(5));
        await _store.DeliverAsync();

        Assert.Empty(_store.Told);
        Assert.Equal(PlateStates.Ready, _store.View().State);
    }

    [Fact]
    public async Task WhatHappensWhileThePlateIsSilent_IsToldAsOneChangeAfterwards()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        _store.Clock.Advance(TimeSpan.FromSeconds(60));
        _plate.Load -= 2 * Unit;
        _store.Play(_plate.Rest(5).Move(-Unit).Rest(4));
        await _store.DeliverAsync();

        var told = _store.Data.ToList();
        Assert.Equal([2, 1], told.Select(one => one.Data.GetProperty("count").GetInt32()));
        Assert.True(told[0].Data.GetProperty("after_silence").GetBoolean());
        Assert.False(told[1].Data.TryGetProperty("after_silence", out _));
    }

    [Fact]
    public async Task GramsOfTheTransmitter_ServeWhereNobodyCalibrated()
    {
        _store.Open(ShelfFixture.Planogram().Replace("\"counts_per_gram\":430,\"zero_counts\":8388608,", "", StringComparison.Ordinal));
        for (var i = 0; i < 60; i++)
        {
            _store.Read(i, (decimal)(8 * Unit) + 0.1m * (i % 2));
        }

        for (var i = 0; i < 40; i++)
        {
            _store.Read(i, (decimal)(7 * Unit) + 0.1m * (i % 2));
        }

        await _store.DeliverAsync();

        Assert.Equal("stock.item.taken", Assert.Single(_store.Told).Type);
    }

    [Fact]
    public async Task CountsWithoutCalibration_AreSaidToBeUncalibrated_OnceOverRestarts()
    {
        _store.Open(ShelfFixture.Planogram().Replace("\"counts_per_gram\":430,\"zero_counts\":8388608,", "", StringComparison.Ordinal));
        for (var i = 0; i < 60; i++)
        {
            _store.Read(1000 + i);
        }

        var state = _store.View().State;
        _store.KillAndOpen();
        for (var i = 0; i < 60; i++)
        {
            _store.Read(1000 + i);
        }

        await _store.DeliverAsync();

        var (type, data) = Assert.Single(_store.Data);
        Assert.Equal(("stock.plate.uncalibrated", "no_calibration", PlateStates.Uncalibrated), (type, Text(data, "reason"), state));
    }

    [Fact]
    public async Task CalibrationOfTheConsole_GoesFirst_AndKeepsTheCounts()
    {
        CalibratedPlate? made = null;
        _store.Calibration = ShelfCalibration.None with { Find = _ => made };
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5).Move(-Unit).Rest(3));
        made = new CalibratedPlate(new PlateLine(430 * 1.01, ScriptedPlate.Zero), new PlateCalibrationView(_store.Clock.GetUtcNow(), "Li", "0.1", "0.05", "434.3"));
        _store.Shelves.Recalibrated();
        _plate.Load *= 1.01;
        _store.Play(_plate.Rest(5));
        Assert.Equal(7, _store.Count());
        _store.Play(_plate.Move(-Unit * 1.01).Rest(3));
        await _store.DeliverAsync();

        Assert.Equal([("stock.item.taken", 1), ("stock.item.taken", 1)], _store.Data.Select(one => (one.Type, one.Data.GetProperty("count").GetInt32())));
        Assert.Equal((6, "434.3"), (_store.Count(), _store.View().Calibration!.CountsPerGram));
    }

    [Fact]
    public async Task WhileSomebodyCalibrates_NothingIsInferred()
    {
        var isCalibrating = false;
        _store.Calibration = ShelfCalibration.None with { IsCalibrating = _ => isCalibrating };
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        isCalibrating = true;
        _store.Play(_plate.Move(-8 * Unit).Rest(5).Move(1000).Rest(5).Move(-1000 + 8 * Unit).Rest(3));
        isCalibrating = false;
        _store.Play(_plate.Rest(5));
        await _store.DeliverAsync();

        Assert.Empty(_store.Told);
        Assert.Equal(8, _store.Count());
    }

    [Fact]
    public async Task StepsOfTheClock_NeitherInventNorHideAnything()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        _store.Clock.StepUtc(TimeSpan.FromHours(-5));
        _store.Play(_plate.Rest(2).Move(-Unit).Rest(3));
        _store.Clock.StepUtc(TimeSpan.FromDays(400));
        var moved = _store.Clock.GetUtcNow();
        _store.Play(_plate.Rest(2).Move(-Unit).Rest(3));
        await _store.DeliverAsync();

        Assert.Equal(["stock.item.taken", "stock.item.taken"], _store.Told.Select(draft => draft.Type));
        Assert.InRange(_store.Told.Last().Time - moved, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task Restock_IsToldAsSuch_ButNotWhatAShopperBringsBack()
    {
        _store.Open(ShelfFixture.Planogram(cola: 8));
        _store.Play(_plate.Rest(5).Move(-3 * Unit).Rest(3).Move(3 * Unit).Rest(3).Move(6 * Unit).Rest(4));
        await _store.DeliverAsync();

        Assert.Equal(
            [("stock.item.taken", 3, false), ("stock.item.returned", 3, false), ("stock.item.returned", 6, true)],
            _store.Data.Select(one => (one.Type, one.Data.GetProperty("count").GetInt32(), one.Data.TryGetProperty("restock", out _))));
    }

    [Fact]
    public void Snapshot_ShowsGoodsFillAndTrace()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5).Move(-Unit).Rest(4));

        var view = _store.View();
        Assert.Equal(("plate-1", "Drinks", PlateStates.Ready, "10000.0"), (view.Device, view.Name, view.State, view.CapacityGrams));
        Assert.InRange(view.Fill!.Value, 0.228, 0.234);
        var item = Assert.Single(view.Items);
        Assert.Equal(("Cola", 7, true), (item.Name, item.Count, item.Counted));
        Assert.Equal(("taken", 1, "Cola"), (view.LastEvent!.Kind, view.LastEvent.Count, view.LastEvent.Name));
        var trace = _store.Shelves.Trace("a1")!;
        Assert.InRange(trace.Count, 90, 100);
        Assert.InRange(trace[0].Grams, (decimal)(8 * Unit) - 1, (decimal)(8 * Unit) + 1);
        Assert.Null(_store.Shelves.Trace("b9"));
    }

    [Fact]
    public void Trace_HoldsTwoMinutes()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(300));

        var trace = _store.Shelves.Trace("a1")!;
        Assert.InRange(trace.Count, 1190, 1200);
        Assert.True(_store.Clock.GetUtcNow() - trace[0].At <= TimeSpan.FromSeconds(120));
    }

    [Fact]
    public void Offline_ShowsNoWeight()
    {
        _store.Open(ShelfFixture.Planogram()).Play(_plate.Rest(5));
        _store.Clock.Advance(TimeSpan.FromSeconds(4));

        Assert.Equal((PlateStates.Offline, null, 8), (_store.View().State, _store.View().Grams, _store.Count()));
    }

    [Fact]
    public void PlateWithoutPlanogram_IsShownAsWaiting()
    {
        _store.Open();
        _store.Read(5, 12m);

        Assert.Equal((PlateStates.Waiting, "12.0"), (_store.View().State, _store.View().Grams));
    }

    private static string Text(JsonElement data, string name) => data.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement data, string name) => decimal.Parse(Text(data, name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
