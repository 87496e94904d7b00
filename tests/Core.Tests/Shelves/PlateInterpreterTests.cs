using System.Globalization;
using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Shelves;
using FsCheck;
using FsCheck.Fluent;

namespace Core.Tests.Shelves;

public sealed class PlateInterpreterTests
{
    private readonly PlateInterpreter _interpreter = new("plate-1");
    private double _now;

    [Fact]
    public void FirstSettledLoad_IsTheBaseline_AndIsNotTold() => Assert.Empty(Rest(1184.0m, 20));

    [Fact]
    public void SettledChange_IsToldOnce_WithBeforeAndAfter()
    {
        Rest(1184.0m, 10);
        var told = Assert.Single(Rest(1036.0m, 30));

        Assert.Equal("stock.plate.ambiguous", told.Type);
        using var data = JsonDocument.Parse(told.Data);
        Assert.Equal(
            """{"plate":"plate-1","before":"1184.0","after":"1036.0","change":"-148.0","unit":"g","candidates":[]}""", data.RootElement.GetRawText());
    }

    [Fact]
    public void ChangeThatGoesBackBeforeItSettles_IsNotTold()
    {
        Rest(500m, 10);

        Assert.Empty(Rest(700m, 3).Concat(Rest(500m, 20)));
    }

    [Fact]
    public void ChangeBelowTheThreshold_IsNotTold()
    {
        Rest(500m, 10);

        Assert.Empty(Rest(504.9m, 20));
    }

    [Fact]
    public void UnsettledOrFaultySamples_AreNoChange()
    {
        Rest(500m, 10);
        for (var i = 0; i < 20; i++)
        {
            Assert.Null(_interpreter.Take(Readings.Load(_now += 0.1, 300m, stable: false)));
            Assert.Null(_interpreter.Take(Readings.Load(_now += 0.1, null, true, "sensor_fault")));
        }

        Assert.Empty(Rest(500m, 20));
    }

    [Fact]
    public void SlowDrift_IsFollowed()
    {
        Rest(500m, 10);
        for (var i = 0; i < 3600; i++)
        {
            Assert.Null(_interpreter.Take(Readings.Load(_now += 0.5, 500m + (i * 0.003m))));
        }
    }

    [Fact]
    public void SlowHand_IsNotTakenForDrift()
    {
        Rest(500m, 10);
        var told = new List<EventDraft?>();
        for (var i = 0; i <= 60; i++)
        {
            told.Add(_interpreter.Take(Readings.Load(_now += 0.5, 500m - (i * 0.5m))));
        }

        Assert.NotEmpty(told.OfType<EventDraft>());
    }

    [Fact]
    public void LoadChangedWhileTheConnectionWasBroken_IsTold()
    {
        Rest(500m, 10);
        _interpreter.Interrupt();

        Assert.Single(Rest(395m, 10));
    }

    [Fact]
    public void ClockStepsBack_LosesNoChange()
    {
        Rest(500m, 10);
        _now -= 3600;

        Assert.Single(Rest(395m, 20));
    }

    [Fact]
    public void Changes_AddUpToTheLoad_WhateverIsTakenAndPut()
    {
        Prop.ForAll(Gen.Choose(-300, 300).Where(change => Math.Abs(change) > 8).ListOf().Resize(15).ToArbitrary(), changes =>
        {
            var interpreter = new PlateInterpreter("plate-1");
            var random = new Random(changes.Count);
            var load = 5000m;
            var time = 0.0;
            var told = new List<EventDraft>();
            Stay(load);
            foreach (var change in changes)
            {
                for (var i = 0; i < 4; i++)
                {
                    Take(load + random.Next(-200, 200), false);
                }

                load += change;
                Stay(load);
            }

            var sum = told.Sum(draft => Change(draft));
            return (told.Count == changes.Count && Math.Abs(sum - changes.Sum()) < 2m).Label($"{told.Count} told, sum {sum}");

            void Stay(decimal grams)
            {
                for (var i = 0; i < 12; i++)
                {
                    Take(grams + (random.Next(-8, 9) / 20m), true);
                }
            }

            void Take(decimal grams, bool stable)
            {
                if (interpreter.Take(Readings.Load(time += 0.1, grams, stable)) is { } draft)
                {
                    told.Add(draft);
                }
            }
        }).QuickCheckThrowOnFailure();
    }

    private static decimal Change(EventDraft draft)
    {
        using var data = JsonDocument.Parse(draft.Data);
        return decimal.Parse(data.RootElement.GetProperty("change").GetString()!, CultureInfo.InvariantCulture);
    }

    private List<EventDraft> Rest(decimal grams, int samples) =>
        [.. Enumerable.Range(0, samples).Select(_ => _interpreter.Take(Readings.Load(_now += 0.1, grams))).OfType<EventDraft>()];
}
