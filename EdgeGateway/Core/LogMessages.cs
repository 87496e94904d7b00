using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core;

/// <summary>Everything devices and pipeline log. Event ids 1100 to 1199; an id is never used for another message.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1100, LogLevel.Information, "Device {Device} is online: driver {Driver} at {Port}")]
    public static partial void DeviceOnline(ILogger logger, string device, string driver, string port);

    [LoggerMessage(1101, LogLevel.Warning, "Device {Device} is offline: driver {Driver} at {Port}: {Reason}")]
    public static partial void DeviceOffline(ILogger logger, Exception? unexpected, string device, string driver, string port, string reason);

    [LoggerMessage(1102, LogLevel.Warning, "Device {Device} reports a fault: {Reason}")]
    public static partial void DeviceFault(ILogger logger, string device, string reason);

    [LoggerMessage(1103, LogLevel.Information, "Device {Device}: {Note}")]
    public static partial void DeviceNote(ILogger logger, string device, string note);

    [LoggerMessage(1110, LogLevel.Error, "The outbox refuses events ({Reason}); {Held} are held in memory and tried again")]
    public static partial void OutboxRefuses(ILogger logger, string reason, int held);

    [LoggerMessage(1111, LogLevel.Information, "The outbox accepts events again; {TelemetryDropped} telemetry events were dropped since the start")]
    public static partial void OutboxAccepts(ILogger logger, long telemetryDropped);

    [LoggerMessage(1112, LogLevel.Error, "Stopping with {Lost} events that the outbox has not accepted: {Reason}")]
    public static partial void EventsLost(ILogger logger, int lost, string reason);

    [LoggerMessage(1150, LogLevel.Error, "The stocktake file {Path} is damaged and was put aside as {Aside} ({Reason}); counts that were not closed are lost")]
    public static partial void StocktakeDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1151, LogLevel.Error, "The stocktake file does not take a count: {Reason}")]
    public static partial void StocktakeRefused(ILogger logger, string reason);
}
