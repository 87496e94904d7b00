using Bench.Shelves;
using Simulators.Shelves.Traces;

namespace Core.Tests.Shelves;

/// <summary>The scorer of <c>bench shelf</c> on cases made by hand.</summary>
public sealed class EpisodeScorerTests
{
    private static readonly SimulatedPlate s_plate = SimulatedShelf.Run(TraceSets.Find("easy")! with { LeastSkus = 2 }, 1, 10, 1).Plates[0];

    [Fact]
    public void Acts_LessThanSixSecondsApart_AreOneEpisode()
    {
        var episodes = Episodes(Taken(10, 1), Taken(15.5, 1), Taken(22, 1));

        Assert.Equal([2, 1], episodes.ConvertAll(episode => episode.Acts.Count));
        Assert.Equal(Nets.Of(0, -2), episodes[0].Net);
    }

    [Fact]
    public void Judge_ByNetChange()
    {
        Assert.Equal(Outcome.Right, Judge([Taken(10, 1)], Line(10, 0, -1)));
        Assert.Equal(Outcome.Right, Judge([Taken(10, 2)], Line(10, 0, -1), Line(11, 0, -1)));
        Assert.Equal(Outcome.Wrong, Judge([Taken(10, 2)], Line(10, 0, -1)));
        Assert.Equal(Outcome.Wrong, Judge([Taken(10, 1)], Line(10, 1, -1)));
        Assert.Equal(Outcome.Wrong, Judge([Taken(10, 1)]));
        Assert.Equal(Outcome.Ambiguous, Judge([Taken(10, 1)], Line(10, 0, -1), Doubt(10)));
    }

    [Fact]
    public void Judge_NothingMoved_IsRightWithoutGoods()
    {
        var push = new TruthAct(ActKind.Push, 10, 10, 10.5) { Net = 0, Moved = [], Grams = 0, Pace = "calm" };

        Assert.Equal(Outcome.Right, Judge([push]));
        Assert.Equal(Outcome.Right, Judge([push], new Told(11000, 10000, null, 0, false)));
        Assert.Equal(Outcome.Right, Judge([push], Line(10, 0, -1), Line(11, 0, 1)));
        Assert.Equal(Outcome.Wrong, Judge([push], Line(10, 0, -1)));
    }

    [Fact]
    public void Judge_GoodsOfAnotherPlate_MayBeNamed()
    {
        var stray = new TruthAct(ActKind.MisplacedPut, 10, 10, 10.5) { Net = 0, Moved = [], Grams = 100, Pace = "calm", Thing = "6900000000000" };

        Assert.Equal(Outcome.Right, Judge([stray], new Told(11000, 10000, "6900000000000", 1, false)));
        Assert.Equal(Outcome.Wrong, Judge([stray], new Told(11000, 10000, "6911111111111", 1, false)));
    }

    [Fact]
    public void Score_LineFarFromEverything_IsAnEpisodeOfItsOwn()
    {
        var scored = EpisodeScorer.Score(s_plate, Episodes(Taken(10, 1)), [Line(10, 0, -1), Line(40, 0, -1)]);

        Assert.Equal([Outcome.Right, Outcome.Wrong], scored.ConvertAll(episode => episode.Judge()));
    }

    [Fact]
    public void TruthIsPossible_AddsToldAndCandidates()
    {
        var episode = Episodes(Taken(10, 2))[0];
        episode.Lines.Add(Line(10, 0, -1));
        episode.Lines.Add(Doubt(10) with { Possible = [new Dictionary<string, int> { [s_plate.Items[0].Sku] = -1 }] });

        Assert.True(episode.TruthIsPossible());
    }

    [Fact]
    public void Limit_CommitsFromItsProbability()
    {
        var acts = new[] { Taken(10, 1), Taken(11, 1) };
        acts[0].Known = new Dictionary<long, double> { [Nets.Of(0, -1)] = 0.9, [Nets.Of(1, -1)] = 0.1 };
        acts[1].Known = new Dictionary<long, double> { [Nets.Of(0, -1)] = 0.8, [Nets.Of(1, -1)] = 0.2 };
        var known = Knowable.Of(Episodes(acts)[0]);

        Assert.True(known.Right);
        Assert.Equal(0.72, known.Probability, 6);
        Assert.Equal(1, Knowable.Committing([known], 0.7).Right);
        Assert.Equal(1, Knowable.Committing([known], 0.78).Ambiguous);
        Assert.Equal(0.5, Knowable.Reachable([known, new Knowable(0.6, false)], 0.015));
    }

    [Fact]
    public void Nets_AddUpAndComeApart() =>
        Assert.Equal([-3, 0, 12, -1], Nets.Counts(Nets.Of(0, -2) + Nets.Of(3, -1) + Nets.Of(2, 12) + Nets.Of(0, -1), 4));

    [Fact]
    public void Wilson_KnownCase_IsThatOfTheTables()
    {
        var (low, high) = Tally.Wilson(95, 100);

        Assert.Equal(0.8882, low, 3);
        Assert.Equal(0.9785, high, 3);
    }

    private static Outcome Judge(TruthAct[] acts, params Told[] lines)
    {
        var episode = Episodes(acts)[0];
        episode.Lines.AddRange(lines);
        return episode.Judge();
    }

    private static List<Episode> Episodes(params TruthAct[] acts)
    {
        s_plate.Acts.Clear();
        s_plate.Acts.AddRange(acts);
        return Episode.Of(s_plate);
    }

    private static TruthAct Taken(double at, int pieces) =>
        new(ActKind.Take, at - 0.5, at, at + 0.1) { Net = Nets.Of(0, -pieces), Moved = [(0, -pieces)], Grams = -100, Pace = "calm" };

    private static Told Line(double at, int item, int pieces) => new((long)(at * 1000) + 900, (long)(at * 1000), s_plate.Items[item].Sku, pieces, false);

    private static Told Doubt(double at) => new((long)(at * 1000) + 900, (long)(at * 1000), null, 0, true);
}
