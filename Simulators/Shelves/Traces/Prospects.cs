namespace Simulators.Shelves.Traces;

/// <summary>
/// Everything that may happen next on a plate, with how likely. The shoppers are drawn from this list, and the information limit is reckoned from the same list,
/// so that the limit is that of the process itself.
/// </summary>
internal sealed class Prospects(TraceSet set)
{
    private const double LeftTheStore = 600;
    private const int MostThings = 2;

    private static readonly double[] s_pieces = [0.79, 0.16, 0.035, 0.01, 0.004, 0.001];

    /// <summary>Lists them.</summary>
    /// <param name="plate">The plate.</param>
    /// <param name="neighbour">Where wrong goods come from.</param>
    /// <param name="now">The time in seconds.</param>
    /// <param name="leaning">Whether somebody leans on it: then only goods move.</param>
    public List<Prospect> Of(SimulatedPlate plate, SimulatedPlate neighbour, double now, bool leaning)
    {
        var all = new List<Prospect>(64);
        plate.Out.RemoveAll(held => now - held.At > LeftTheStore);
        Takes(plate, all);
        Returns(plate, now, all);
        Refills(plate, all);
        if (leaning)
        {
            return all;
        }

        Things(plate, all);
        Strays(plate, neighbour, all);
        Disturbances(all);
        return all;
    }

    private static void Takes(SimulatedPlate plate, List<Prospect> all)
    {
        const double Share = 0.62;
        for (var i = 0; i < plate.Items.Count; i++)
        {
            var item = plate.Items[i];
            for (var k = 1; k <= Math.Min(item.Pieces.Count, s_pieces.Length); k++)
            {
                all.Add(Take(plate, Share * item.Popularity * s_pieces[k - 1], (i, k)));
            }

            for (var j = i + 1; j < plate.Items.Count; j++)
            {
                if (item.Pieces.Count > 0 && plate.Items[j].Pieces.Count > 0)
                {
                    all.Add(Take(plate, Share * 0.12 * item.Popularity * plate.Items[j].Popularity, (i, 1), (j, 1)));
                }
            }
        }
    }

    private static void Returns(SimulatedPlate plate, double now, List<Prospect> all)
    {
        foreach (var held in plate.Out)
        {
            var age = now - held.At;
            var weight = (0.35 * Math.Exp(-age / 12)) + (0.04 * Math.Exp(-age / 120));
            all.Add(Back(held, held.Pieces.Count, held.Pieces.Count > 1 ? 0.6 * weight : weight));
            if (held.Pieces.Count > 1)
            {
                all.Add(Back(held, 1, 0.4 * weight));
            }

            var back = Back(held, held.Pieces.Count, 0);
            for (var i = 0; i < plate.Items.Count; i++)
            {
                if (plate.Items[i].Pieces.Count > 0)
                {
                    var take = Take(plate, 0, (i, 1));
                    all.Add(new Prospect(ActKind.Exchange, 0.15 * weight * plate.Items[i].Popularity, back.Grams + take.Grams, back.Variance + take.Variance, back.Net + take.Net)
                    {
                        Takes = take.Takes, Back = held, BackPieces = held.Pieces.Count,
                    });
                }
            }
        }
    }

    private void Refills(SimulatedPlate plate, List<Prospect> all)
    {
        for (var i = 0; i < plate.Items.Count; i++)
        {
            var item = plate.Items[i];
            all.Add(Bring(ActKind.Unasked, item, i, 1, set.Unasked * item.Popularity));
            var missing = item.Start - item.Pieces.Count;
            var eager = plate.Refilling == i ? 30 : item.Pieces.Count * 3 <= item.Start ? set.Restocking : 0;
            if (eager == 0 || missing < 2)
            {
                continue;
            }

            var handful = Math.Min(missing, 6);
            for (var k = 1; k <= handful; k++)
            {
                all.Add(Bring(ActKind.Restock, item, i, k, eager * 0.7 / handful));
            }

            all.Add(Bring(ActKind.Restock, item, i, missing, eager * 0.3));
        }
    }

    private void Things(SimulatedPlate plate, List<Prospect> all)
    {
        if (plate.Things.Count < MostThings)
        {
            all.AddRange(ForeignKind.All.Select(kind => new Prospect(ActKind.ForeignPut, set.Foreign * kind.Share, kind.Grams, kind.Sigma * kind.Sigma, 0) { Puts = kind }));
        }

        foreach (var thing in plate.Things)
        {
            all.Add(new Prospect(ActKind.ForeignAway, 0.4, -thing.Grams, Corner(thing.Grams), 0) { Clears = thing });
            for (var i = 0; i < plate.Items.Count; i++)
            {
                if (plate.Items[i].Pieces.Count > 0)
                {
                    var take = Take(plate, 0.06 * plate.Items[i].Popularity, (i, 1));
                    all.Add(take with { Kind = ActKind.ForeignAwayWithTake, Grams = take.Grams - thing.Grams, Clears = thing });
                }
            }
        }
    }

    private void Strays(SimulatedPlate plate, SimulatedPlate neighbour, List<Prospect> all)
    {
        if (set.Misplacing > 0)
        {
            foreach (var item in neighbour.Items.Where(item => plate.Items.All(own => own.Sku != item.Sku)))
            {
                var variance = (item.Sigma * item.Sigma) + item.BatchVarianceOnPlate;
                all.Add(new Prospect(ActKind.MisplacedPut, set.Misplacing * item.Popularity, item.MeanOnPlate, variance, 0) { Stray = new StrayPiece(item.Sku, null, item) });
            }
        }

        foreach (var stray in plate.Strays)
        {
            all.Add(new Prospect(ActKind.MisplacedAway, 0.3, -stray.Piece!.Felt, Corner(stray.Piece.Grams), 0) { Stray = stray });
        }
    }

    private void Disturbances(List<Prospect> all)
    {
        all.Add(new Prospect(ActKind.Lean, set.Leaning, 0, 0, 0));
        all.Add(new Prospect(ActKind.Push, set.Pushing, 0, 0, 0));
        all.Add(new Prospect(ActKind.Touch, set.Touching, 0, 0, 0));
        all.Add(new Prospect(ActKind.Cleaning, set.Cleaning, 0, 0, 0));
    }

    private static Prospect Take(SimulatedPlate plate, double weight, params IReadOnlyList<(int Item, int Count)> pieces)
    {
        double grams = 0, variance = 0;
        long net = 0;
        foreach (var (index, count) in pieces)
        {
            var item = plate.Items[index];
            grams -= count * item.MeanOnPlate;
            variance += count * ((item.Sigma * item.Sigma) + item.BatchVarianceOnPlate + Corner(item.MeanOnPlate));
            net += Nets.Of(index, -count);
        }

        return new Prospect(ActKind.Take, weight, grams, variance, net) { Takes = pieces };
    }

    private static Prospect Back(Held held, int pieces, double weight)
    {
        var grams = held.Pieces.Take(pieces).Sum(piece => piece.Grams);
        var net = held.Pieces.Take(pieces).Sum(piece => Nets.Of(piece.Item, 1));
        return new Prospect(ActKind.Return, weight, grams, Corner(grams) * 2, net) { Back = held, BackPieces = pieces };
    }

    private static Prospect Bring(ActKind kind, PlateItem item, int index, int pieces, double weight) =>
        new(kind, weight, pieces * item.BatchGrams, pieces * item.Sigma * item.Sigma, Nets.Of(index, pieces)) { Brings = (index, pieces) };

    private static double Corner(double grams) => grams * grams * SimulatedPlate.CornerShare * SimulatedPlate.CornerShare;
}
