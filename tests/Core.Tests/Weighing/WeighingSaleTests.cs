using System.Text.Json;
using Core.Tests.Devices;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Weighing;
using Tests.Shared;

namespace Core.Tests.Weighing;

/// <summary>Goods, containers, prices and keys at one scale.</summary>
public sealed class WeighingSaleTests
{
    private static readonly MassUnit s_kilogram = MassUnit.Priced("kg")!;

    private readonly RecordedLog<WeighingShop> _log = new();
    private readonly WeighingBoard _board = new(new ManualClock());
    private readonly WeighingOptions _options = new();
    private PriceList? _prices = List(1299);
    private WeighingInterpreter? _interpreter;
    private double _now;

    private WeighingInterpreter Interpreter => _interpreter ??= new WeighingInterpreter(
        "scale-1", 0.001m, null, new WeighingShop(_options, () => _prices, null, _board, _log) { Label = weighed => $"L{weighed.Item.Plu}/{weighed.TotalFen}" });

    private WeighingState State => Assert.Single(_board.Snapshot());

    [Fact]
    public void LoadWaitsForItsPlu_AndIsThenASaleWithEverythingInIt()
    {
        Assert.Empty(Feed(Weight(0m), Weight(1.262m)));
        Assert.Equal(("placed", "no_plu", "1.262"), (State.State, State.Reason, State.Net));

        var sale = Press(new PluKey("101"));

        using var data = JsonDocument.Parse(sale!.Data);
        Assert.Equal(
            $$"""{"scale":"scale-1","capture":"{{sale.OriginId}}","net":"1.250","unit":"kg","net_gross":"gross","gross":"1.262","tare":"0.012","plu":"101","sku":"apple-fuji","unit_price_fen":1299,"price_unit":"kg","total_fen":1624,"currency":"CNY","rounding":"half_up_to_1","label":"L101/1624"}""",
            data.RootElement.GetRawText());
        Assert.Equal(("captured", null, 1624L, "L101/1624"), (State.State, State.Reason, State.Captured!.TotalFen, State.Captured.Label));
    }

    [Fact]
    public void PluChosenBefore_IsUsedOnce()
    {
        Feed(Weight(0m));
        Assert.Null(Press(new PluKey("102")));
        Assert.Single(Feed(Weight(1.000m)));

        Assert.Empty(Feed(Weight(0m), Weight(1.000m)));
        Assert.Equal("no_plu", State.Reason);
    }

    [Fact]
    public void KeptPlu_ServesTheNextLoadToo()
    {
        _options.KeepPlu = true;
        Press(new PluKey("102"));

        Assert.Equal(2, Feed(Weight(0m), Weight(1.000m), Weight(0m), Weight(0.500m)).Count);
    }

    [Fact]
    public void PluForTheNextLoad_MayBeChosenWhileThisOneLiesThere()
    {
        Press(new PluKey("101"));
        Assert.Single(Feed(Weight(0m), Weight(1.000m)));

        Assert.Null(Press(new PluKey("102")));

        Assert.Equal("102", Text(Assert.Single(Feed(Weight(1.000m), Weight(0m), Weight(1.000m))), "plu"));
    }

    [Fact]
    public void PluKey_OnAReadingOlderThanASecond_WaitsForTheNext()
    {
        Feed(Weight(0m), Weight(1.000m));
        _now += 1.1;

        Assert.Null(Press(new PluKey("102")));

        Assert.Single(Feed(Weight(1.000m)));
    }

    [Fact]
    public void PluKey_AfterAnInterruption_WaitsForTheNextReading()
    {
        Feed(Weight(0m), Weight(1.000m));
        Interpreter.Interrupt();

        Assert.Null(Press(new PluKey("102")));
        Assert.Null(State.Net);
    }

    [Fact]
    public void UnknownPlu_IsRefused_AndChangesNothing()
    {
        Press(new PluKey("101"));

        Assert.Equal(new KeyOutcome("plu", "\"999\" is not in the price list; expected one of its PLU numbers"), Refused(new PluKey("999")));
        Assert.Equal("101", State.Plu!.Plu);
    }

