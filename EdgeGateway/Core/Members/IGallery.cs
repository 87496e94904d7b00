namespace EdgeGateway.Core.Members;

/// <summary>The faces that may be recognised: of members with a live consent, and of staff. It may change at any time.</summary>
public interface IGallery
{
    /// <summary>The model pack its templates were made with; embeddings of another one cannot be compared.</summary>
    string Pack { get; }

    /// <summary>How many people are in it.</summary>
    int Count { get; }

    /// <summary>Who is nearest to a face.</summary>
    /// <param name="embedding">Its numbers, of length 1.</param>
    GalleryMatch Best(ReadOnlySpan<float> embedding);
}

/// <summary>Who is nearest to a face.</summary>
/// <param name="Subject">The member's or the staff member's id; null where the gallery is empty.</param>
/// <param name="IsStaff">Staff are not announced.</param>
/// <param name="Similarity">The cosine to the nearest, -1 to 1.</param>
/// <param name="RunnerUp">The cosine to the nearest of anybody else; -1 where there is nobody else.</param>
public readonly record struct GalleryMatch(string? Subject, bool IsStaff, float Similarity, float RunnerUp);
