using EdgeGateway.Core.Visits;

namespace EdgeGateway.Vision.Enrolment;

/// <summary>
/// Measures a place with staff who stand in front of its camera one after the other: how alike each one's face is to the own template, and to the faces of those who stood there before.
/// Nobody else's template is looked at. The mean face of each is held until this is disposed, which overwrites it; what is given out are counts. Safe for use from several threads.
/// </summary>
public sealed class PlaceRun : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int[] _own = new int[SimilarityFigures.Steps];
    private readonly int[] _others = new int[SimilarityFigures.Steps];
    private readonly Dictionary<string, float[]> _means = new(StringComparer.Ordinal);
    private bool _isOver;

    /// <summary>Who stood in front.</summary>
    public IReadOnlyList<string> Staff
    {
        get
        {
            lock (_gate)
            {
                return [.. _means.Keys];
            }
        }
    }

    /// <summary>Takes one face in.</summary>
    /// <param name="staff">Whose it is.</param>
    /// <param name="embedding">Its numbers, of length 1; they stay the caller's.</param>
    /// <param name="own">How like the own template; 0 where somebody else's was nearer, which is the worst that a face can do.</param>
    public void Add(string staff, ReadOnlySpan<float> embedding, float own)
    {
        lock (_gate)
        {
            if (_isOver)
            {
                return;
            }

            _own[SimilarityFigures.StepOf(own)]++;
            foreach (var (other, mean) in _means)
            {
                if (other != staff)
                {
                    _others[SimilarityFigures.StepOf(Cosine(embedding, mean))]++;
                }
            }

            if (!_means.TryGetValue(staff, out var sum))
            {
                _means[staff] = sum = GC.AllocateArray<float>(embedding.Length, pinned: true);
            }

            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += embedding[i];
            }
        }
    }

    /// <summary>The counts so far.</summary>
    public SimilarityFigures Figures(DateTimeOffset now)
    {
        lock (_gate)
        {
            return new SimilarityFigures([.. _own], [.. _others], _means.Count, now);
        }
    }

    /// <summary>Says nothing of the faces.</summary>
    public override string ToString() => "a measurement";

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            foreach (var mean in _means.Values)
            {
                Array.Clear(mean);
            }

            _means.Clear();
        }
    }

    private static float Cosine(ReadOnlySpan<float> embedding, ReadOnlySpan<float> sum)
    {
        float dot = 0, square = 0;
        for (var i = 0; i < sum.Length; i++)
        {
            dot += embedding[i] * sum[i];
            square += sum[i] * sum[i];
        }

        return square > 0 ? dot / MathF.Sqrt(square) : 0;
    }
}
