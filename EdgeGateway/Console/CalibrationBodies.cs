using System.Text.Json.Serialization;
using EdgeGateway.Core.Shelves.Calibration;

namespace EdgeGateway.Console;

/// <summary>Begins a calibration.</summary>
internal sealed record CalibrateBody(string? Who);

/// <summary>Captures a known weight, a decimal text.</summary>
internal sealed record KnownWeightBody(string? Grams);

/// <summary>Begins to weigh pieces with 0, or captures that so many were put on.</summary>
internal sealed record WeighPiecesBody(int? Pieces, string? Who);

/// <summary>A mistake with the word and the numbers that pages translate by.</summary>
internal sealed record CalibrationError(string Path, string Message, string? Reason, IReadOnlyDictionary<string, string>? Values);

/// <summary>Mistakes.</summary>
internal sealed record CalibrationErrors(IReadOnlyList<CalibrationError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(CalibrationView))]
[JsonSerializable(typeof(CalibrationErrors))]
[JsonSerializable(typeof(CalibrateBody))]
[JsonSerializable(typeof(KnownWeightBody))]
[JsonSerializable(typeof(WeighPiecesBody))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
