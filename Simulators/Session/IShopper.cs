namespace Simulators.Session;

/// <summary>Somebody who puts things on a device and takes them off by a seeded script.</summary>
internal interface IShopper
{
    /// <summary>Does what is due.</summary>
    /// <returns>How long until there is something to do again; null for never.</returns>
    TimeSpan? Act();

    /// <summary>Clears up after the stop was asked for: nothing new is put on, and what lies there gets the time it was promised.</summary>
    /// <returns>How long until there is something to do again; null once all is cleared.</returns>
    TimeSpan? Leave();
}
