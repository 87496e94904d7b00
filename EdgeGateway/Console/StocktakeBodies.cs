using System.Text.Json.Serialization;
using EdgeGateway.Core.Stocktake;

namespace EdgeGateway.Console;

/// <summary>What <c>GET /v1/stocktake</c> and the live page are answered.</summary>
/// <param name="Sessions">The newest first; of many lines only those counted last.</param>
/// <param name="Scanners">Scanners of this gateway, with the session that counts their scans or null.</param>
internal sealed record StocktakeState(IReadOnlyList<SessionView> Sessions, IReadOnlyList<StocktakeScanner> Scanners);

/// <summary>A scanner that a session can take.</summary>
internal sealed record StocktakeScanner(string Id, string? Session);

/// <summary>Begins a session.</summary>
internal sealed record StartBody(string? Location, string? Counter, string? Scanner);

/// <summary>Counts a code.</summary>
internal sealed record CountBody(string? Code, long? Quantity, string? Id);

/// <summary>Sets a line.</summary>
internal sealed record LineBody(long? Quantity, string? Unit, string? Id);

/// <summary>A session after a request; with errors where nothing was done.</summary>
internal sealed record SessionAnswer(SessionView? Session, IReadOnlyList<ConsoleError> Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StocktakeState))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(SessionAnswer))]
[JsonSerializable(typeof(StartBody))]
[JsonSerializable(typeof(CountBody))]
[JsonSerializable(typeof(LineBody))]
internal sealed partial class StocktakeJson : JsonSerializerContext;