    [Fact]
    public void PriceChangedWhileChosen_IsTheNewOne_GoodsRemovedAreNotSold()
    {
        Press(new PluKey("102"));
        _prices = List(2000);
        Assert.Equal(2000, Number(Assert.Single(Feed(Weight(0m), Weight(1.000m))), "total_fen"));

        Press(new PluKey("102"));
        _prices = new PriceList(null, []);
        Assert.Empty(Feed(Weight(0m), Weight(1.000m)));
        Assert.Equal("plu_gone", State.Reason);
    }

    [Fact]
    public void CaptureWithoutPlu_TakesTheWeightAlone()
    {
        _options.CaptureWithoutPlu = true;

        var weighed = Assert.Single(Feed(Weight(0m), Weight(1.000m)));

        Assert.DoesNotContain("total_fen", System.Text.Encoding.UTF8.GetString(weighed.Data), StringComparison.Ordinal);
    }

    [Fact]
    public void TareKey_TakesTheContainer_AndGoodsInItAreOneSale_AndTheContainerStaysWhileItLiesThere()
    {
        Feed(Weight(0m), Weight(0.200m));
        Press(new TareKey(null, null));
        Assert.Equal(("idle", "0.000", "0.200"), (State.State, State.Net, State.Tare!.Amount));
        Press(new PluKey("102"));

        var sale = Assert.Single(Feed(Weight(0.700m), Weight(0.200m), Weight(0.200m)));

        Assert.Equal(("0.500", "0.700", "0.200"), (Text(sale, "net"), Text(sale, "gross"), Text(sale, "tare")));
        Assert.Equal("0.200", State.Tare!.Amount);
        Feed(Weight(0m));
        Assert.Null(State.Tare);
    }

    [Fact]
    public void ContainerByKey_GoesBeforeThatOfTheGoods()
    {
        Feed(Weight(0m));
        Press(new PluKey("101"));
        Press(new TareKey(50m, "g"));

        Assert.Equal("0.950", Text(Assert.Single(Feed(Weight(1.000m))), "net"));
    }

    [Fact]
    public void ClearingTheContainer_MakesNoLoadOfIt_AndNoSecondSaleOfTheGoods()
    {
        _prices = null;
        Press(new TareKey(0.200m, "kg"));
        Assert.Empty(Feed(Weight(0m), Weight(0.200m)));
        Assert.Null(Press(new ClearKey()));
        Assert.Empty(Feed(Weight(0.200m)));
        Assert.Equal("tare_changed", State.Reason);

        Assert.Single(Feed(Weight(0m), Weight(1.000m)));
        Press(new TareKey(0.900m, "kg"));
        Press(new TareKey(2m, "kg"));
        Press(new ClearKey());
        Assert.Empty(Feed(Weight(1.000m), Weight(1.000m)));
    }

    [Fact]
    public void TareKey_WhileMoving_IsRefused()
    {
        Feed(Weight(0m), Weight(0.200m), Readings.Motion(_now += 0.2));

        Assert.Equal("amount", Refused(new TareKey(null, null)).Path);
    }

    [Fact]
    public void ScaleAndGatewayBothTakingAContainer_SellNothing()
    {
        Press(new PluKey("101"));

        Assert.Empty(Feed(Weight(0m), Weight(1.000m, NetGross.Net)));
        Assert.Equal("tare_twice", State.Reason);
    }

    [Fact]
    public void ScalesOwnContainer_IsInTheEvent_WhereTheScaleSaysIt()
    {
        Press(new PluKey("102"));
        var frame = new WeightFrame(1.000m, "kg", true, NetGross.Net, [], []) { Reckoned = new ScaleReckoning(Tare: 0.250m) };

        var sale = Assert.Single(Feed(Weight(0m), Reading(frame)));

        Assert.Equal(("1.000", "1.250", "0.250"), (Text(sale, "net"), Text(sale, "gross"), Text(sale, "tare")));
    }

