namespace Drivers.Ports;

/// <summary>How a device on a serial line says that it takes no more.</summary>
public enum FlowControl
{
    /// <summary>Not at all: the line must be slower than the device.</summary>
    None,

    /// <summary>By the line at the adapter's CTS (the device's DTR or RTS wired to it); the kernel obeys it.</summary>
    RtsCts,

    /// <summary>By the line at the adapter's DSR; which whoever writes must look at, since Linux does not obey it. It also shows that the device is switched on.</summary>
    DtrDsr,

    /// <summary>By the bytes XOFF (13) and XON (11) in its answers; the kernel obeys them.</summary>
    XonXoff,
}
