using System.Net;

namespace Simulators.Fleet;

/// <summary>What a fleet is to do.</summary>
/// <param name="Stores">How many stores, each with a gateway.</param>
/// <param name="Brokers">Where they connect: each to one of these, drawn anew for every connection.</param>
/// <param name="Password">What every gateway says at the broker, or null; never logged.</param>
/// <param name="Rate">Events a minute at each store.</param>
/// <param name="Ramp">Over how long the stores come up.</param>
/// <param name="ShortestPause">The shortest pause before another connection.</param>
/// <param name="LongestPause">The longest.</param>
/// <param name="Spread">Over how long the first attempt after a connection that was of use is spread.</param>
internal sealed record FleetPlan(
    int Stores, IReadOnlyList<IPEndPoint> Brokers, string? Password, double Rate, TimeSpan Ramp, TimeSpan ShortestPause, TimeSpan LongestPause, TimeSpan Spread)
{
    /// <summary>Whether a gateway is to the broker what headquarters calls it, without shard and store: for brokers whose user names have no slash.</summary>
    public bool ShortNames { get; init; }

    /// <summary>How long headquarters may commit nothing while batches are on their way. Source: docs, the uplink's cursorTimeout.</summary>
    public static readonly TimeSpan CursorTimeout = TimeSpan.FromSeconds(15);

    /// <summary>Without a batch for so long, a sign of life. Source: docs/adr/0010.</summary>
    public static readonly TimeSpan SignEvery = TimeSpan.FromSeconds(10);

    /// <summary>The keep-alive of a connection.</summary>
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(20);

    /// <summary>Batches on their way at once.</summary>
    public const int Window = 8;
}
