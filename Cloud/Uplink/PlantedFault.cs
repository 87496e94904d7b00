namespace Cloud.Uplink;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Does nothing outside the planted-fault build.</summary>
internal static class PlantedFault
{
#if PLANTED_FAULTS
    private static readonly string[] s_names = (Environment.GetEnvironmentVariable("PLANTED_FAULT") ?? "").Split(',');

    /// <summary>Whether a fault is planted. Those of the uplink are listed in docs/simulation.md.</summary>
    internal static bool Is(string name) => s_names.Contains(name);
#else
    /// <summary>Whether a fault is planted.</summary>
    internal static bool Is(string name) => false;
#endif

    /// <summary>Lets events go when the broker has acknowledged them, and says nothing.</summary>
    internal static bool TrimOnPuback { get; } = Is("trim-on-puback");
}
