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

    [LoggerMessage(EventId = 2010, EventName = "NoAnnouncements", Level = LogLevel.Warning, Message = "Hot-plug: {Why}")]
    public static partial void NoAnnouncements(this ILogger logger, string why);

    [LoggerMessage(EventId = 2011, EventName = "PortCame", Level = LogLevel.Information, Message = "Plugged in: {Port} at {Path}: {What}")]
    public static partial void PortCame(this ILogger logger, string port, string path, string what);

    [LoggerMessage(EventId = 2012, EventName = "PortWent", Level = LogLevel.Information, Message = "Unplugged: {Port} from {Path}")]
    public static partial void PortWent(this ILogger logger, string port, string path);

    [LoggerMessage(EventId = 2013, EventName = "DetectionEnded", Level = LogLevel.Information,
        Message = "Detection at {Port}: {State}, protocol {Protocol}, line {Line}: {Reason}")]
    public static partial void DetectionEnded(
        this ILogger logger, string port, EdgeGateway.Core.Setup.DetectionState state, string protocol, string line, string reason);

    [LoggerMessage(EventId = 2014, EventName = "DetectionSent", Level = LogLevel.Information, Message = "Detection sent to {Port} at {Line}: {Hex} ({Why})")]
    public static partial void DetectionSent(this ILogger logger, string port, string line, string hex, string why);

    [LoggerMessage(EventId = 2015, EventName = "DetectionFailed", Level = LogLevel.Warning, Message = "Detection at {Port} failed: {Reason}")]
    public static partial void DetectionFailed(this ILogger logger, string port, string reason);

    [LoggerMessage(EventId = 2016, EventName = "DeviceAssigned", Level = LogLevel.Information, Message = "Device {Device} was assigned: driver {Driver} at {Port}")]
    public static partial void DeviceAssigned(this ILogger logger, string device, string driver, string port);

    [LoggerMessage(EventId = 2017, EventName = "DeviceRemoved", Level = LogLevel.Information, Message = "Device {Device} was removed")]
    public static partial void DeviceRemoved(this ILogger logger, string device);

    [LoggerMessage(EventId = 2018, EventName = "PortMemoryUnreadable", Level = LogLevel.Error,
        Message = "{File} cannot be read ({Reason}); what was plugged in before is forgotten: twins without serial numbers could pass for each other until they are seen again")]
    public static partial void PortMemoryUnreadable(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 2019, EventName = "PortMemoryUnwritable", Level = LogLevel.Error,
        Message = "{File} cannot be written ({Reason}); what is plugged in now will be forgotten at the next start")]
    public static partial void PortMemoryUnwritable(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 2020, EventName = "ConfigurationTaken", Level = LogLevel.Information,
        Message = "{File} was read again; its {Devices} devices are in force")]
    public static partial void ConfigurationTaken(this ILogger logger, string file, int devices);

    [LoggerMessage(EventId = 2021, EventName = "ConfigurationRefused", Level = LogLevel.Error, Message = "The changed configuration is not taken, the old one stays in force: {Mistake}")]
    public static partial void ConfigurationRefused(this ILogger logger, string mistake);

    [LoggerMessage(EventId = 2022, EventName = "RestartNeeded", Level = LogLevel.Warning, Message = "{File}: restart the gateway to put these changes in force: {Sections}")]
    public static partial void RestartNeeded(this ILogger logger, string file, string sections);

    [LoggerMessage(EventId = 2023, EventName = "PartStuck", Level = LogLevel.Critical,
        Message = "The {Part} gives no sign of life; the watchdog is not fed any more and the service will be started again")]
    public static partial void PartStuck(this ILogger logger, string part);

    [LoggerMessage(EventId = 2030, EventName = "PrintingNotReady", Level = LogLevel.Error, Message = "Documents cannot be drawn: {Reason}")]
    public static partial void PrintingNotReady(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2040, EventName = "ModelsLoaded", Level = LogLevel.Information, Message = "The face models {Pack} are loaded")]
    public static partial void ModelsLoaded(this ILogger logger, string pack);

    [LoggerMessage(EventId = 2041, EventName = "ModelsMissing", Level = LogLevel.Error, Message = "Nobody is recognised by the face: {Reason}")]
    public static partial void ModelsMissing(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2042, EventName = "LookFailed", Level = LogLevel.Error, Message = "A picture of camera {Camera} could not be looked at; the next one is tried")]
    public static partial void LookFailed(this ILogger logger, Exception fault, string camera);

    [LoggerMessage(EventId = 2043, EventName = "MemberKey", Level = LogLevel.Information,
        Message = "Headquarters should show this fingerprint for this gateway's key: {Fingerprint}")]
    public static partial void MemberKeyIs(this ILogger logger, string fingerprint);

    [LoggerMessage(EventId = 2050, EventName = "CoreLimitRefused", Level = LogLevel.Error, Message = "Core files cannot be forbidden: {Reason}")]
    public static partial void CoreLimitRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2051, EventName = "DumpableRefused", Level = LogLevel.Error, Message = "The process cannot be closed to dumps and other programs: {Reason}")]
    public static partial void DumpableRefused(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2053, EventName = "TillWithdrawalFailed", Level = LogLevel.Error, Message = "A withdrawal from a till was not carried out: {Reason}")]
    public static partial void TillWithdrawalFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 2052, EventName = "MemoryNotLocked", Level = LogLevel.Warning,
        Message = "{Blocks} blocks of memory with pictures or templates cannot be kept from being swapped out (limit {Limit} bytes); raise LimitMEMLOCK, or switch swap off")]
    public static partial void MemoryNotLocked(this ILogger logger, long blocks, long limit);

    [LoggerMessage(EventId = 2060, EventName = "CertificateRenewed", Level = LogLevel.Information,
        Message = "Headquarters gave the next certificate, good until {End:u}; the next connection uses it")]
    public static partial void CertificateRenewed(this ILogger logger, DateTime end);

    [LoggerMessage(EventId = 2061, EventName = "RenewalFailing", Level = LogLevel.Warning,
        Message = "The certificate, good until {End:u}, could not be renewed: {Reason}. It is tried again until it can")]
    public static partial void RenewalFailing(this ILogger logger, DateTime end, string reason);

    [LoggerMessage(EventId = 2062, EventName = "ReturnAwaited", Level = LogLevel.Error,
        Message = "The certificate has ended. Somebody at headquarters must let this gateway back in, with the key {Key}")]
    public static partial void ReturnAwaited(this ILogger logger, string key);

    [LoggerMessage(EventId = 2070, EventName = "UpdateTried", Level = LogLevel.Information, Message = "The gateway ends, so that version {Version} is tried")]
    public static partial void UpdateTried(this ILogger logger, string version);

    [LoggerMessage(EventId = 2071, EventName = "UpdateConfirmed", Level = LogLevel.Information, Message = "Version {Version} does what the one before did, and stays")]
    public static partial void UpdateConfirmed(this ILogger logger, string version);

    [LoggerMessage(EventId = 2072, EventName = "UpdateRolledBack", Level = LogLevel.Error, Message = "Version {Version} is not taken, the one before it goes on: {Reason}")]
    public static partial void UpdateRolledBack(this ILogger logger, string version, string reason);

    [LoggerMessage(EventId = 2080, EventName = "RestartAsked", Level = LogLevel.Information, Message = "Headquarters wants the service restarted (command {Id}); it ends now")]
    public static partial void RestartAsked(this ILogger logger, string id);

    [LoggerMessage(EventId = 2081, EventName = "CommandNotesUnreadable", Level = LogLevel.Warning,
        Message = "{File} is passed over: {Reason}. A command that came before the restart would be carried out again if it came again")]
    public static partial void CommandNotesUnreadable(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 2082, EventName = "CommandNotesUnwritable", Level = LogLevel.Warning, Message = "{File} cannot be written: {Reason}. Commands that change something are not tried")]
    public static partial void CommandNotesUnwritable(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 2090, EventName = "TimeNotKept", Level = LogLevel.Warning,
        Message = "The time cannot be noted for the next start: {Reason}. A box without a clock chip then begins at an older time until it is told the right one")]
    public static partial void TimeNotKept(this ILogger logger, string reason);
}
