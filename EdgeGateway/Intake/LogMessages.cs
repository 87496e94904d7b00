using Microsoft.Extensions.Logging;

namespace EdgeGateway.Intake;

internal static partial class LogMessages
{
    [LoggerMessage(EventId = 2101, EventName = "IntakeRefuses", Level = LogLevel.Warning, Message = "The intake refuses events: {Reason}")]
    public static partial void IntakeRefuses(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2102, EventName = "IntakeAccepts", Level = LogLevel.Information, Message = "The intake accepts events again")]
    public static partial void IntakeAccepts(this ILogger logger);
}
