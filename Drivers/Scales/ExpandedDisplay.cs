namespace Drivers.Scales;

/// <summary>How to read a weight whose display is expanded ten times (SWC bit 4); the manuals do not say.</summary>
public enum ExpandedDisplay
{
    /// <summary>Not at all: it is a service display, and a tenfold mistake is worse than no weight.</summary>
    Refused,

    /// <summary>The point code is that of the expanded digits.</summary>
    InPointCode,

    /// <summary>The point code is that of the normal display; the digits count tenths of it.</summary>
    TenthOfPointCode,
}
