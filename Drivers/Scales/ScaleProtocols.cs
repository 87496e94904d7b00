namespace Drivers.Scales;

/// <summary>Every scale protocol there is: a plain list, to be searched and read. A new protocol adds one line here.</summary>
internal static class ScaleProtocols
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScaleProtocol> All { get; } =
    [
        Toledo8217.Protocol,
        ToledoContinuous.Protocol,
        StGsLine.Protocol,
        Cas18Byte.Protocol,
        Cas22Byte.Protocol,
        MtSics.Protocol,
        AndStandard.Protocol,
        SartoriusSbi.Protocol,
        Ohaus.Protocol,
        Adam.Protocol,
        Adam.Azextra,
        KernDe.Protocol,
        DiniArgeo.Protocol,
        MassakP1.Protocol,
        KeliWn.Protocol,
        WeightQa.Protocol,
        ToledoEcrStream.Protocol,
        ToledoTi400P08.Protocol,
        Sma.Protocol,
        NciScp01.Protocol,
        AclasPs1.Protocol,
        AveryBerkel.Protocol,
        CasioPd1.Protocol,
        Dialog06.Protocol,
        Dibal.Protocol,
        DibalPos98.Protocol,
        KeliTf0.Protocol,
        MagellanSingleCable.Protocol,
        MarquesBm1000.Protocol,
        MassaK100.Protocol,
        MassaKJ.Protocol,
        SamsungEsp.Protocol,
        ToledoBrPrt5.Protocol,
        UsbHidPos.Protocol,
    ];
}
