using System.Text.Json.Serialization;
using EdgeGateway.Core.Enrolment;

namespace EdgeGateway.Console;

/// <summary>Gives a consent.</summary>
internal sealed record ConsentBody(
    string? Subject,
    bool? IsStaff,
    string? TextVersion,
    string? Language,
    string? How,
    string? Who,
    bool? AgeConfirmed,
    bool? Agreed,
    bool? OtherStores,
    string? Id);

/// <summary>Takes a photo with a camera.</summary>
internal sealed record CameraPhotoBody(string? Camera);

/// <summary>Makes the template.</summary>
internal sealed record EnrolBody(string? Who, string? Name, bool? DespiteLookAlike);

/// <summary>Withdraws.</summary>
internal sealed record WithdrawBody(string? Who, bool? Print);

/// <summary>The texts of a language.</summary>
internal sealed record TextsAnswer(IReadOnlyList<ConsentTextView> Texts);

/// <summary>The audit log.</summary>
internal sealed record AuditAnswer(IReadOnlyList<AuditView> Entries);

/// <summary>An enrolment.</summary>
internal sealed record EnrolledAnswer(int Photos, string? LookAlike);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(MembersView))]
[JsonSerializable(typeof(TextsAnswer))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(PhotoView))]
[JsonSerializable(typeof(EnrolledAnswer))]
[JsonSerializable(typeof(ReceiptView))]
[JsonSerializable(typeof(ConsentBody))]
[JsonSerializable(typeof(CameraPhotoBody))]
[JsonSerializable(typeof(EnrolBody))]
[JsonSerializable(typeof(WithdrawBody))]
internal sealed partial class MemberJson : JsonSerializerContext;
