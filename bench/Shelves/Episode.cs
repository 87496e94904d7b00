using Simulators.Shelves.Traces;

namespace Bench.Shelves;

/// <summary>What a method made of an episode.</summary>
internal enum Outcome
{
    /// <summary>The net change of every SKU is as it was, and nothing was left open.</summary>
    Right,

    /// <summary>Something was left open.</summary>
    Ambiguous,

    /// <summary>Something else was told.</summary>
    Wrong,
}

/// <summary>Acts on one plate less than 6 s apart.</summary>
/// <param name="Plate">The plate.</param>
/// <param name="Acts">The acts, at least one; none where a method told goods and nothing had happened.</param>
internal sealed record Episode(SimulatedPlate Plate, IReadOnlyList<TruthAct> Acts)
{
    /// <summary>What makes two acts one episode, in seconds.</summary>
    public const double Apart = 6;

    /// <summary>When the first hand came, in seconds.</summary>
    public double On { get; } = Acts.Count == 0 ? 0 : Acts.Min(act => act.On);

    /// <summary>When the last hand was off.</summary>
    public double Off { get; } = Acts.Count == 0 ? 0 : Acts.Max(act => act.Off);

    /// <summary>The net change in goods.</summary>
    public long Net { get; } = Acts.Sum(act => act.Net);

    /// <summary>What the method told of it.</summary>
    public List<Told> Lines { get; } = [];

    /// <summary>The same episode, of which nothing was told yet.</summary>
    public Episode Untold() => new(Plate, Acts);

    /// <summary>The episodes of a plate, by time.</summary>
    public static List<Episode> Of(SimulatedPlate plate)
    {
        var episodes = new List<Episode>();
        var acts = new List<TruthAct>();
        var off = double.MinValue;
        foreach (var act in plate.Acts.OrderBy(act => act.At))
        {
            if (acts.Count > 0 && act.At - off >= Apart)
            {
                episodes.Add(new Episode(plate, acts));
                acts = [];
            }

            acts.Add(act);
            off = Math.Max(off, act.Off);
        }

        if (acts.Count > 0)
        {
            episodes.Add(new Episode(plate, acts));
        }

        return episodes;
    }

    /// <summary>How the lines compare with what happened.</summary>
    public Outcome Judge()
    {
        if (Lines.Exists(line => line.Ambiguous))
        {
            return Outcome.Ambiguous;
        }

        long told = 0;
        foreach (var line in Lines.Where(line => line.Sku is not null))
        {
            var item = Item(line.Sku!);
            if (item >= 0)
            {
                told += Nets.Of(item, line.Pieces);
            }
            else if (!Acts.Any(act => act.Thing == line.Sku))
            {
                return Outcome.Wrong;
            }
        }

        return told == Net ? Outcome.Right : Outcome.Wrong;
    }

    /// <summary>Whether what happened is among what the ambiguous lines hold for possible, together with what was told.</summary>
    public bool TruthIsPossible()
    {
        HashSet<long> nets = [Lines.Where(line => !line.Ambiguous && line.Sku is not null && Item(line.Sku) >= 0).Sum(line => Nets.Of(Item(line.Sku!), line.Pieces))];
        foreach (var line in Lines.Where(line => line.Ambiguous))
        {
            nets = [.. nets.SelectMany(net => line.Possible.Select(possible => net + possible.Where(pair => Item(pair.Key) >= 0).Sum(pair => Nets.Of(Item(pair.Key), pair.Value))))];
        }

        return nets.Contains(Net);
    }

    private int Item(string sku)
    {
        for (var i = 0; i < Plate.Items.Count; i++)
        {
            if (Plate.Items[i].Sku == sku)
            {
                return i;
            }
        }

        return -1;
    }
}
