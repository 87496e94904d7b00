namespace Mutation;

/// <summary>What became of a mutant.</summary>
internal enum Fate
{
    /// <summary>No test of the area comes by.</summary>
    NotReached,

    /// <summary>The tests pass with it: it lives.</summary>
    Survived,

    /// <summary>A test fails with it.</summary>
    Killed,

    /// <summary>The tests did not end with it; counts as noticed.</summary>
    TimedOut,
}

/// <summary>One small change of the source.</summary>
internal sealed record Mutant(int Number, string File, int Line, string Member, string From, string To)
{
    public Fate Fate { get; set; }

    /// <summary>Why it may live, if somebody has said so.</summary>
    public string? Explanation { get; set; }

    /// <summary>What it is known by when lines move.</summary>
    public string Key => $"{File} {Member}: {From} => {To}";
}
