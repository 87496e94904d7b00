using System.Text.Json.Serialization;
using EdgeGateway.Core.Enrolment;
using EdgeGateway.Core.Visits;

namespace EdgeGateway.Console;

/// <summary>Chooses what a camera does. A polygon is a list of [x, y].</summary>
internal sealed record RulesBody(
    string? Mode, string? Zone, IReadOnlyList<IReadOnlyList<double>>? Polygon, bool? CountAnonymously, string? NoticeVersion, bool? Confirmed, string? Who);

/// <summary>Measures with a staff member in front of the camera.</summary>
internal sealed record MeasureBody(string? Staff);

/// <summary>Puts thresholds in force; without any the pack's.</summary>
internal sealed record ThresholdsBody(double? Match, double? Possible, double? Margin, string? Who);

/// <summary>The notices of a language.</summary>
internal sealed record NoticesAnswer(string Version, IReadOnlyList<DoorNotice> Notices);

/// <summary>Mistakes with the word that pages translate by.</summary>
internal sealed record DeskErrors(IReadOnlyList<DeskMistake> Errors);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CamerasView))]
[JsonSerializable(typeof(NoticesAnswer))]
[JsonSerializable(typeof(DeskErrors))]
[JsonSerializable(typeof(RulesBody))]
[JsonSerializable(typeof(MeasureBody))]
[JsonSerializable(typeof(ThresholdsBody))]
internal sealed partial class CameraJson : JsonSerializerContext;
