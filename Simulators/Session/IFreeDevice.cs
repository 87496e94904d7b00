namespace Simulators.Session;

/// <summary>A simulated device that is not on a pty: a folder tree, a network server, a client of a broker. Only one thread at a time holds its gate.</summary>
internal interface IFreeDevice : IDisposable
{
    /// <summary>Held by whoever looks at the device or changes it.</summary>
    Lock Gate { get; }

    /// <summary>Opens what it is reached by.</summary>
    /// <returns>Where that is, in words.</returns>
    string Open();

    /// <summary>Does what is due.</summary>
    /// <returns>How long until there is something to do again.</returns>
    TimeSpan Step();

    /// <summary>Does what a script line says.</summary>
    /// <returns>Null, or what is wrong with the line.</returns>
    string? Apply(ScriptLine line);
}
