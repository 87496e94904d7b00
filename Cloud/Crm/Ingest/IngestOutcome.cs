using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>What became of a message, once it is durable.</summary>
internal enum OutcomeKind
{
    /// <summary>Events were stored and the cursor moved.</summary>
    Applied,

    /// <summary>All of it was committed before.</summary>
    Seen,

    /// <summary>Something before it is missing.</summary>
    Hole,

    /// <summary>As a hole; the gateway may have nothing to fill it with.</summary>
    Unresolved,

    /// <summary>The gateway's state is stored.</summary>
    State,

    /// <summary>It is in the dead letters and nobody is answered.</summary>
    DeadLettered,

    /// <summary>The shard is held by somebody else now; nothing was written.</summary>
    LeaseLost,

    /// <summary>Nothing to do.</summary>
    None,
}

/// <summary>What became of a message and what the gateway is told.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Cursor">What to tell the gateway, or null.</param>
/// <param name="Events">How many events were stored.</param>
/// <param name="DeadLetters">How many dead letters were written.</param>
internal readonly record struct IngestOutcome(OutcomeKind Kind, CursorDocument? Cursor = null, int Events = 0, int DeadLetters = 0);
