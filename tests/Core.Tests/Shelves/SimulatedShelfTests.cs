using System.Text;
using Bench.Shelves;
using Simulators.Shelves.Traces;

namespace Core.Tests.Shelves;

/// <summary>The inference on short traces of the physics simulator; the long ones are measured by <c>bench shelf</c> (docs/shelf-accuracy.md).</summary>
public sealed class SimulatedShelfTests
{
    [Theory]
    [InlineData("easy", 0.95, 0.04, 0.01)]
    [InlineData("hard", 0.75, 0.2, 0.06)]
    public void Inference_OnAShortTrace_KeepsAboveTheFloor(string set, double right, double belowTheLimit, double wrong)
    {
        var judged = ShelfRun.Store(TraceSets.Find(set)!, seed: 77, plates: 24, minutes: 8).FindAll(one => one.Limit is not null || one.Ours.Lines.Count > 0);
        var tally = new Tally();
        judged.ForEach(one => tally.Add(one.Ours));
        var limit = Knowable.Committing(judged.Select(one => one.Limit).OfType<Knowable>(), 0.72);
        var figures = $"{tally.Right} of {tally.Episodes} right, {tally.Ambiguous} ambiguous, {tally.Wrong} wrong; at best {limit.Right} right, {limit.Wrong} wrong";

        Assert.True(tally.Episodes > 300, figures);
        Assert.True(tally.Right >= right * tally.Episodes, figures);
        Assert.True(tally.Right >= limit.Right - (belowTheLimit * tally.Episodes), figures);
        Assert.True(tally.Wrong <= wrong * tally.Episodes, figures);
    }

    [Fact]
    public void Simulator_SameSeed_WritesTheSame()
    {
        Assert.Equal(Files(5), Files(5));
        Assert.NotEqual(Files(5), Files(6));

        static string Files(ulong seed)
        {
            var shelf = SimulatedShelf.Run(TraceSets.Find("hard")!, 3, 120, seed);
            using var planogram = new MemoryStream();
            TraceFiles.WritePlanogram(shelf, planogram);
            using var text = new StringWriter();
            TraceFiles.WriteTrace(shelf, text);
            TraceFiles.WriteTruth(shelf, text);
            return Encoding.UTF8.GetString(planogram.ToArray()) + text;
        }
    }

    [Fact]
    public void Simulator_EverySet_CountsWhatItMoves()
    {
        foreach (var set in TraceSets.All)
        {
            var shelf = SimulatedShelf.Run(set, 4, 300, 9);

            Assert.Equal(4, ShelfRun.Planogram(shelf).Plates.Count);
            foreach (var plate in shelf.Plates)
            {
                var net = Nets.Counts(plate.Acts.Sum(act => act.Net), plate.Items.Count);
                Assert.All(plate.Items.Index(), item => Assert.Equal(item.Item.Start + net[item.Index], item.Item.Pieces.Count));
                Assert.All(plate.Acts, act => Assert.Equal(act.Net, act.Moved.Sum(moved => Nets.Of(moved.Item, moved.Count))));
            }
        }
    }

    [Fact]
    public void Converter_LongAfterATake_ShowsItsGrams()
    {
        var calm = new TraceSet("calm", "nothing by itself") { NoiseCounts = 0, PinkCounts = 0, Spikes = 0, WanderGrams = 0, Swing = 0, CheapCells = 0, PauseSeconds = 40 };
        var shelf = SimulatedShelf.Run(calm, 1, 600, 3);
        var (plate, rows) = (shelf.Plates[0], shelf.Rows[0]);
        var alone = plate.Acts.FindAll(act => act.Kind == ActKind.Take && plate.Acts.TrueForAll(other => other == act || Math.Abs(other.At - act.At) > 9));

        Assert.NotEmpty(alone);
        foreach (var act in alone)
        {
            var before = rows.Last(row => row.TimeMs < (act.On * 1000) - 100);
            var after = rows.First(row => row.TimeMs > (act.Off * 1000) + 6000);
            var grams = (after.Counts - before.Counts) / plate.Cell.CountsPerGram;

            // The cell's own faults: a few parts in ten thousand of full scale and load.
            Assert.InRange(grams - act.Grams, -2.5, 2.5);
        }
    }

    [Fact]
    public void Chip_AtRest_HasTheNoiseOfItsDatasheet()
    {
        var rest = new TraceSet("rest", "an untouched plate") { PinkCounts = 0, Spikes = 0, WanderGrams = 0, Swing = 0, PauseSeconds = 1e9, TwoPlates = 0 };
        var rows = SimulatedShelf.Run(rest, 1, 300, 4).Rows[0];
        var steps = rows.Zip(rows.Skip(1), (a, b) => (double)(b.Counts - a.Counts)).ToList();

        Assert.InRange(Math.Sqrt(steps.Sum(step => step * step) / steps.Count / 2), 20, 22);
    }

    [Fact]
    public void Tolerance_OfNetContents_IsThatOfTheDirective()
    {
        Assert.Equal(4.5, Article.TolerableError(100), 6);
        Assert.Equal(9, Article.TolerableError(250), 6);
        Assert.Equal(10.2, Article.TolerableError(340), 6);
        Assert.Equal(15, Article.TolerableError(750), 6);
    }
}
