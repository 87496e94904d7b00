namespace Simulators.Nodes;

/// <summary>What a node is given when it is set up.</summary>
/// <param name="Host">The broker.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Node">The node's name.</param>
/// <param name="SampleEvery">Time from one sample to the next.</param>
/// <param name="Batch">Samples a message.</param>
internal sealed record ShelfNodeSettings(string Host, int Port, string Node, TimeSpan SampleEvery, int Batch)
{
    /// <summary>The first part of its topics.</summary>
    public string Root { get; init; } = "shelf/v1";

    /// <summary>User name, or null.</summary>
    public string? User { get; init; }

    /// <summary>Password, or null.</summary>
    public string? Password { get; init; }

    /// <summary>How long it has been running when it is started.</summary>
    public long UptimeMs { get; init; }
}
