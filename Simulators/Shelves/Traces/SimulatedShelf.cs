using System.Globalization;

namespace Simulators.Shelves.Traces;

/// <summary>A store's plates for a while: what they carried, what their converters said, what really happened.</summary>
internal sealed class SimulatedShelf
{
    private const double UpsideDown = 0.1;

    private static readonly double[] s_fullScales = [5_000, 10_000, 20_000];

    private SimulatedShelf(TraceSet set, double seconds, IReadOnlyList<SimulatedPlate> plates, IReadOnlyList<List<TraceRow>> rows, IReadOnlyList<(double, double)> cuts) =>
        (Set, Seconds, Plates, Rows, Cuts) = (set, seconds, plates, rows, cuts);

    /// <summary>The set it belongs to.</summary>
    public TraceSet Set { get; }

    /// <summary>How long it lasts.</summary>
    public double Seconds { get; }

    /// <summary>The plates, with what happened on them.</summary>
    public IReadOnlyList<SimulatedPlate> Plates { get; }

    /// <summary>The conversions of each plate, by time.</summary>
    public IReadOnlyList<List<TraceRow>> Rows { get; }

    /// <summary>When there was no power.</summary>
    public IReadOnlyList<(double From, double To)> Cuts { get; }

    /// <summary>Simulates it. The same seed gives the same.</summary>
    public static SimulatedShelf Run(TraceSet set, int plates, double seconds, ulong seed)
    {
        var dice = new Dice(seed);
        var skus = new HashSet<string>(StringComparer.Ordinal);
        List<SimulatedPlate> all = [.. Enumerable.Range(0, plates).Select(i => Plate(set, i, skus, dice.Fork()))];
        var process = new StoreProcess(set, all, seconds, dice.Fork());
        process.Run();
        List<List<TraceRow>> rows = [.. all.Select(plate => new Converter(set, plate, process.Cuts, dice.Fork()).Run(seconds))];
        return new SimulatedShelf(set, seconds, all, rows, process.Cuts);
    }

