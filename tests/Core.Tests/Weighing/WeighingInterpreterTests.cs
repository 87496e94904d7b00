using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;

namespace Core.Tests.Weighing;

public sealed class WeighingInterpreterTests
{
    private readonly WeighingInterpreter _interpreter = new("scale-1");
    private double _now;

    [Fact]
    public void Load_StableAfterZero_IsWeighedOnce_HoweverOftenPolled()
    {
        var events = Feed(Weight(0m), Motion(), Weight(1.250m), Weight(1.250m), Weight(1.250m), Motion(), Weight(0m));

        var weighed = Assert.Single(events);
        using var data = JsonDocument.Parse(weighed.Data);
        Assert.Equal("goods.weighed", weighed.Type);
        Assert.Equal(
            $$"""{"scale":"scale-1","capture":"{{weighed.OriginId}}","net":"1.250","unit":"kg","net_gross":"gross"}""", data.RootElement.GetRawText());
    }

    [Fact]
    public void SameLoadTwiceWithZeroBetween_IsTwoWeighings() =>
        Assert.Equal(["1.250", "1.250"], Nets(Feed(Weight(0m), Weight(1.250m), Weight(0m), Weight(1.250m))));

    [Fact]
    public void FlickerAroundALoad_IsOneWeighing() =>
        Assert.Equal(["1.250"], Nets(Feed(
            Weight(0m), Weight(1.250m), Weight(1.251m, false), Weight(1.251m), Motion(), Weight(1.250m), Weight(1.252m), Weight(1.250m))));

    [Fact]
    public void FlickerAroundZero_IsNoWeighing() =>
        Assert.Empty(Feed(Weight(0m), Weight(0.001m), Motion(), Weight(0.002m), Weight(0m), Weight(-0.001m), Weight(0.001m)));

    [Fact]
    public void SlowDrift_AddsUpToNothing()
    {
        var frames = Enumerable.Range(0, 50).Select(i => Weight(1.250m + (i * 0.001m)));

        Assert.Equal(["1.250"], Nets(Feed([Weight(0m), .. frames])));
    }

    [Fact]
    public void GoodsAddedOrTaken_AreNoSecondWeighing_UntilThePanIsEmpty()
    {
        Assert.Equal(["1.250"], Nets(Feed(Weight(0m), Weight(1.250m), Motion(), Weight(1.750m), Motion(), Weight(0.400m), Weight(2.000m))));
        Assert.Equal(["0.400"], Nets(Feed(Weight(0m), Weight(0.400m))));
    }

    [Fact]
    public void LoadBelowTheMinimum_IsNotWeighed_UntilEnoughLiesThere()
    {
        Assert.Empty(Feed(Weight(0m), Weight(0.019m), Weight(0.019m)));
        Assert.Equal(["0.020"], Nets(Feed(Weight(0.020m), Weight(0.040m))));
    }

    [Fact]
    public void Minimum_OfThePlate_GoesBeforeTwentyDivisions()
    {
        var interpreter = new WeighingInterpreter("scale-1", 0.001m, 0.100m);
        WeightReading[] frames = [Weight(0m), Weight(0.099m), Weight(0.100m)];

        Assert.Equal(["0.100"], Nets(frames.Select(interpreter.Take).OfType<EventDraft>()));
    }

    [Fact]
    public void Negative_IsNeverWeighed_AndMeansEmpty() =>
        Assert.Equal(["0.500", "0.500"], Nets(Feed(
            Weight(0m), Weight(0.500m), Weight(-0.200m), Weight(-0.200m), Weight(0.500m), Error("under_zero"))));

    [Fact]
    public void MovingWeight_IsNoWeighing() =>
        Assert.Empty(Feed(Weight(0m), Weight(0.400m, false), Weight(0.900m, false), Weight(1.200m, false)));

    [Fact]
    public void Overload_IsNoWeighing_AndNoZero() =>
        Assert.Equal(["1.000"], Nets(Feed(Weight(0m), Error("over_capacity"), Weight(1.000m), Error("over_capacity"), Weight(2.000m))));

    [Fact]
    public void DamagedFrame_ChangesNothing() =>
        Assert.Equal(["1.000"], Nets(Feed(Weight(0m), Weight(1.000m), Error("incomplete"), Weight(1.001m), Error("bad_checksum"), Weight(1.000m))));

    [Fact]
    public void NoChangeAnswer_ChangesNothing_AndCentreOfZeroMeansEmpty() =>
        Assert.Equal(["1.000", "1.000"], Nets(Feed(
            Weight(0m), Weight(1.000m), Status(), Status(), Weight(1.000m), Status("center_of_zero"), Weight(1.000m))));

    [Fact]
    public void LoadThereAtTheStart_IsWeighedAndMarked()
    {
        var weighed = Assert.Single(Feed(Weight(1.000m), Weight(1.000m)));

        using var data = JsonDocument.Parse(weighed.Data);
        Assert.True(data.RootElement.GetProperty("at_start").GetBoolean());
    }

    [Fact]
    public void LoadPutOnAfterTheStart_IsNotMarked()
    {
        _interpreter.Interrupt();
        var weighed = Assert.Single(Feed(Motion(), Weight(1.000m)));

        using var data = JsonDocument.Parse(weighed.Data);
        Assert.False(data.RootElement.TryGetProperty("at_start", out _));
    }

