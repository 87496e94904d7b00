namespace Cloud.Crm;

/// <summary>Everything headquarters logs. Ids are a contract: never reused.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(5000, LogLevel.Information, "Schema {Version} applied to the {Provider} database")]
    internal static partial void SchemaApplied(this ILogger logger, int version, string provider);

    [LoggerMessage(5001, LogLevel.Information, "{Gateways} gateways of {Stores} stores registered from the configuration")]
    internal static partial void FleetRegistered(this ILogger logger, int gateways, int stores);

    [LoggerMessage(5010, LogLevel.Information, "Shard {Shard} taken under token {Token}")]
    internal static partial void LeaseTaken(this ILogger logger, int shard, long token);

    [LoggerMessage(5011, LogLevel.Information, "{Count} shards given back for other nodes to take")]
    internal static partial void LeasesShared(this ILogger logger, int count);

    [LoggerMessage(5012, LogLevel.Error, "Leases cannot be renewed; trying again until they can")]
    internal static partial void LeasesFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5020, LogLevel.Information, "Shard {Shard}: connected to the broker, session kept: {SessionPresent}")]
    internal static partial void SessionStarted(this ILogger logger, int shard, bool sessionPresent);

    [LoggerMessage(5021, LogLevel.Warning, "Shard {Shard}: connection to the broker ended: {Reason}")]
    internal static partial void SessionDisconnected(this ILogger logger, int shard, string reason);

    [LoggerMessage(5022, LogLevel.Warning, "Shard {Shard}: no connection to the broker; trying again until there is")]
    internal static partial void SessionFailed(this ILogger logger, int shard, Exception exception);

    [LoggerMessage(5023, LogLevel.Information, "Shard {Shard}: ingest ended: {Reason}")]
    internal static partial void SessionEnded(this ILogger logger, int shard, string reason);

    [LoggerMessage(5030, LogLevel.Error, "The database fails; nothing is answered until it is back")]
    internal static partial void DatabaseFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5031, LogLevel.Information, "The database is back")]
    internal static partial void DatabaseBack(this ILogger logger);

    [LoggerMessage(5032, LogLevel.Error, "Shard {Shard}: the database refused a message; it goes to the dead letters")]
    internal static partial void DatabaseRefused(this ILogger logger, int shard, Exception exception);

    [LoggerMessage(5033, LogLevel.Warning, "Shard {Shard}: batches are dropped because the database does not keep up; their gateways send them again")]
    internal static partial void Dropping(this ILogger logger, int shard);

    [LoggerMessage(5034, LogLevel.Warning, "{Count} dead letters on shard {Shard}")]
    internal static partial void DeadLettered(this ILogger logger, int count, int shard);

    [LoggerMessage(5035, LogLevel.Information, "{Gateway} is asked to send again from {Epoch}/{Seq}: came {CameEpoch} from {CameFirst}")]
    internal static partial void ReplayAsked(this ILogger logger, string gateway, string? epoch, long seq, string cameEpoch, long cameFirst);

    [LoggerMessage(5040, LogLevel.Warning, "The live pages cannot read the database; they show what they had until it is back")]
    internal static partial void LiveFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5050, LogLevel.Warning, "The connection for commands and configurations failed; it is tried again")]
    internal static partial void GatewayLinkFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5051, LogLevel.Warning, "What {Gateway} reported of its configuration could not be kept; it comes again")]
    internal static partial void ReportNotKept(this ILogger logger, string gateway, Exception exception);

    [LoggerMessage(5060, LogLevel.Warning, "What concerns members cannot be carried while the database fails; it is tried again until it can")]
    internal static partial void CourierFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5061, LogLevel.Warning, "Something for members was not carried; it is tried again")]
    internal static partial void CarryFailed(this ILogger logger, Exception exception);

    [LoggerMessage(5062, LogLevel.Warning, "{Gateway} has another key for members than before: {Fingerprint}. Right where it was set up anew; else compare with its own page")]
    internal static partial void GatewayKeyChanged(this ILogger logger, string gateway, string fingerprint);

    [LoggerMessage(5063, LogLevel.Information, "Members' key read from {File}")]
    internal static partial void MembersKeyRead(this ILogger logger, string file);

    [LoggerMessage(5100, LogLevel.Warning, "There is no account yet. Open the pages and make the first one with the one-time code {Code} (also in: {File})")]
    internal static partial void SetupCode(this ILogger logger, string code, string file);

    [LoggerMessage(5101, LogLevel.Warning, "A login was tried wrongly {Count} times and is locked for {Minutes} minutes")]
    internal static partial void LoginLocked(this ILogger logger, int count, double minutes);

    [LoggerMessage(5102, LogLevel.Error, "{Method} {Endpoint} failed")]
    internal static partial void RequestFailed(this ILogger logger, Exception exception, string method, string endpoint);

    [LoggerMessage(5140, LogLevel.Error, "Orders cannot be brought in line with the stock while the database fails; it is tried again until they can")]
    internal static partial void ReplenishmentFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5141, LogLevel.Information, "Orders are brought in line with the stock again")]
    internal static partial void ReplenishmentBack(this ILogger logger);

    [LoggerMessage(5180, LogLevel.Warning, "Sales cannot be booked while the database fails; it is tried again until they can")]
    internal static partial void SalesFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5181, LogLevel.Information, "Sales are booked again")]
    internal static partial void SalesBack(this ILogger logger);

    [LoggerMessage(5182, LogLevel.Error, "A sale that came as an event cannot be booked; it stands among the refused ones")]
    internal static partial void SaleRefused(this ILogger logger, Exception exception);

    [LoggerMessage(5120, LogLevel.Warning, "Stock cannot be watched while the database fails; it is tried again until it can")]
    internal static partial void StockWatchFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5121, LogLevel.Information, "What stayed in the baskets of {Count} goods for a day was settled")]
    internal static partial void BasketsSettled(this ILogger logger, int count);

    [LoggerMessage(5122, LogLevel.Error, "The books do not add up: {Sku} in {Store} says {Says}, and should say {Should}; see GET /api/stock/books")]
    internal static partial void BooksWrong(this ILogger logger, string sku, string store, long says, long should);

    [LoggerMessage(5160, LogLevel.Warning, "Imports cannot go on while the database fails; they go on when it is back")]
    internal static partial void ImportsFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5161, LogLevel.Error, "Import {Import} failed")]
    internal static partial void ImportFailed(this ILogger logger, string import, Exception exception);

    [LoggerMessage(5103, LogLevel.Warning, "Signing in at {Provider} failed: {Reason}")]
    internal static partial void ProviderFailed(this ILogger logger, string provider, string reason);

    [LoggerMessage(5240, LogLevel.Information, "The list of revoked certificates was written: {Count} in {File}")]
    internal static partial void RevocationsWritten(this ILogger logger, int count, string file);

    [LoggerMessage(5241, LogLevel.Error, "The list of revoked certificates cannot be brought to the broker; it is tried again until it can")]
    internal static partial void RevocationsFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5242, LogLevel.Information, "Gateway {Gateway} was cut off at the broker")]
    internal static partial void GatewayCutOff(this ILogger logger, string gateway);

    [LoggerMessage(5220, LogLevel.Error, "A {Kind} ({Id}) was given up after {Attempts} attempts: {Said}")]
    internal static partial void OutgoingGivenUp(this ILogger logger, string kind, string id, int attempts, string said);

    [LoggerMessage(5260, LogLevel.Warning, "Gateways cannot be watched while the database fails; it is tried again until they can")]
    internal static partial void GatewayWatchFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5261, LogLevel.Information, "Gateway {Gateway} is {State} {Reasons}")]
    internal static partial void GatewayStateChanged(this ILogger logger, string gateway, string state, string reasons);

    [LoggerMessage(5221, LogLevel.Warning, "What is to leave the database cannot be carried while the database fails; it is tried again until it can")]
    internal static partial void OutgoingFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5270, LogLevel.Warning, "Gateways cannot follow their templates while the database fails; it is tried again until they can")]
    internal static partial void TemplatesFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5271, LogLevel.Information, "{Due} gateways were brought in line with their templates; {Made} of them are wanted to be different")]
    internal static partial void TemplatesFollowed(this ILogger logger, int due, int made);

    [LoggerMessage(5290, LogLevel.Warning, "Campaigns cannot be looked after while the database fails; it is tried again until they can")]
    internal static partial void CampaignsFailing(this ILogger logger, Exception exception);

    [LoggerMessage(5291, LogLevel.Warning, "Campaign {Campaign} has stopped itself: {Reason}")]
    internal static partial void CampaignHalted(this ILogger logger, string campaign, string reason);

    [LoggerMessage(5250, LogLevel.Error, "What became of a command to gateway {Gateway} could not be noted")]
    internal static partial void CommandNotKept(this ILogger logger, string gateway, Exception exception);

    [LoggerMessage(5280, LogLevel.Warning, "Times cannot be corrected while the database fails; it is tried again until they can")]
    internal static partial void TimeCorrectionFailing(this ILogger logger, Exception exception);
}
