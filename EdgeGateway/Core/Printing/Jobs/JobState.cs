namespace EdgeGateway.Core.Printing.Jobs;

/// <summary>How far a job is. The numbers are on the disk.</summary>
public enum JobState
{
    /// <summary>On the disk; it waits for a printer, and nothing of the next sheet has left.</summary>
    Accepted = 0,

    /// <summary>Bytes are leaving, or are about to: on the disk before the first one does.</summary>
    Sending = 1,

    /// <summary>All bytes of a sheet have left; the printer has not yet said what became of them.</summary>
    Sent = 2,

    /// <summary>The printer said that it is on paper, or a person did.</summary>
    Printed = 3,

    /// <summary>It is not on paper: the printer said so, nothing ever left, or a person looked.</summary>
    NotPrinted = 4,

    /// <summary>Nobody knows: a person is asked to look.</summary>
    Unknown = 5,
}

/// <summary>What a person says of a job.</summary>
public enum JobAnswer
{
    /// <summary>Print it, marked as a duplicate where a copy may exist.</summary>
    Reprint,

    /// <summary>It is there.</summary>
    Printed,

    /// <summary>It is not there and not wanted any more; or, of a job that waits, it is not to be printed.</summary>
    Cancel,
}
