namespace Drivers.Printers;

/// <summary>What kind of answer an ESC/POS printer gave.</summary>
internal enum EscPosReplyKind
{
    /// <summary>One byte of <c>DLE EOT n</c>; it does not say which n.</summary>
    RealTime,

    /// <summary>Four bytes of automatic status back.</summary>
    Automatic,

    /// <summary>One byte of <c>GS r n</c>; it does not say which n.</summary>
    Queued,

    /// <summary>The id of a job (<c>GS ( H</c>): four characters.</summary>
    ProcessId,

    /// <summary>Text of <c>GS I n</c>.</summary>
    Identity,

    /// <summary>XON or XOFF.</summary>
    Flow,
}

/// <summary>One answer, told from the others by its fixed bits.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Bytes">Its bytes; of an id or a text, what stands between header and end.</param>
internal sealed record EscPosReply(EscPosReplyKind Kind, byte[] Bytes);
