namespace Bench.Faces;

/// <summary>Similarities of pairs of one person and of pairs of two, and what can be read off them.</summary>
internal sealed class FaceScores(IEnumerable<float> genuine, IEnumerable<float> impostor)
{
    private readonly float[] _genuine = [.. genuine.OrderDescending()];
    private readonly float[] _impostor = [.. impostor.OrderDescending()];

    public int Genuine => _genuine.Length;

    public int Impostor => _impostor.Length;

    /// <summary>The share of pairs of one person above the threshold that lets this share of the others pass, or null where there are too few others to say.</summary>
    public (double Share, float Threshold)? TrueAccepts(double falseAccepts)
    {
        var passing = (int)(_impostor.Length * falseAccepts);
        if (passing < 1)
        {
            return null;
        }

        var threshold = _impostor[passing];
        return (_genuine.Count(score => score > threshold) / (double)_genuine.Length, threshold);
    }

    /// <summary>The mean share of right answers over ten parts, each judged at the threshold that is best for the nine others, and its deviation.</summary>
    public static (double Mean, double Deviation) TenFold(IReadOnlyList<(float Score, bool IsSame)> pairs)
    {
        // Dealt out in turn, pairs of one person and of two apart, so that every part has as many of both.
        var dealt = pairs.OrderBy(pair => pair.IsSame).Select((pair, i) => (pair.Score, pair.IsSame, Part: i % 10)).ToArray();
        var right = new double[10];
        for (var part = 0; part < right.Length; part++)
        {
            var others = dealt.Where(pair => pair.Part != part).ToArray();
            var threshold = others.Select(pair => pair.Score).Distinct().MaxBy(t => others.Count(pair => pair.Score >= t == pair.IsSame));
            var own = dealt.Where(pair => pair.Part == part).ToArray();
            right[part] = own.Count(pair => pair.Score >= threshold == pair.IsSame) / (double)own.Length;
        }

        var mean = right.Average();
        return (mean, Math.Sqrt(right.Average(value => (value - mean) * (value - mean))));
    }

    /// <summary>The cosine of two embeddings of length 1.</summary>
    public static float Cosine(float[] a, float[] b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
