using EdgeGateway.Core.Shelves;

namespace Core.Tests.Shelves;

/// <summary>A plate whose load is written down by hand: levels, hands, spikes and gaps, with seeded noise.</summary>
internal sealed class ScriptedPlate(int seed = 1, double hz = 10, double noise = 0.05)
{
    public const double CountsPerGram = 430;
    public const long Zero = 8388608;

    private readonly Random _random = new(seed);
    private readonly List<LoadSample> _samples = [];

    public IReadOnlyList<LoadSample> Samples => _samples;

    public double Load { get; set; }

    public double DriftGramsASecond { get; set; }

    public double HumGrams { get; set; }

    public long Now { get; private set; }

    public ScriptedPlate Rest(double seconds) => For(seconds, _ => 0);

    /// <summary>A hand that presses by so much at its most while the load becomes another.</summary>
    public ScriptedPlate Move(double grams, double pressing = 300, double seconds = 0.5)
    {
        var half = seconds / 2;
        For(half, t => pressing * Math.Sin(Math.PI * t / seconds));
        Load += grams;
        return For(half, t => pressing * Math.Sin(Math.PI * (t + half) / seconds));
    }

    public ScriptedPlate Lean(double grams, double seconds) => For(seconds, t => grams * (1 + 0.1 * Math.Sin(4.4 * t) + 0.05 * Math.Sin(15 * t)));

    public ScriptedPlate Spike(double grams) => For(1 / hz, _ => grams);

    public ScriptedPlate Gap(double seconds)
    {
        Now += (long)(seconds * 1000);
        return this;
    }

    public ScriptedPlate Saturated(double seconds)
    {
        for (var end = Now + (long)(seconds * 1000); Now < end; Now += (long)(1000 / hz))
        {
            _samples.Add(new LoadSample(Now, 16777215));
        }

        return this;
    }

    public List<ShelfEvent> Events(PlanogramPlate plate) => Events(plate, _samples);

    public static List<ShelfEvent> Events(PlanogramPlate plate, IEnumerable<LoadSample> samples)
    {
        var inference = new PlateInference(plate);
        var events = new List<ShelfEvent>();
        foreach (var sample in samples)
        {
            inference.Take(sample, events);
        }

        inference.Finish(events);
        return events;
    }

    /// <summary>A plate whose goods weigh 5000 g on the script's scale.</summary>
    public static PlanogramPlate Plate(params (string Sku, double Unit, double Sigma, int Count)[] goods) => PlateAt(5000, goods);

    /// <summary>A plate whose goods weigh so many grams on the script's scale: the zero is set to that.</summary>
    public static PlanogramPlate PlateAt(double load, params (string Sku, double Unit, double Sigma, int Count)[] goods) => new(
        "A1",
        CountsPerGram,
        Zero + Math.Round((load - goods.Sum(item => item.Unit * item.Count)) * CountsPerGram),
        10,
        10_000,
        [.. goods.Select(item => new PlanogramItem(item.Sku, item.Unit, item.Sigma))],
        [.. goods.Select(item => new StartCount(item.Sku, item.Count))]);

    /// <summary>Pieces that the events say are fewer (negative) or more on the plate.</summary>
    public static int Net(IEnumerable<ShelfEvent> events, string sku) => events.Where(told => told.Sku == sku)
        .Sum(told => told.Kind == ShelfEventKind.Taken ? -told.Count : told.Count);

    private ScriptedPlate For(double seconds, Func<double, double> hand)
    {
        var start = Now;
        for (var end = Now + (long)Math.Round(seconds * 1000); Now < end; Now += (long)Math.Round(1000 / hz))
        {
            var t = Now / 1000.0;
            var gauss = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            var grams = Load + hand((Now - start) / 1000.0) + DriftGramsASecond * t + HumGrams * Math.Sin(2 * Math.PI * 3 * t) + noise * gauss;
            _samples.Add(new LoadSample(Now, Zero + (long)Math.Round(grams * CountsPerGram)));
        }

        return this;
    }
}
