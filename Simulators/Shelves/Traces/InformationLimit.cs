namespace Simulators.Shelves.Traces;

/// <summary>
/// What could be known at best of one plate: by one who is told the truth after every act, knows the process, every batch, every spread, what every piece out
/// weighs and the true loads before and after, but for the noise of the quiet conversions between the hands.
/// </summary>
internal sealed class InformationLimit(double noiseGrams, double sampleHz, Dice dice)
{
    private const double LongestLook = 3;
    private const double ShortestLook = 0.05;
    private const double Negligible = 1e-7;
    private const int MostHidden = 3;

    private readonly List<(TruthAct Act, List<Prospect> Prospects)> _hidden = [];
    private double _lookBefore = LongestLook;

    /// <summary>An act happened; <paramref name="prospects"/> is what could have happened in its place.</summary>
    public void Add(TruthAct act, List<Prospect> prospects) => _hidden.Add((act, prospects));

    /// <summary>The plate was left alone for so long, in seconds; without a moment of quiet the next act is hidden with these.</summary>
    public void Quiet(double seconds)
    {
        if (seconds < ShortestLook || _hidden.Count == 0)
        {
            return;
        }

        var look = Math.Min(seconds, LongestLook);
        var variance = noiseGrams * noiseGrams * ((1 / Math.Max(0.5, _lookBefore * sampleHz)) + (1 / Math.Max(0.5, look * sampleHz)));
        var seen = _hidden.Sum(hidden => hidden.Act.Grams) + (Math.Sqrt(variance) * dice.Normal());
        _hidden[^1].Act.Known = _hidden.Count > MostHidden ? new Dictionary<long, double>() : Posterior(seen, variance);
        _hidden.Clear();
        _lookBefore = look;
    }

    private Dictionary<long, double> Posterior(double seen, double variance)
    {
        List<(double Weight, double Grams, double Variance, long Net)> all = [(1, 0, 0, 0)];
        foreach (var (_, prospects) in _hidden)
        {
            var total = prospects.Sum(prospect => prospect.Weight);
            var next = new List<(double, double, double, long)>(all.Count * prospects.Count);
            foreach (var (weight, grams, spread, net) in all)
            {
                foreach (var prospect in prospects)
                {
                    var joint = weight * prospect.Weight / total;
                    if (joint > Negligible)
                    {
                        next.Add((joint, grams + prospect.Grams, spread + prospect.Variance, net + prospect.Net));
                    }
                }
            }

            all = next;
        }

        var known = new Dictionary<long, double>();
        double sum = 0;
        foreach (var (weight, grams, spread, net) in all)
        {
            var off = seen - grams;
            var likely = weight * Math.Exp(-0.5 * off * off / (spread + variance)) / Math.Sqrt(spread + variance);
            if (likely > 0)
            {
                known[net] = known.GetValueOrDefault(net) + likely;
                sum += likely;
            }
        }

        foreach (var net in known.Keys.ToList())
        {
            known[net] /= sum;
            if (known[net] < Negligible)
            {
                known.Remove(net);
            }
        }

        return known;
    }
}
