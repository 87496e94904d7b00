using System.Globalization;

namespace Simulation.World;

/// <summary>What can go wrong.</summary>
internal enum TroubleKind
{
    GatewayRestarted,
    GatewayKilled,
    GatewayPowerCut,
    GatewayRestored,
    GatewayRots,
    GatewayDiskFull,
    GatewayDiskFails,
    GatewaySyncFails,
    GatewayDiskReadOnly,
    GatewayDiskSlow,
    GatewayOffline,
    GatewayHalfOpen,
    HeadquartersRestarted,
    HeadquartersKilled,
    HeadquartersPowerCut,
    HeadquartersRestored,
    HeadquartersDiskFails,
    HeadquartersDiskFull,
    HeadquartersOffline,
    HeadquartersHalfOpen,
    BrokerRestarted,
    BrokerEmptied,
    BrokerRestored,
    BrokerDropsQueues,
    ConnectionsCut,
}

/// <summary>One thing that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
/// <param name="Gateway">Which gateway, where it is one.</param>
/// <param name="For">How long, where it lasts.</param>
/// <param name="Operations">After how many operations of its disk from then on, where it strikes in the middle of one; 0 for at once.</param>
internal sealed record Trouble(TroubleKind Kind, TimeSpan At, int Gateway, TimeSpan For, int Operations)
{
    private static readonly int s_kinds = Enum.GetValues<TroubleKind>().Length;

    public static Trouble Of(Dice dice, int gateways, TimeSpan length) => new(
        (TroubleKind)dice.Next(s_kinds),
        length * dice.Fraction(),
        dice.Next(gateways),
        dice.Pause(TimeSpan.FromSeconds(dice.OneIn(4) ? 120 : 15)),
        dice.OneIn(4) ? 0 : dice.Between(1, 60));

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At:hh\\:mm\\:ss\\.fff} {Kind} gateway {Gateway} for {For.TotalSeconds:0.0} s, after {Operations} operations");
}