    [Fact]
    public void PriceComputingScale_ThatAgrees_Sells_OneThatDoesNot_IsToldOnce_AndSellsNothing()
    {
        Press(new PluKey("102"));
        Assert.Empty(Feed(Weight(0m), Reckoned(1298, 1298), Reckoned(1298, 1298)));
        Assert.Equal("unit_price_differs", State.Reason);
        Assert.Empty(Feed(Reckoned(1299, 1298), Reckoned(1299, 1298)));
        Assert.Equal("total_differs", State.Reason);
        Assert.Equal([1164, 1164], _log.Lines.Select(line => line.Id));

        Assert.Equal(1299, Number(Assert.Single(Feed(Reckoned(1299, 1299))), "total_fen"));
    }

    [Fact]
    public void Settle_WaitsUntilTheWeightHasLainThatLong()
    {
        _options.Settle = TimeSpan.FromSeconds(0.5);
        _prices = null;
        Assert.Empty(Feed(Weight(0m), Weight(0.300m), Weight(0.300m), Weight(0.800m), Weight(0.800m), Weight(0.800m)));
        Assert.Equal("settling", State.Reason);

        Assert.Equal("0.800", Text(Assert.Single(Feed(Weight(0.800m))), "net"));
    }

    [Fact]
    public void ChangedAfterTheCapture_IsSaid_UntilThePanIsEmpty()
    {
        _prices = null;
        Assert.Single(Feed(Weight(0m), Weight(1.000m), Weight(1.200m), Weight(1.200m)));
        Assert.Equal(("captured", "changed"), (State.State, State.Reason));
        Feed(Weight(0m));
        Assert.Equal(("idle", null), (State.State, State.Reason));
    }

    [Fact]
    public void UnitThatNoPriceCanBeReckonedIn_SellsNothing()
    {
        Press(new PluKey("102"));

        Assert.Empty(Feed(Reading(new WeightFrame(0.000m, "mystery", true, NetGross.Gross, [], [])), Reading(new WeightFrame(1.000m, "mystery", true, NetGross.Gross, [], []))));
        Assert.Equal("unknown_unit", State.Reason);
    }

    [Fact]
    public void Board_ShowsNoWeightThatIsOlderThanASecond()
    {
        var clock = new ManualClock();
        var board = new WeighingBoard(clock);
        var interpreter = new WeighingInterpreter("scale-1", null, null, new WeighingShop(_options, () => null, null, board, _log));
        interpreter.Take(Weight(1.000m));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("1.000", board.Snapshot()[0].Net);

        clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal((null, null, "stale"), (board.Snapshot()[0].Net, board.Snapshot()[0].Weight, board.Snapshot()[0].Reason));
    }

    private static PriceList List(long price) => new(
        null,
        [
            new PricedItem("101", "apple-fuji", "富士苹果", price, s_kilogram, new Tare(12m, MassUnit.Shown("g")!)),
            new PricedItem("102", "pear", "梨", price, s_kilogram, null),
        ]);

    private static string? Text(EventDraft draft, string name)
    {
        using var data = JsonDocument.Parse(draft.Data);
        return data.RootElement.GetProperty(name).GetString();
    }

    private static long Number(EventDraft draft, string name)
    {
        using var data = JsonDocument.Parse(draft.Data);
        return data.RootElement.GetProperty(name).GetInt64();
    }

    private EventDraft? Press(WeighingKey key)
    {
        var draft = Interpreter.Press(key, Readings.At(_now += 0.05), out var outcome);
        Assert.Equal(KeyOutcome.Done, outcome);
        return draft;
    }

    private KeyOutcome Refused(WeighingKey key)
    {
        Assert.Null(Interpreter.Press(key, Readings.At(_now += 0.05), out var outcome));
        Assert.False(outcome.IsDone);
        return outcome;
    }

    private List<EventDraft> Feed(params IEnumerable<WeightReading> readings) => [.. readings.Select(Interpreter.Take).OfType<EventDraft>()];

    private WeightReading Weight(decimal weight, NetGross netGross = NetGross.Gross) => Readings.Weight(_now += 0.2, weight + 0.000m, true, netGross);

    private WeightReading Reckoned(long price, long total) =>
        Reading(new WeightFrame(1.000m, "kg", true, NetGross.Gross, [], []) { Reckoned = new ScaleReckoning(null, price, total) });

    private WeightReading Reading(WeightFrame frame) => new("scale-1", Readings.At(_now += 0.2), frame);
}
