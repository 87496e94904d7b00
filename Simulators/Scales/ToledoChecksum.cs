namespace Simulators.Scales;

/// <summary>The byte behind a continuous frame.</summary>
internal enum ToledoChecksum
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>Two's complement of the 7-bit sum of STX to CR.</summary>
    Mettler,

    /// <summary>The sum of SWA to CR, 8 bits; a Brazilian family.</summary>
    Sum8,
}
