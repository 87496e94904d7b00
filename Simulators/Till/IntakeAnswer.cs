using System.Net;
using System.Text.Json;

namespace Simulators.Till;

/// <summary>What came of one request to the intake.</summary>
internal enum IntakeVerdict
{
    /// <summary>Every event is on the gateway's disk.</summary>
    Accepted,

    /// <summary>No answer, or one that says to come again.</summary>
    TryAgain,

    /// <summary>It will never be accepted: the till or its settings are wrong.</summary>
    Refused,
}

/// <summary>One answer, read.</summary>
/// <param name="Verdict">What to do next.</param>
/// <param name="Positions">Where the events are; empty unless accepted.</param>
/// <param name="Why">The gateway's words; empty where accepted.</param>
internal sealed record IntakeAnswer(IntakeVerdict Verdict, IReadOnlyList<Position> Positions, string Why)
{
    /// <summary>An answer that never came.</summary>
    public static IntakeAnswer None(string why) => new(IntakeVerdict.TryAgain, [], why);

    /// <summary>Reads an answer to a request that carried <paramref name="ids"/>.</summary>
    public static IntakeAnswer Read(HttpStatusCode status, string body, IReadOnlyCollection<Guid> ids)
    {
        if (status is HttpStatusCode.OK)
        {
            var positions = TryReadPositions(body);
            return positions is not null && positions.Select(p => p.Id).ToHashSet().SetEquals(ids)
                ? new IntakeAnswer(IntakeVerdict.Accepted, positions, "")
                : new IntakeAnswer(IntakeVerdict.Refused, [], $"200 does not name the events that were sent: {body}");
        }

        var again = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.InsufficientStorage
            or HttpStatusCode.ServiceUnavailable or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
        return new IntakeAnswer(again ? IntakeVerdict.TryAgain : IntakeVerdict.Refused, [], $"{(int)status}: {body}");
    }

    private static List<Position>? TryReadPositions(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return [.. json.RootElement.GetProperty("accepted").EnumerateArray().Select(one => new Position(
                one.GetProperty("id").GetGuid(), one.GetProperty("epoch").GetString()!, one.GetProperty("seq").GetInt64()))];
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }
}
