namespace Drivers.Scales;

/// <summary>Which check character ends a Toledo continuous frame. Taken from the profile, never guessed frame by frame.</summary>
public enum ToledoChecksum
{
    /// <summary>None: the frame ends with CR.</summary>
    None,

    /// <summary>METTLER's: the low seven bits of all 18 bytes add up to 0.</summary>
    Mettler,

    /// <summary>The plain sum of SWA to CR, of which the seven bits every line carries are compared.</summary>
    Sum8,

    /// <summary>
    /// For looking at recorded bytes, not for a device: a byte behind CR that does not begin a frame is METTLER's.
    /// </summary>
    MettlerWherePresent,
}
