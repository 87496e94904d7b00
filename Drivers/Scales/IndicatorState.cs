namespace Drivers.Scales;

/// <summary>What the header of an indicator's line says of the load.</summary>
internal enum IndicatorState
{
    /// <summary>Nothing.</summary>
    NotSaid,

    /// <summary>ST.</summary>
    Stable,

    /// <summary>US.</summary>
    Unstable,

    /// <summary>OL.</summary>
    Over,

    /// <summary>UL.</summary>
    Under,
}