    private static SimulatedPlate Plate(TraceSet set, int index, HashSet<string> skus, Dice dice)
    {
        var items = Items(set, skus, dice);
        var room = s_fullScales[^1] * 0.8;
        foreach (var item in items)
        {
            item.Start = Math.Clamp((int)(room / items.Count / item.Article.Grams), 4, dice.Whole(10, 30));
            item.NextBatch(dice);
            for (var i = 0; i < item.Start; i++)
            {
                item.Pieces.Add(item.Draw(items.IndexOf(item), dice));
            }

            item.Deliver(item.Start);
            item.NextDelivery(dice);
        }

        var load = items.Sum(item => item.Pieces.Sum(piece => piece.Grams));
        var fullScale = s_fullScales.FirstOrDefault(scale => scale * 0.8 >= load, s_fullScales[^1]);
        var cell = Cell(set, fullScale, dice);
        var plate = new SimulatedPlate
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (index / 12 % 26))}{(index % 12) + 1}{(index < 312 ? "" : "-" + (index / 312))}"),
            Cell = cell,
            Items = items,
            LossGramsASecond = set.LossGramsAnHour == 0 ? 0 : dice.LogBetween(set.LossGramsAnHour / 15, set.LossGramsAnHour) / 3600,
            NoiseGrams = Math.Sqrt((set.NoiseCounts * set.NoiseCounts) + (set.PinkCounts * set.PinkCounts)) / Math.Abs(cell.CountsPerGram),
        };
        plate.Load.StartAt(plate.Felt);
        return plate;
    }

    private static List<PlateItem> Items(TraceSet set, HashSet<string> skus, Dice dice)
    {
        var articles = new List<Article>();
        List<Article> shop = [.. Articles.All.Where(article => article.Grams >= set.LightestGrams && article.Grams <= set.HeaviestGrams)];
        for (var count = dice.Whole(set.LeastSkus, set.MostSkus); articles.Count < count;)
        {
            var roll = dice.Unit();
            articles.Add(articles.Count > 0 && roll < set.LookAlikes ? Articles.Flavour(articles[0], dice)
                : articles.Count > 0 && roll < set.LookAlikes + set.DoublePacks ? Articles.Double(articles[0], dice)
                : Another(shop, articles, set, dice));
        }

        var shares = articles.ConvertAll(_ => dice.LogBetween(0.3, 1));
        return articles.ConvertAll(article => new PlateItem
        {
            Sku = Sku(skus, dice),
            Article = article,
            Sigma = article.Sigma(dice.LogBetween(0.06, 0.3)),
            BatchShare = set.BatchShare,
            NewBatches = set.NewBatches,
            Popularity = shares[articles.IndexOf(article)] / shares.Sum(),
            SigmaError = dice.Between(0.85, 1.25),
        });
    }

    /// <summary>Goods that are not there yet; in a set of light goods also pieces that no list has, of any weight.</summary>
    private static Article Another(List<Article> shop, List<Article> there, TraceSet set, Dice dice)
    {
        if (set.HeaviestGrams < 100)
        {
            var grams = dice.LogBetween(set.LightestGrams, set.HeaviestGrams);
            return new Article("small goods", Math.Round(grams, 1), grams * 0.9, 0.05);
        }

        Article article;
        do
        {
            article = dice.Pick(shop);
        }
        while (there.Contains(article));
        return article;
    }

    private static LoadCell Cell(TraceSet set, double fullScale, Dice dice)
    {
        // 2 mV/V at 5 V and gain 128: about 430 counts a gram with 10 kg.
        var countsPerGram = Math.Round(4_300_000 / fullScale * dice.Between(0.9, 1.1) * (dice.Chance(UpsideDown) ? -1 : 1), 2);
        var zero = Math.Round(8_388_608 + (dice.Normal() * 150_000));
        var cheap = dice.Chance(set.CheapCells);
        var either = dice.Chance(0.5) ? 1 : -1;
        return new LoadCell
        {
            FullScale = fullScale,
            CountsPerGram = countsPerGram,
            ZeroCounts = zero,
            TrueCountsPerGram = countsPerGram * (1 + (0.0003 * dice.Normal())),
            TrueZeroCounts = zero + (countsPerGram * 0.5 * dice.Normal()),
            RingHz = dice.Between(5, 15),
            Damping = dice.Between(0.1, 0.3),
            Creep = (cheap ? 0.0005 : 0.0003) * either,
            Hysteresis = cheap ? 0.0005 : 0.0002,
            Nonlinearity = (cheap ? 0.0005 : 0.0002) * (dice.Chance(0.5) ? 1 : -1),
            GramsAKelvin = (cheap ? 0.0001 : 0.00003) * fullScale * dice.Normal(),
            HumGrams = set.HumGrams == 0 ? 0 : dice.LogBetween(set.HumGrams / 8, set.HumGrams),
            HumHz = dice.Between(2.7, 3.3),
            WarmUpGrams = set.WarmUpGrams * dice.Unit(),
            PlainAverage = dice.Chance(0.5),
            MiswiredGrams = dice.Chance(0.5) ? set.MiswiredGrams * dice.Unit() : 0,
        };
    }

    /// <summary>An EAN-13 of China's range with its check digit.</summary>
    private static string Sku(HashSet<string> skus, Dice dice)
    {
        while (true)
        {
            var digits = string.Create(CultureInfo.InvariantCulture, $"69{dice.Whole(0, 99_999):00000}{dice.Whole(0, 99_999):00000}");
            var sum = digits.Select((digit, i) => (digit - '0') * (i % 2 == 0 ? 1 : 3)).Sum();
            var sku = digits + (char)('0' + ((10 - (sum % 10)) % 10));
            if (skus.Add(sku))
            {
                return sku;
            }
        }
    }
}
