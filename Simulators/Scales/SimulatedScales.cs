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
        new("st-gs-line", "An indicator sending ST,GS,+ 1.240kg on a pty.", pan => new StGsLine(pan)),
        new("cas-18byte", "A CAS scale sending 18-byte frames on a pty.", pan => new Cas18Byte(pan)),
        new("cas-22byte", "A CAS indicator sending 22-byte frames on a pty.", pan => new Cas22Byte(pan, (byte)'1')),
        new("mt-sics", "A Mettler Toledo scale speaking MT-SICS on a pty.", pan => new MtSics(pan)),
        new("and-standard", "An A&D scale speaking the standard format on a pty.", pan => new AndStandard(pan)),
        new("sartorius-sbi", "A Sartorius balance speaking SBI on a pty.", pan => new SartoriusSbi(pan)),
        new("ohaus", "An Ohaus scale on a pty.", pan => new Ohaus(pan)),
        new("adam", "An Adam CPWplus on a pty.", pan => new AdamCpwPlus(pan)),
        new("adam-azextra", "An Adam AZextra on a pty.", pan => new AdamAzextra(pan)),
        new("kern-de", "A KERN DE on a pty.", pan => new KernDe(pan)),
        new("dini-argeo", "A Dini Argeo 3590 on a pty.", pan => new DiniArgeo(pan)),
        new("massak-p1", "A Massa-K terminal in protocol 1 on a pty.", pan => new MassakP1(pan)),
        new("keli-wn", "A Keli indicator sending wn000.104kg on a pty.", pan => new KeliWn(pan)),
        new("weightqa", "A quality-control scale sending +007.12/3 G S on a pty.", pan => new WeightQa(pan)),
        new("toledo-ecr-stream", "A Toledo price scale sending its ECR stream on a pty.", pan => new ToledoEcrStream(pan)),
        new("toledo-ti400-p08", "A Toledo TI400 in protocol P08 on a pty.", pan => new ToledoTi400P08(pan)),
        new("sma", "A scale speaking SMA SCP-0499 on a pty.", pan => new Sma(pan)),
        new("nci-scp01", "An NCI scale speaking SCP-01 on a pty.", pan => new NciScp01(pan)),
    ];
}
