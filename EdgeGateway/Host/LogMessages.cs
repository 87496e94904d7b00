using Microsoft.Extensions.Logging;

namespace EdgeGateway.Host;

internal static partial class LogMessages
{
    [LoggerMessage(EventId = 2001, EventName = "GatewayRuns", Level = LogLevel.Information,
        Message = "Gateway {Gateway} of {Store}, version {Version}, runs with {Devices} devices on {DataFolder}, epoch {Epoch}")]
    public static partial void GatewayRuns(this ILogger logger, string gateway, string store, string version, int devices, string dataFolder, string epoch);

    [LoggerMessage(EventId = 2002, EventName = "GatewayStops", Level = LogLevel.Information, Message = "Gateway {Gateway} stops")]
    public static partial void GatewayStops(this ILogger logger, string gateway);

    [LoggerMessage(EventId = 2003, EventName = "PartFailed", Level = LogLevel.Critical,
        Message = "The {Part} failed; the gateway stops, so that it can be started again")]
    public static partial void PartFailed(this ILogger logger, Exception? exception, string part);

    [LoggerMessage(EventId = 2006, EventName = "SupervisionFailed", Level = LogLevel.Critical,
        Message = "The supervision of device {Device} failed; it is not read any more until the gateway is started again")]
    public static partial void SupervisionFailed(this ILogger logger, Exception exception, string device);

    [LoggerMessage(EventId = 2004, EventName = "PartIsSlow", Level = LogLevel.Warning, Message = "The {Part} has not stopped within {Limit}; going on without it")]
    public static partial void PartIsSlow(this ILogger logger, string part, TimeSpan limit);

    [LoggerMessage(EventId = 2005, EventName = "ListensToNetwork", Level = LogLevel.Warning,
        Message = "The {Part} listens on {Url}, without encryption; keep that network to yourself")]
    public static partial void ListensToNetwork(this ILogger logger, string part, string url);
}
