namespace Cloud.Contracts.Commands;

/// <summary>Which device.</summary>
/// <param name="Device">Its id.</param>
public sealed record DeviceOrder(string? Device);

/// <summary>Whose bytes, how long and how many; whichever comes first ends it.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Seconds">1 to <see cref="MostSeconds"/>; null for <see cref="UsualSeconds"/>.</param>
/// <param name="Bytes">1 to <see cref="MostBytes"/>; null for <see cref="UsualBytes"/>.</param>
public sealed record CaptureOrder(string? Device, int? Seconds, int? Bytes)
{
    /// <summary>The longest capture.</summary>
    public const int MostSeconds = 60;

    /// <summary>What is meant where nothing is said.</summary>
    public const int UsualSeconds = 10;

    /// <summary>The largest capture.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>What is meant where nothing is said.</summary>
    public const int UsualBytes = 16 * 1024;
}

/// <summary>What went over a device's line.</summary>
/// <param name="Device">The device's id.</param>
/// <param name="Bytes">How many bytes are in <paramref name="Pieces"/>.</param>
/// <param name="Cut">Whether there were more than were asked for, or pieces too many.</param>
/// <param name="Pieces">In the order they went.</param>
public sealed record CaptureResult(string Device, int Bytes, bool Cut, IReadOnlyList<CapturedPiece> Pieces);

/// <summary>Bytes that went over a line in one read or write.</summary>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="Direction"><c>in</c>: from the device; <c>out</c>: to it.</param>
/// <param name="Hex">The bytes, two lower-case digits each.</param>
/// <param name="Text">The same as ASCII; a point for every other byte.</param>
public sealed record CapturedPiece(DateTimeOffset At, string Direction, string Hex, string Text);

/// <summary>Which part of the log.</summary>
/// <param name="Lines">1 to <see cref="MostLines"/>; null for <see cref="UsualLines"/>.</param>
/// <param name="Level">The least level: <c>information</c>, <c>warning</c> or <c>error</c>; null for all.</param>
public sealed record LogsOrder(int? Lines, string? Level)
{
    /// <summary>The most lines.</summary>
    public const int MostLines = 1000;

    /// <summary>What is meant where nothing is said.</summary>
    public const int UsualLines = 200;

    /// <summary>The most characters of text in an answer; older lines are left out.</summary>
    public const int MostCharacters = 64 * 1024;
}

/// <summary>The last lines of a gateway's own log.</summary>
/// <param name="Cut">Whether older lines of that kind were left out or are no longer kept.</param>
/// <param name="Lines">Oldest first.</param>
public sealed record LogsResult(bool Cut, IReadOnlyList<LogLine> Lines);

/// <summary>One line of a log.</summary>
/// <param name="At">When, by the gateway's clock.</param>
/// <param name="Level"><c>information</c>, <c>warning</c>, <c>error</c> or <c>critical</c>.</param>
/// <param name="From">Which part said it.</param>
/// <param name="Text">What it said; with a fault's own words, where there was one.</param>
public sealed record LogLine(DateTimeOffset At, string Level, string From, string Text);

/// <summary>How far a command is.</summary>
/// <param name="Done">How much is done.</param>
/// <param name="Total">Of how much, or null where nobody knows.</param>
/// <param name="Unit">Of what: a UCUM code, such as <c>s</c> or <c>By</c>.</param>
public sealed record CommandProgress(long Done, long? Total, string Unit);

/// <summary>Which signed bundle to take, and where headquarters has it. None of this is believed: the bundle's own signature decides.</summary>
/// <param name="Version">Its version, for people.</param>
/// <param name="Serial">Its serial; what is not later than what the gateway has had is not fetched.</param>
/// <param name="Size">Its bytes, 1 to <see cref="MostBytes"/>.</param>
/// <param name="Sha256">The hash of all of it, 64 digits in lower case.</param>
/// <param name="Path">Where it is at headquarters: begins with <see cref="PathRoot"/>.</param>
/// <param name="Seconds">How long from now on it may be put in place, 1 to <see cref="MostSeconds"/>; null for as long as it takes. What comes later is kept for the next time.</param>
public sealed record UpdateOrder(string? Version, long? Serial, long? Size, string? Sha256, string? Path, int? Seconds)
{
    /// <summary>The largest bundle: the files of a manifest, 512 MiB, and the tar around them.</summary>
    public const long MostBytes = 515L * 1024 * 1024;

    /// <summary>The longest time.</summary>
    public const int MostSeconds = 24 * 3600;

    /// <summary>What paths begin with.</summary>
    public const string PathRoot = "/api/bundles/";
}

/// <summary>What was put in place and is tried next.</summary>
/// <param name="Version">As the signed manifest says.</param>
/// <param name="Serial">As the signed manifest says.</param>
public sealed record UpdateResult(string Version, long Serial);
