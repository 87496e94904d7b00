namespace EdgeGateway.Core.Shelves;

/// <summary>Goods that left in one hand and have not come back.</summary>
/// <param name="Pieces">How many of each SKU of the plate.</param>
/// <param name="Grams">What they weighed together.</param>
/// <param name="Variance">How uncertain that is, in square grams.</param>
/// <param name="AtMs">When they left.</param>
internal sealed record HeldGoods(int[] Pieces, double Grams, double Variance, long AtMs)
{
    /// <summary>How many hands a plate remembers.</summary>
    public const int Most = 16;

    /// <summary>All pieces.</summary>
    public int Count { get; } = Pieces.Sum();

    /// <summary>Whether one hand holds just what comes.</summary>
    public static bool Has(HeldGoods[] held, int[] net) => Array.Exists(held, one => Same(one, net));

    /// <summary>What hands hold after goods came and went.</summary>
    /// <param name="held">What they held before.</param>
    /// <param name="net">What came, negative what went.</param>
    /// <param name="change">The change of load, or less what the taken goods should weigh where the load tells nothing of them.</param>
    /// <param name="variance">How uncertain it is, in square grams.</param>
    /// <param name="atMs">When.</param>
    public static HeldGoods[] After(HeldGoods[] held, int[] net, double change, double variance, long atMs)
    {
        var (taken, brought) = (net.Select(n => Math.Max(0, -n)).ToArray(), net.Select(n => Math.Max(0, n)).ToArray());
        var (takes, brings) = (Array.Exists(taken, n => n > 0), Array.Exists(brought, n => n > 0));
        var left = held.ToList();
        if (brings)
        {
            var back = left.FindLastIndex(one => Same(one, brought) && (takes || Math.Abs(one.Grams - change) < 1 + 3 * Math.Sqrt(variance + one.Variance)));
            var part = back >= 0 || takes ? -1 : left.FindLastIndex(one => one.Count > brought.Sum() && !one.Pieces.Where((n, s) => n < brought[s]).Any());
            if (part >= 0)
            {
                var lump = left[part];
                left[part] = new HeldGoods([.. lump.Pieces.Select((n, s) => n - brought[s])], lump.Grams - change, lump.Variance + variance, lump.AtMs);
            }
            else if (back >= 0)
            {
                (change, variance) = (change - left[back].Grams, variance + left[back].Variance);
                left.RemoveAt(back);
            }
            else
            {
                takes = false;
            }
        }

        if (takes && change < 0)
        {
            left.Add(new HeldGoods(taken, -change, variance, atMs));
        }

        return [.. left.Where(one => one.Grams > 0).TakeLast(Most)];
    }

    private static bool Same(HeldGoods one, int[] pieces) => one.Pieces.AsSpan().SequenceEqual(pieces);
}
