namespace EdgeGateway.Core.Outbox;

/// <summary>What a cursor from headquarters meant to this file.</summary>
public enum CursorOutcome
{
    /// <summary>It moved on; everything up to it may leave.</summary>
    Advanced,

    /// <summary>It says what was known already.</summary>
    Unchanged,

    /// <summary>It is behind what has been trimmed: headquarters has lost what it had; the lost run becomes a gap.</summary>
    Behind,

    /// <summary>It is ahead of this file, or of an epoch the file never saw: the file is an older copy.</summary>
    Ahead,
}
