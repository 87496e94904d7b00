namespace EdgeGateway.Vision;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Does nothing outside the planted-fault build.</summary>
internal static class PlantedFault
{
#if PLANTED_FAULTS
    private static readonly string[] s_names = (Environment.GetEnvironmentVariable("PLANTED_FAULT") ?? "").Split(',');

    /// <summary>Whether a fault is planted; docs/simulation.md lists them.</summary>
    public static bool Is(string name) => s_names.Contains(name);
#else
    /// <summary>Whether a fault is planted.</summary>
    public static bool Is(string name) => false;
#endif
}
