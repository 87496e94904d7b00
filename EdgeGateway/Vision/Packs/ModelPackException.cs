namespace EdgeGateway.Vision.Packs;

/// <summary>A pack cannot be loaded. The message says in plain words what is wrong and what to do.</summary>
public sealed class ModelPackException : Exception
{
    /// <summary>Tells one mistake.</summary>
    public ModelPackException(string mistake, Exception? inner = null)
        : base(mistake, inner) => Mistakes = [mistake];

    /// <summary>Tells all that is wrong at once.</summary>
    public ModelPackException(IReadOnlyList<string> mistakes)
        : base(string.Join("; ", mistakes)) => Mistakes = mistakes;

    /// <summary>Each mistake, in one line.</summary>
    public IReadOnlyList<string> Mistakes { get; }
}
