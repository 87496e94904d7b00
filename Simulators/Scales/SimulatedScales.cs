using Simulators.Session;

namespace Simulators.Scales;

/// <summary>One simulated scale protocol.</summary>
/// <param name="Verb">The verb of the command line, the driver's name too.</param>
/// <param name="About">What it is, in words.</param>
/// <param name="Create">Makes the scale around what is weighed, with the protocol's usual settings.</param>
internal sealed record SimulatedScaleKind(string Verb, string About, Func<ScalePan, ISimulatedDevice> Create);

/// <summary>Every simulated scale: a plain list. A new one adds one line here.</summary>
internal static class SimulatedScales
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<SimulatedScaleKind> All { get; } =
    [
        new("toledo-8217", "A counter scale speaking Mettler Toledo 8217 on a pty.", pan => new Toledo8217(pan, once: false)),
        new("toledo-continuous", "A counter scale sending the Toledo continuous stream on a pty.", pan => new ToledoContinuous(pan, 15, ToledoChecksum.None, shortForm: false)),
    ];
}
