namespace Cloud.Uplink;

/// <summary>Breaks a promise on purpose, so that the checks can be checked. Does nothing outside the planted-fault build.</summary>
internal static class PlantedFault
{
#if PLANTED_FAULTS
    /// <summary>Lets events go when the broker has acknowledged them, and says nothing.</summary>
    internal static bool TrimOnPuback { get; } =
        Environment.GetEnvironmentVariable("PLANTED_FAULT")?.Split(',').Contains("trim-on-puback") == true;
#else
    internal const bool TrimOnPuback = false;
#endif
}
