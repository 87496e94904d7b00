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
        new("aclas-ps1-cas-pd2", "An Aclas PS1X / CAS PD-II counter scale on a pty.", pan => new AclasPs1(pan)),
        new("avery-berkel", "An Avery Berkel counter scale on a pty.", pan => new AveryBerkel(pan)),
        new("casio-pd1", "A Casio / CAS PD-1 counter scale on a pty.", pan => new CasioPd1(pan)),
        new("dialog06", "A price-computing scale in Dialog 06 without checksum on a pty.", pan => new Dialog06(pan)),
        new("dibal", "A Dibal scale in its simple protocol on a pty.", pan => new Dibal(pan)),
        new("dibal-pos-98", "A Dibal price-computing scale in its POS protocol on a pty.", pan => new DibalPos98(pan)),
        new("keli-tf0", "A Keli indicator in continuous output on a pty.", pan => new KeliTf0(pan)),
        new("magellan-single-cable", "A Magellan scanner scale on a pty; the script line 'scan 4006381333931' scans.", pan => new MagellanSingleCable(pan)),
        new("marques-bm1000", "A Marques counter scale on a pty.", pan => new MarquesBm1000(pan)),
        new("massak-100", "A Massa-K scale in protocol 100 on a pty.", pan => new MassaK100(pan)),
        new("massak-j", "A Massa-K scale asked with J on a pty.", pan => new MassaKJ(pan)),
        new("samsung-esp", "A Samsung ESP scale on a pty.", pan => new SamsungEsp(pan)),
        new("toledo-br-prt5", "A Toledo do Brasil Prix scale in Prt5 on a pty.", pan => new ToledoBrPrt5(pan)),
        new("usb-hid-pos", "The reports of a USB HID scale on a pty, in place of hidraw.", pan => new UsbHidPos(pan)),
    ];
}
