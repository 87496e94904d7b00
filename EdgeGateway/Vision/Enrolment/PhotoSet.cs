using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Members;
using EdgeGateway.Vision.Packs;

namespace EdgeGateway.Vision.Enrolment;

/// <summary>What the good photos of one person gave, until a template is made of them. Disposing it overwrites it. Not safe for use from several threads.</summary>
/// <param name="pack">The models that made the numbers.</param>
public sealed class PhotoSet(ModelPack pack) : IDisposable
{
    /// <summary>The fewest photos a template is made of.</summary>
    public const int Fewest = 3;

    /// <summary>The most photos of one person.</summary>
    public const int Most = 8;

    /// <summary>Two photos more alike than this are the same picture twice.</summary>
    private const float SamePicture = 0.9995f;

    private readonly List<float[]> _photos = new(Most);

    /// <summary>How many there are.</summary>
    public int Count => _photos.Count;

    /// <summary>Whether there are enough.</summary>
    public bool IsEnough => Count >= Fewest;

    /// <summary>Takes a photo's numbers in, where they are like those of every photo before by at least the pack's threshold of a possible match.</summary>
    /// <param name="embedding">The numbers, of length 1; the set overwrites them when it is done, or at once where they do not fit.</param>
    /// <returns>Why they do not fit, a word of <see cref="PhotoReasons"/>; null where they do.</returns>
    public string? Add(float[] embedding)
    {
        ArgumentNullException.ThrowIfNull(embedding);
        string? reason = null;
        foreach (var photo in _photos)
        {
            var similarity = Dot(photo, embedding);
            reason = similarity < pack.Thresholds.Possible ? PhotoReasons.OtherFace : similarity > SamePicture ? PhotoReasons.SamePicture : reason;
            if (reason == PhotoReasons.OtherFace)
            {
                break;
            }
        }

        if (reason is not null)
        {
            Array.Clear(embedding);
            return reason;
        }

        if (_photos.Count == Most)
        {
            Array.Clear(_photos[0]);
            _photos.RemoveAt(0);
        }

        _photos.Add(embedding);
        return null;
    }

    /// <summary>The mean of the photos, of length 1.</summary>
    /// <exception cref="InvalidOperationException">There are not enough.</exception>
    public FaceTemplate Template()
    {
        if (!IsEnough)
        {
            throw new InvalidOperationException($"{Count} photos are there; {Fewest} are needed.");
        }

        var numbers = GC.AllocateArray<float>(_photos[0].Length, pinned: true);
        foreach (var photo in _photos)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                numbers[i] += photo[i];
            }
        }

        var length = MathF.Sqrt(Dot(numbers, numbers));
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] /= length;
        }

        return new FaceTemplate(pack.Id, numbers, Count);
    }

    /// <summary>Says nothing of the faces.</summary>
    public override string ToString() => $"{Count} photos";

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var photo in _photos)
        {
            Array.Clear(photo);
        }

        _photos.Clear();
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
