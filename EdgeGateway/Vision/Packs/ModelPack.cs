namespace EdgeGateway.Vision.Packs;

/// <summary>All that belongs together to recognise faces: nets, alignment, score and thresholds, and what is known of their licence.</summary>
/// <remarks>Embeddings of two packs cannot be compared: each template carries the id of its own, and changing the pack needs everybody enrolled again.</remarks>
/// <param name="Id">Its id with version, such as <c>clean-1</c>; stored with every template.</param>
/// <param name="Name">What it is called in the configuration: <c>clean</c> or <c>accurate</c>.</param>
/// <param name="Thresholds">From which similarity on a face is somebody.</param>
/// <param name="Licence">What is known of the licence of its weights, in plain words.</param>
/// <param name="LicenceIsClear">Whether it may be used without the owner's word.</param>
/// <param name="Notices">What must be shown with it.</param>
public sealed record ModelPack(string Id, string Name, MatchThresholds Thresholds, string Licence, bool LicenceIsClear, IReadOnlyList<string> Notices)
{
    /// <summary>How it finds faces; null only for a pack made up by a test.</summary>
    public DetectorRecipe? Detector { get; init; }

    /// <summary>How it turns them into numbers; null only for a pack made up by a test.</summary>
    public EmbedderRecipe? Embedder { get; init; }

    /// <summary>How it tells whether they are alive; null where it cannot.</summary>
    public LivenessRecipe? Liveness { get; init; }

    /// <summary>Every file it is made of.</summary>
    public IEnumerable<ModelFile> Files =>
        [.. Detector is { } detector ? [detector.File] : Array.Empty<ModelFile>(), .. Embedder?.Files ?? [], .. Liveness is { } liveness ? [liveness.File] : Array.Empty<ModelFile>()];
}

/// <summary>From which similarity on a face is somebody. Measured: docs/face-accuracy.md; a site may have its own.</summary>
/// <param name="Match">At least this: a match, in a gallery of up to 50.</param>
/// <param name="MatchLarge">At least this in a larger one.</param>
/// <param name="Possible">At least this, and below a match: possible.</param>
/// <param name="Margin">How much nearer than anybody else the best must be.</param>
/// <param name="MostPeople">Up to how many people it can be relied on.</param>
public sealed record MatchThresholds(float Match, float MatchLarge, float Possible, float Margin, int MostPeople);
