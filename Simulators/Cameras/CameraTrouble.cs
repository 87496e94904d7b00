namespace Simulators.Cameras;

/// <summary>What can be wrong with a simulated camera.</summary>
internal enum CameraTrouble
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Connected, but nothing is sent.</summary>
    Stall,

    /// <summary>The same picture again and again.</summary>
    Freeze,

    /// <summary>Black pictures.</summary>
    Black,

    /// <summary>Packets whose pictures cannot be decoded.</summary>
    Garbage,

    /// <summary>Nobody is let in; who is in stays.</summary>
    Refuse,

    /// <summary>Connections are cut, and new ones too.</summary>
    Cut,
}
