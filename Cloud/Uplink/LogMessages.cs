using Microsoft.Extensions.Logging;

namespace Cloud.Uplink;

/// <summary>Log messages of the uplink; event ids from 4000.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(4000, LogLevel.Information, "The uplink to {Host}:{Port} is online.")]
    public static partial void UplinkOnline(this ILogger logger, string host, int port);

    [LoggerMessage(4001, LogLevel.Warning, "The uplink is offline: {Reason}")]
    public static partial void UplinkOffline(this ILogger logger, string reason);

    [LoggerMessage(4002, LogLevel.Information, "The uplink has stopped with {Batches} batches not known to be committed.")]
    public static partial void UplinkStopped(this ILogger logger, int batches);

    [LoggerMessage(4003, LogLevel.Warning,
        "The uplink lets events go when the broker has acknowledged them (trim: puback). What the broker loses afterwards is lost; use trim: cursor where headquarters writes one.")]
    public static partial void TrimsOnPuback(this ILogger logger);

    [LoggerMessage(4004, LogLevel.Warning, "Headquarters asks for epoch {Epoch} after {Seq} again.")]
    public static partial void ReplayAsked(this ILogger logger, string? epoch, long seq);

    [LoggerMessage(4005, LogLevel.Warning, "A message of {Bytes} bytes on {Topic} is not a cursor; it is passed over.")]
    public static partial void CursorUnreadable(this ILogger logger, string topic, int bytes);

    [LoggerMessage(4006, LogLevel.Error, "The uplink failed on something unexpected; it begins again.")]
    public static partial void UplinkFault(this ILogger logger, Exception fault);

    [LoggerMessage(4007, LogLevel.Warning, "Command '{Name}' is passed over: {Reason}.")]
    public static partial void CommandPassedOver(this ILogger logger, string name, string reason);

    [LoggerMessage(4008, LogLevel.Error, "Command '{Name}' ({Id}) failed.")]
    public static partial void CommandFailed(this ILogger logger, Exception fault, string name, string id);

    [LoggerMessage(4009, LogLevel.Information, "{Topic} is not answered: '{ResponseTopic}' is no response topic of this gateway.")]
    public static partial void CommandNotAnswered(this ILogger logger, string topic, string? responseTopic);

    [LoggerMessage(4010, LogLevel.Warning, "An answer to {Topic} was lost with the connection: {Reason}")]
    public static partial void AnswerLost(this ILogger logger, string topic, string reason);

    [LoggerMessage(4011, LogLevel.Warning, "{Count} commands had not ended when the uplink stopped.")]
    public static partial void CommandsAbandoned(this ILogger logger, int count);

    [LoggerMessage(4012, LogLevel.Information, "Configuration {Version} from headquarters was taken in with {Mistakes} mistakes.")]
    public static partial void TwinDone(this ILogger logger, long version, int mistakes);

    [LoggerMessage(4013, LogLevel.Error, "Section '{Section}' of headquarters' configuration failed.")]
    public static partial void TwinFault(this ILogger logger, Exception fault, string section);

    [LoggerMessage(4014, LogLevel.Warning, "Configuration {Version} from headquarters was rolled back: {Reason}.")]
    public static partial void TwinRolledBack(this ILogger logger, long version, string reason);

    [LoggerMessage(4015, LogLevel.Information, "Configuration {Version} from headquarters is trusted.")]
    public static partial void TwinTrusted(this ILogger logger, long version);

    [LoggerMessage(4016, LogLevel.Warning, "{File} is passed over: {Reason}. What is in force now is what the next configuration is gone back from to.")]
    public static partial void TwinMemoryUnreadable(this ILogger logger, string file, string reason);

    [LoggerMessage(4017, LogLevel.Warning, "{File} cannot be written: {Reason}.")]
    public static partial void TwinMemoryUnwritable(this ILogger logger, string file, string reason);
}
