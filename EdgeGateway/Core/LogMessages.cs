using EdgeGateway.Core.Members;
using Microsoft.Extensions.Logging;

namespace EdgeGateway.Core;

/// <summary>Everything devices and pipeline log. Event ids 1100 to 1219; an id is never used for another message.</summary>
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

    [LoggerMessage(1160, LogLevel.Information, "Price list {File}: {Items} items in force")]
    public static partial void PricesLoaded(ILogger logger, string file, int items);

    [LoggerMessage(1161, LogLevel.Error, "Price list {File} is refused, the prices before it stay in force; {Count} mistakes: {Mistakes}")]
    public static partial void PricesRefused(ILogger logger, string file, int count, string mistakes);

    [LoggerMessage(1162, LogLevel.Error, "What was captured on {Device} cannot be noted in {File} ({Reason}); killed now, the gateway might capture that load again")]
    public static partial void CaptureNotNoted(ILogger logger, string device, string file, string reason);

    [LoggerMessage(1163, LogLevel.Warning, "The note of what was captured on {Device}, {File}, is unreadable ({Reason}) and is begun anew")]
    public static partial void CaptureNoteUnreadable(ILogger logger, string device, string file, string reason);

    [LoggerMessage(1164, LogLevel.Error, "Scale {Device} reckons otherwise: {Difference}; nothing is captured until they agree")]
    public static partial void ScaleReckonsOtherwise(ILogger logger, string device, string difference);

    [LoggerMessage(1170, LogLevel.Error, "The file of the shelves {Path} is damaged and was put aside as {Aside} ({Reason}); nobody knows how many pieces lie on the plates until they are counted")]
    public static partial void ShelvesDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1171, LogLevel.Error, "The file of the shelves does not take a change ({Reason}); its events wait until it does")]
    public static partial void ShelvesNotKept(ILogger logger, string reason);

    [LoggerMessage(1172, LogLevel.Warning, "What was kept of plate {Plate} is unreadable; it begins anew, its pieces uncounted")]
    public static partial void PlateUnreadable(ILogger logger, string plate);

    [LoggerMessage(1173, LogLevel.Warning, "Plate {Plate} should be calibrated: {Reason}")]
    public static partial void PlateNeedsCalibration(ILogger logger, string plate, string reason);

    [LoggerMessage(1174, LogLevel.Information, "Planogram {Version} from {Source}: {Plates} plates in force")]
    public static partial void PlanogramApplied(ILogger logger, string version, string source, int plates);

    [LoggerMessage(1175, LogLevel.Error, "A planogram from {Source} is refused, the one before it stays in force; {Count} mistakes: {Mistakes}")]
    public static partial void PlanogramRefused(ILogger logger, string source, int count, string mistakes);

    [LoggerMessage(1178, LogLevel.Error, "{Problem}")]
    public static partial void ShelfFileDamaged(ILogger logger, string problem);

    [LoggerMessage(1180, LogLevel.Error, "The file of print jobs {Path} is damaged and was put aside as {Aside} ({Reason}); jobs that waited in it are not printed")]
    public static partial void PrintJobsDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1181, LogLevel.Error, "The file of print jobs does not take a change: {Reason}")]
    public static partial void PrintJobsRefused(ILogger logger, string reason);

    [LoggerMessage(1182, LogLevel.Warning, "Printer {Printer} takes no jobs: {Reason}")]
    public static partial void PrinterStands(ILogger logger, string printer, string reason);

    [LoggerMessage(1183, LogLevel.Information, "Printer {Printer} takes jobs again")]
    public static partial void PrinterGoesOn(ILogger logger, string printer);

    [LoggerMessage(1184, LogLevel.Warning, "Nobody knows whether job {Job} ({Template}) is on paper at {Printer}: {Reason}; a person is asked")]
    public static partial void PrintUnknown(ILogger logger, Guid job, string template, string printer, string reason);

    [LoggerMessage(1185, LogLevel.Warning, "Job {Job} ({Template}) is not printed: {Reason}")]
    public static partial void PrintFailed(ILogger logger, Guid job, string template, string? reason);

    [LoggerMessage(1186, LogLevel.Error, "Printing at {Printer} failed by a mistake in the gateway")]
    public static partial void PrintingFaulted(ILogger logger, Exception fault, string printer);

    [LoggerMessage(1187, LogLevel.Error, "The label of capture {Capture} is not printed: {Reason}")]
    public static partial void WeighedLabelRefused(ILogger logger, Guid? capture, string reason);

    [LoggerMessage(1200, LogLevel.Error, "The file of visits {Path} was put aside as {Aside} ({Reason}); who was here before may be announced again")]
    public static partial void VisitsDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1201, LogLevel.Error, "The file of visits does not take a change: {Reason}; after a restart a visit might be told twice")]
    public static partial void VisitsNotWritten(ILogger logger, string reason);

    [LoggerMessage(1202, LogLevel.Warning, "The outbox refuses the events of visits ({Reason}); {Count} wait")]
    public static partial void VisitsWait(ILogger logger, string reason, int count);

    [LoggerMessage(1203, LogLevel.Error, "Staff could not be told of an arrival")]
    public static partial void ArrivalNotTold(ILogger logger, Exception fault);
    [LoggerMessage(1190, LogLevel.Information, "Consent {Consent} of a {Kind} was given: text {TextVersion} in {Language}")]
    public static partial void ConsentGiven(ILogger logger, Guid consent, SubjectKind kind, string textVersion, string language);

    [LoggerMessage(1191, LogLevel.Information, "Consent {Consent} of a {Kind} has ended ({Why}, {How}); key and template are destroyed")]
    public static partial void ConsentEnded(ILogger logger, Guid consent, SubjectKind kind, string why, string how);

    [LoggerMessage(1192, LogLevel.Error, "A part of the gateway did not forget what it noted by a face; it is asked again in a minute")]
    public static partial void NotForgotten(ILogger logger, Exception fault);

    [LoggerMessage(1193, LogLevel.Warning, "The outbox does not take the events of consents ({Reason}); they are kept in the vault and told again")]
    public static partial void ConsentNotTold(ILogger logger, string reason);

    [LoggerMessage(1194, LogLevel.Error, "The members' vault does not take a change: {Reason}; it is tried again in a minute")]
    public static partial void VaultRefuses(ILogger logger, string reason);

    [LoggerMessage(1195, LogLevel.Error, "The audit log of members was changed from outside: {Mistake}")]
    public static partial void AuditBroken(ILogger logger, string mistake);

    [LoggerMessage(1196, LogLevel.Warning, "{Templates} faces are stored here; from {Limit} in the whole chain on, a filing with the authority is due within 30 working days")]
    public static partial void FilingComesNear(ILogger logger, int templates, int limit);

    [LoggerMessage(1197, LogLevel.Error, "A template without a consent in force was in the vault and is destroyed: {Consent}")]
    public static partial void TemplateWithoutConsent(ILogger logger, Guid consent);

    [LoggerMessage(1198, LogLevel.Error, "The template of consent {Consent} cannot be opened; the person is not recognised until enrolled anew")]
    public static partial void TemplateUnreadable(ILogger logger, Guid consent);

    [LoggerMessage(1199, LogLevel.Information, "A template of a {Kind} was stored under consent {Consent}, model pack {Pack}")]
    public static partial void TemplateStored(ILogger logger, Guid consent, SubjectKind kind, string pack);

    [LoggerMessage(1210, LogLevel.Error, "The file of alerts {Path} is damaged and was put aside as {Aside} ({Reason}); alerts that were open in it are not shown any more")]
    public static partial void AlertsDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1211, LogLevel.Error, "The file of alerts does not take a change: {Reason}")]
    public static partial void AlertsRefused(ILogger logger, string reason);

    [LoggerMessage(1212, LogLevel.Warning, "More than {Most} alerts are open; the oldest that nobody has claimed is closed")]
    public static partial void AlertsFull(ILogger logger, int most);

    [LoggerMessage(1213, LogLevel.Warning, "Webhook {Webhook} takes no messages: {Reason}")]
    public static partial void WebhookFails(ILogger logger, string webhook, string reason);

    [LoggerMessage(1214, LogLevel.Information, "Webhook {Webhook} takes messages again")]
    public static partial void WebhookTakesAgain(ILogger logger, string webhook);

    [LoggerMessage(1215, LogLevel.Warning, "Message {Message} to webhook {Webhook} is given up after {Tries} tries: {Reason}")]
    public static partial void WebhookGaveUp(ILogger logger, string webhook, Guid message, int tries, string reason);

    [LoggerMessage(1216, LogLevel.Warning, "The slip of alert {Alert} is not printed: {Reason}")]
    public static partial void SlipRefused(ILogger logger, Guid alert, string reason);

    [LoggerMessage(1220, LogLevel.Error, "The file of the staff {Path} is damaged and was put aside as {Aside} ({Reason}); enter the staff and pair their phones again")]
    public static partial void StaffDamaged(ILogger logger, string path, string aside, string reason);

    [LoggerMessage(1221, LogLevel.Warning, "When staff phones were last seen cannot be kept: {Reason}")]
    public static partial void StaffNotKept(ILogger logger, string reason);

    [LoggerMessage(1222, LogLevel.Warning, "{Codes} pairing codes were made void after too many wrong ones, the last from {Peer}; somebody may be guessing")]
    public static partial void PairingGuessed(ILogger logger, int codes, string peer);

    [LoggerMessage(1223, LogLevel.Information, "The store's own certificate authority was made: {File}, SHA-256 {Fingerprint}, valid until {Until:yyyy-MM-dd}; staff phones are told to trust it once")]
    public static partial void AuthorityMade(ILogger logger, string file, string fingerprint, DateTimeOffset until);

    [LoggerMessage(1224, LogLevel.Information, "The console has a new certificate for {Names}, valid until {Until:yyyy-MM-dd}")]
    public static partial void CertificateMade(ILogger logger, string names, DateTimeOffset until);

    [LoggerMessage(1225, LogLevel.Warning, "The store's certificate authority may not vouch for {Names}; phones that ask by them see a warning. It vouches for the names it was made with, names under .local and private addresses")]
    public static partial void NamesLeftOut(ILogger logger, string names);

    [LoggerMessage(1226, LogLevel.Information, "The console's certificate was read from {File}, valid until {Until:yyyy-MM-dd}")]
    public static partial void CertificateRead(ILogger logger, string file, DateTimeOffset until);

    [LoggerMessage(1227, LogLevel.Error, "The console's certificate stays as it was: {Mistake}")]
    public static partial void CertificateRefused(ILogger logger, string mistake);

    [LoggerMessage(1235, LogLevel.Warning, "{File} is damaged or of another key; {Members} members' profiles are left until headquarters sends all of them again")]
    public static partial void ProfilesBegunAnew(this ILogger logger, string file, int members);
}
