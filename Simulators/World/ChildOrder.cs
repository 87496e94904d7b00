namespace Simulators.World;

/// <summary>What to start as a child.</summary>
/// <param name="Name">What it is called in messages.</param>
/// <param name="Program">The executable; looked up in PATH where it has no slash.</param>
/// <param name="Arguments">Its arguments. No secrets: everybody on the machine can read them.</param>
/// <param name="LogPath">The file its output is added to.</param>
public sealed record ChildOrder(string Name, string Program, IReadOnlyList<string> Arguments, string LogPath)
{
    /// <summary>Variables set on top of this process's environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether its standard input is kept open for lines.</summary>
    public bool WithInput { get; init; }

    /// <summary>The user (and group of the same name) to become first, or null to stay.</summary>
    public string? RunAs { get; init; }
}
