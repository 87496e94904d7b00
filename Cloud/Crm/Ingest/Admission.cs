using Cloud.Contracts;

namespace Cloud.Crm.Ingest;

/// <summary>What becomes of a batch.</summary>
internal enum AdmissionKind
{
    /// <summary>What is new in it is applied.</summary>
    Next,

    /// <summary>All of it is committed already; the cursor is told again.</summary>
    Seen,

    /// <summary>Something before it is missing; the gateway is asked to send from the cursor on.</summary>
    Hole,

    /// <summary>As a hole, but the gateway may have lost what is asked for: then asking again would never end.</summary>
    Unresolved,
}

/// <summary>The decision of <see cref="GatewayProgress.Admit"/>.</summary>
/// <param name="Kind">What becomes of the batch.</param>
/// <param name="Epoch">Its epoch, where it is next.</param>
/// <param name="Cursor">What the gateway is told, where it is not.</param>
/// <param name="Notice">What headquarters' people should know, or null.</param>
internal readonly record struct Admission(AdmissionKind Kind, EpochProgress? Epoch, CursorDocument? Cursor, string? Notice)
{
    internal static Admission Next(EpochProgress epoch) => new(AdmissionKind.Next, epoch, null, null);

    internal static Admission Seen(CursorDocument cursor) => new(AdmissionKind.Seen, null, cursor, null);

    internal static Admission Hole(CursorDocument cursor) => new(AdmissionKind.Hole, null, cursor, null);

    internal static Admission Unresolved(CursorDocument cursor) => new(AdmissionKind.Unresolved, null, cursor, null);
}
