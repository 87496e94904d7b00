namespace Simulators.Printers;

/// <summary>How a connection ends from the printer's side.</summary>
internal enum WireBreak
{
    /// <summary>Orderly.</summary>
    Closed,

    /// <summary>Reset.</summary>
    Reset,
}

/// <summary>The way back to the host. Called under the printer's lock: must not wait.</summary>
internal interface IPrinterWire
{
    /// <summary>Takes bytes to the host.</summary>
    void Send(byte[] bytes);

    /// <summary>Breaks the connection.</summary>
    void Break(WireBreak how);
}
