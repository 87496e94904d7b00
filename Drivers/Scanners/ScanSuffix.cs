namespace Drivers.Scanners;

/// <summary>What ends a scan.</summary>
internal enum ScanSuffix
{
    /// <summary>CR, LF, both, or Tab, whichever comes.</summary>
    Any,

    /// <summary>CR; an LF behind it is taken as part of it.</summary>
    Cr,

    /// <summary>LF; a CR before it is taken as part of it.</summary>
    Lf,

    /// <summary>CR LF, and nothing less.</summary>
    Crlf,

    /// <summary>Tab.</summary>
    Tab,

    /// <summary>Silence on the line. A suffix that comes all the same ends the scan too.</summary>
    None,
}
