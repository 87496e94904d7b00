namespace Bench.Faces;

/// <summary>Members are looked for among members, and strangers too: who is named, rightly or wrongly.</summary>
/// <param name="Photos">Photos a member is enrolled with; their embeddings' mean is the template.</param>
/// <param name="Members">People enrolled with that many, and probed with all their other photos.</param>
/// <param name="Fillers">People enrolled beside them with one photo, and never probed.</param>
internal sealed record OpenSet(int Photos, int Members, int Fillers)
{
    private const int Draws = 40;

    /// <summary>What came of all draws.</summary>
    /// <param name="Known">For each photo of a member: similarity of the best, distance to the runner-up, whether the best is right.</param>
    /// <param name="Unknown">For each photo of a stranger: similarity and distance.</param>
    internal sealed record Outcome(IReadOnlyList<(float Score, float Margin, bool IsRight)> Known, IReadOnlyList<(float Score, float Margin)> Unknown)
    {
        public double Named(float threshold, float margin = 0) => Known.Count(probe => probe.IsRight && probe.Score >= threshold && probe.Margin >= margin) / (double)Known.Count;

        public double Misnamed(float threshold, float margin = 0) => Known.Count(probe => !probe.IsRight && probe.Score >= threshold && probe.Margin >= margin) / (double)Known.Count;

        public double StrangersNamed(float threshold, float margin = 0) => Unknown.Count(probe => probe.Score >= threshold && probe.Margin >= margin) / (double)Unknown.Count;

        /// <summary>The threshold that names this share of strangers.</summary>
        public float ThresholdFor(double strangers)
        {
            var sorted = Unknown.Select(probe => probe.Score).OrderDescending().ToArray();
            return MathF.BitIncrement(sorted[(int)(sorted.Length * strangers)]);
        }
    }

    /// <summary>Draws galleries again and again, always the same ones.</summary>
    /// <param name="people">Embeddings of each person's photos.</param>
    public Outcome Run(IReadOnlyList<float[][]> people)
    {
        var random = new Random(20_26);
        var known = new List<(float, float, bool)>();
        var unknown = new List<(float, float)>();
        for (var draw = 0; draw < Draws; draw++)
        {
            var shuffled = people.OrderBy(_ => random.Next()).ToArray();
            var members = shuffled.Where(person => person.Length > Photos).Take(Members).Select(person => person.OrderBy(_ => random.Next()).ToArray()).ToArray();
            var isMember = members.Select(member => member[0]).ToHashSet();
            var others = shuffled.Where(person => !person.Any(isMember.Contains)).OrderBy(person => person.Length).ToArray();
            float[][] gallery = [.. members.Select(member => Mean(member.AsSpan(0, Photos))), .. others.Take(Fillers).Select(person => person[0])];
            for (var i = 0; i < members.Length; i++)
            {
                foreach (var probe in members[i].Skip(Photos))
                {
                    var (best, score, margin) = Best(gallery, probe);
                    known.Add((score, margin, best == i));
                }
            }

            foreach (var probe in others.Skip(Fillers).SelectMany(person => person))
            {
                var (_, score, margin) = Best(gallery, probe);
                unknown.Add((score, margin));
            }
        }

        return new Outcome(known, unknown);
    }

    private static float[] Mean(ReadOnlySpan<float[]> embeddings)
    {
        var mean = new float[embeddings[0].Length];
        foreach (var embedding in embeddings)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += embedding[i];
            }
        }

        var length = MathF.Sqrt(FaceScores.Cosine(mean, mean));
        return [.. mean.Select(number => number / length)];
    }

    private static (int Best, float Score, float Margin) Best(float[][] gallery, float[] probe)
    {
        var (best, score, second) = (-1, -2f, -2f);
        for (var i = 0; i < gallery.Length; i++)
        {
            var similarity = FaceScores.Cosine(gallery[i], probe);
            if (similarity > score)
            {
                (best, score, second) = (i, similarity, score);
            }
            else
            {
                second = Math.Max(second, similarity);
            }
        }

        return (best, score, score - second);
    }
}
