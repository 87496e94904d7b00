using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core.Outbox;

/// <summary>Log messages of the outbox; event ids 1000 to 1099.</summary>
internal static partial class OutboxLog
{
    [LoggerMessage(1000, LogLevel.Information, "Outbox {Path} opened: epoch {Epoch} begins at {First}, {Depth} events wait.")]
    public static partial void OutboxOpened(this ILogger logger, string path, string epoch, long first, long depth);

    [LoggerMessage(1001, LogLevel.Error, "Outbox {Path} cannot be written ({Reason}). Appends are refused until the disk takes them again.")]
    public static partial void OutboxUnavailable(this ILogger logger, string path, string reason);

    [LoggerMessage(1002, LogLevel.Information, "Outbox {Path} takes writes again.")]
    public static partial void OutboxRecovered(this ILogger logger, string path);

    [LoggerMessage(1003, LogLevel.Error, "{Refusal}")]
    public static partial void OutboxFull(this ILogger logger, string refusal);

    [LoggerMessage(1004, LogLevel.Information, "Outbox {Path} has room again.")]
    public static partial void OutboxHasRoom(this ILogger logger, string path);

    [LoggerMessage(1005, LogLevel.Warning, "Outbox {Path} is at its cap: {Count} telemetry events were dropped, {Total} since the start.")]
    public static partial void TelemetryDropped(this ILogger logger, string path, long count, long total);

    [LoggerMessage(1006, LogLevel.Critical, "Outbox {Path} is damaged ({Reason}). Its readable rows are being moved into a new file.")]
    public static partial void OutboxDamaged(this ILogger logger, string path, string reason);

    [LoggerMessage(1007, LogLevel.Critical, "Outbox {Path} was salvaged: {Rows} rows kept, {Lost} lost or unreadable. The damaged file is {Aside}.")]
    public static partial void OutboxSalvaged(this ILogger logger, string path, long rows, long lost, string aside);

    [LoggerMessage(1008, LogLevel.Error, "Outbox {Path}: {Count} events up to {Last} are damaged or missing; headquarters is told of the gap.")]
    public static partial void RowsDamaged(this ILogger logger, string path, long count, long last);

    [LoggerMessage(1009, LogLevel.Error, "Headquarters has epoch {Epoch} up to {Seq}, this outbox does not: its file is an older copy.")]
    public static partial void CursorAhead(this ILogger logger, string epoch, long seq);

    [LoggerMessage(1010, LogLevel.Error, "Headquarters asks for epoch {Epoch} after {Seq} again; events up to {Trimmed} have left this outbox because it had committed them.")]
    public static partial void CursorBehind(this ILogger logger, string epoch, long seq, long trimmed);

    [LoggerMessage(1011, LogLevel.Critical, "The outbox writer met a fault of its own; the appends of this commit were refused.")]
    public static partial void OutboxWriterFault(this ILogger logger, Exception exception);

    [LoggerMessage(1012, LogLevel.Warning, "Outbox {Path} could not be closed cleanly ({Reason}); nothing acknowledged is lost.")]
    public static partial void OutboxCloseFailed(this ILogger logger, string path, string reason);
}
