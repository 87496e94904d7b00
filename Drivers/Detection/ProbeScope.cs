namespace Drivers.Detection;

/// <summary>How far detection may go on a port that stays silent.</summary>
public enum ProbeScope
{
    /// <summary>Listen only; nothing is sent.</summary>
    None,

    /// <summary>Ask with what harms no device known here (docs/detection.md), printable questions behind a guard.</summary>
    Safe,

    /// <summary>Ask with everything the protocols know; a person has looked at the port and allows it.</summary>
    All,
}
