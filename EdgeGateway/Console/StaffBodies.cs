using System.Text.Json.Serialization;
using EdgeGateway.Core.Alerts;
using EdgeGateway.Core.Staff;

namespace EdgeGateway.Console;

/// <summary>What a phone is told of itself.</summary>
/// <param name="Paired">Whether it is paired.</param>
/// <param name="Secure">Whether it may be: it asks over HTTPS, or is the gateway itself.</param>
/// <param name="Store">The store's name.</param>
/// <param name="Staff">Who holds it, or null.</param>
/// <param name="Device">What it calls itself, or null.</param>
/// <param name="Origins">Where the staff page is found over HTTPS, the best first.</param>
/// <param name="HasAuthority">Whether phones must be told once to trust the store's own authority.</param>
internal sealed record StaffSelf(bool Paired, bool Secure, string Store, StaffMember? Staff, string? Device, IReadOnlyList<string> Origins, bool HasAuthority);

/// <summary>What the staff page shows.</summary>
/// <param name="Now">The gateway's time.</param>
/// <param name="Me">Who holds this phone; null at the gateway itself.</param>
/// <param name="Names">Names by id, also of who works here no more.</param>
/// <param name="OnShift">Who is on shift, who came first in front.</param>
/// <param name="Alerts">The open alerts.</param>
internal sealed record StaffView(
    DateTimeOffset Now, StaffMember? Me, IReadOnlyDictionary<string, string> Names, IReadOnlyList<string> OnShift, IReadOnlyList<AlertView> Alerts);

/// <summary>What the owner sees.</summary>
/// <param name="People">Everybody.</param>
/// <param name="Phones">The phones.</param>
/// <param name="Origins">Where the staff page is found over HTTPS, the best first; empty where <c>console.secureUrl</c> is not set.</param>
/// <param name="Fingerprint">The SHA-256 of the store's authority, or null where the owner brings a certificate.</param>
/// <param name="AuthorityQr">The way to its file as a QR code, or null.</param>
internal sealed record StaffRoll(
    IReadOnlyList<StaffMember> People, IReadOnlyList<PairedPhone> Phones, IReadOnlyList<string> Origins, string? Fingerprint, string? AuthorityQr);

/// <summary>What a member who has withdrawn is shown.</summary>
/// <param name="Number">The receipt's number.</param>
/// <param name="Member">The member's id.</param>
/// <param name="At">When everything of the face was gone.</param>
public sealed record StaffReceipt(string Number, string Member, DateTimeOffset At);

/// <summary>A code that was made.</summary>
internal sealed record StaffPairing(string Code, string Url, string QrSvg, DateTimeOffset ExpiresAt);

/// <summary>What became of an action, and who has the alert; with errors where it was not done. Results are in snake case.</summary>
internal sealed record StaffActed(AlertResult Result, string? By, IReadOnlyList<ConsoleError> Errors);

/// <summary>Adds or changes a person.</summary>
internal sealed record PersonBody(string? Name, bool? Active);

/// <summary>Makes a code; the origin is one of those offered, the first where it is left out.</summary>
internal sealed record PairingBody(string? Staff, string? Origin);

/// <summary>Pairs this phone.</summary>
internal sealed record PairBody(string? Code, string? Device);

/// <summary>Begins or ends a shift.</summary>
internal sealed record ShiftBody(bool? On);

/// <summary>Claims, or has done.</summary>
internal sealed record ActBody(string? Id);

/// <summary>Snoozes.</summary>
internal sealed record SnoozeBody(string? Id, int? Minutes);

/// <summary>Says that it was somebody else.</summary>
internal sealed record DismissBody(string? Id, string? Reason);

/// <summary>Notes something.</summary>
internal sealed record NoteBody(string? Id, string? Text);

/// <summary>Nothing is asked for beside the path.</summary>
internal sealed record EmptyBody;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, Converters = [typeof(AlertResultConverter)])]
[JsonSerializable(typeof(StaffSelf))]
[JsonSerializable(typeof(StaffView))]
[JsonSerializable(typeof(StaffRoll))]
[JsonSerializable(typeof(StaffPairing))]
[JsonSerializable(typeof(StaffActed))]
[JsonSerializable(typeof(StaffReceipt))]
[JsonSerializable(typeof(PersonBody))]
[JsonSerializable(typeof(PairingBody))]
[JsonSerializable(typeof(PairBody))]
[JsonSerializable(typeof(ShiftBody))]
[JsonSerializable(typeof(ActBody))]
[JsonSerializable(typeof(SnoozeBody))]
[JsonSerializable(typeof(DismissBody))]
[JsonSerializable(typeof(NoteBody))]
[JsonSerializable(typeof(EmptyBody))]
internal sealed partial class StaffJson : JsonSerializerContext;

internal sealed class AlertResultConverter() : JsonStringEnumConverter<AlertResult>(System.Text.Json.JsonNamingPolicy.SnakeCaseLower);
