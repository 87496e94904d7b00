namespace Simulators.World;

/// <summary>Settings of the world's Mosquitto.</summary>
public sealed record BrokerOptions
{
    /// <summary>Whether it keeps sessions, queues and retained messages on disk; without, a restart forgets everything.</summary>
    public bool Persistence { get; init; } = true;

    /// <summary>How often it writes them, in seconds. A kill in between brings back an older state, which is worse than none.</summary>
    public int AutosaveSeconds { get; init; } = 30;

    /// <summary>The largest payload it takes, in bytes.</summary>
    public int MessageSizeLimit { get; init; } = 1024 * 1024;

    /// <summary>The port, or null for a free one.</summary>
    public int? Port { get; init; }
}