    [Fact]
    public void SameLoadAfterSilence_IsNotWeighedAgain_AnotherIsAndIsMarked()
    {
        Assert.Single(Feed(Weight(0m), Weight(1.000m)));
        _now += 5;
        _interpreter.Interrupt();
        Assert.Empty(Feed(Weight(1.001m)));
        _now += 5;
        _interpreter.Interrupt();

        var other = Assert.Single(Feed(Weight(1.500m), Weight(1.500m)));

        using var data = JsonDocument.Parse(other.Data);
        Assert.True(data.RootElement.GetProperty("after_silence").GetBoolean());
    }

    [Fact]
    public void ShortInterruption_IsNoSilence_SoGoodsAddedMeanwhileAreNoSecondWeighing()
    {
        Assert.Single(Feed(Weight(0m), Weight(1.000m)));
        _interpreter.Interrupt();

        Assert.Empty(Feed(Weight(1.500m)));
    }

    [Fact]
    public void SilenceWithoutInterruption_CountsAsSuch()
    {
        Assert.Single(Feed(Weight(0m), Weight(1.000m)));
        _now += 1;

        Assert.Single(Feed(Weight(1.500m)));
    }

    [Fact]
    public void UnknownStability_OverASilence_StartsTheCountAnew() =>
        Assert.Empty(Feed(Readings.Weight(0, 1.000m, null), Readings.Weight(0.2, 1.000m, null), Readings.Weight(5, 1.000m, null)));

    [Fact]
    public void ScalesOwnContainer_ShownGross_IsNoLoad_NetAgainIs() =>
        Assert.Equal(["0.200", "0.500"], Nets(Feed(
            Weight(0m),
            Weight(0.200m),
            Weight(0.000m, true, NetGross.Net),
            Motion(),
            Weight(0.200m),
            Motion(),
            Weight(0.700m),
            Weight(0.500m, true, NetGross.Net))));

    [Fact]
    public void TareKey_IsNoWeighing_GoodsPutIntoTheContainerAre() =>
        Assert.Equal(["0.200", "0.800"], Nets(Feed(
            Weight(0m),
            Weight(0.200m),
            Weight(0.000m, true, NetGross.Net),
            Motion(),
            Weight(0.800m, true, NetGross.Net),
            Weight(1.000m, true, NetGross.Gross))));

    [Fact]
    public void PresetTare_DoesNotSwallowTheLoad() =>
        Assert.Equal(["0.800"], Nets(Feed(Weight(0m), Weight(0.800m, true, NetGross.Net))));

    [Fact]
    public void CoarseDivision_WidensWhatIsTheSame()
    {
        var coarse = new WeighingInterpreter("scale-1", 0.005m);
        WeightReading[] frames = [Weight(0m), Weight(0.095m), Weight(1.000m), Motion(), Weight(1.005m), Weight(0.995m), Weight(0.010m), Weight(1.000m)];

        Assert.Equal(["1.000", "1.000"], Nets(frames.Select(coarse.Take).OfType<EventDraft>()));
    }

    [Fact]
    public void UnknownStability_NeedsThreeEqualWeightsOver600Ms()
    {
        Assert.Empty(Feed(Readings.Weight(0, 1.000m, null), Readings.Weight(0.2, 1.000m, null), Readings.Weight(0.5, 1.000m, null)));
        Assert.Single(Feed(Readings.Weight(0.6, 1.000m, null)));
        Assert.Empty(Feed(Readings.Weight(0.8, 0.000m, null), Readings.Weight(1.0, 0.000m, null), Readings.Weight(1.4, 0.000m, null)));
        Assert.Empty(Feed(Readings.Weight(1.6, 2.000m, null), Readings.Weight(2.4, 2.000m, null), Readings.Weight(2.5, 2.100m, null)));
    }

    [Fact]
    public void UnknownStability_ClockStepsBack_StartsTheCountAnew()
    {
        Assert.Empty(Feed(Readings.Weight(10, 1.000m, null), Readings.Weight(10.3, 1.000m, null), Readings.Weight(2, 1.000m, null), Readings.Weight(2.3, 1.000m, null)));
        Assert.Single(Feed(Readings.Weight(2.6, 1.000m, null)));
    }

    private static IEnumerable<string?> Nets(IEnumerable<EventDraft> drafts)
    {
        foreach (var draft in drafts)
        {
            using var data = JsonDocument.Parse(draft.Data);
            yield return data.RootElement.GetProperty("net").GetString();
        }
    }

    private List<EventDraft> Feed(params IEnumerable<WeightReading> frames) => [.. frames.Select(_interpreter.Take).OfType<EventDraft>()];

    private WeightReading Weight(decimal weight, bool? stable = true, NetGross netGross = NetGross.Gross) =>
        Readings.Weight(_now += 0.2, weight + 0.000m, stable, netGross);

    private WeightReading Motion() => Readings.Motion(_now += 0.2);

    private WeightReading Error(string error) => Readings.Error(_now += 0.2, error);

    private WeightReading Status(params string[] flags) => Readings.Status(_now += 0.2, flags);
}
