using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Core.Alerts.Webhooks;

/// <summary>How one service wants to be told, and what its answers mean.</summary>
internal abstract class WebhookFormat
{
    /// <summary>How long a service that limits us and names no time is left alone.</summary>
    protected static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait that a service may ask for.</summary>
    private static readonly TimeSpan s_longestWait = TimeSpan.FromMinutes(10);

    /// <summary>The request for a message, signed for this moment.</summary>
    public abstract HttpRequestMessage Request(WebhookTarget target, WebhookMessage message, DateTimeOffset now);

    /// <summary>What an answer means.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body, complete.</param>
    public WebhookAnswer Judge(HttpStatusCode status, HttpResponseHeaders headers, ReadOnlyMemory<byte> body)
    {
        var code = (int)status;
        return code switch
        {
            429 or 503 when Wait(headers) is { } wait => new WebhookAnswer(WebhookOutcome.Limited, $"HTTP {code}", wait),
            429 => new WebhookAnswer(WebhookOutcome.Limited, $"HTTP {code}", UsualWait),
            408 or 425 or >= 500 => new WebhookAnswer(WebhookOutcome.Failed, $"HTTP {code}"),
            >= 300 and < 400 => new WebhookAnswer(WebhookOutcome.Refused, $"HTTP {code}: it points elsewhere, and redirects are not followed; give the address it points to"),
            >= 200 and < 300 => JudgeBody(body),
            _ => JudgeBody(body) is { Outcome: WebhookOutcome.Limited } limited ? limited : new WebhookAnswer(WebhookOutcome.Refused, $"HTTP {code} {Short(body)}"),
        };
    }

    /// <summary>What the body of an answer means whose status is good.</summary>
    protected abstract WebhookAnswer JudgeBody(ReadOnlyMemory<byte> body);

    /// <summary>A request with a JSON body.</summary>
    protected static HttpRequestMessage Post(Uri address, byte[] body) => new(HttpMethod.Post, address)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json", "utf-8") } },
    };

    /// <summary>A JSON object.</summary>
    protected static byte[] Json(Action<Utf8JsonWriter> members) => DraftJson.Write(members);

    /// <summary>Judges the answer of a robot: a number that is 0 for success, and a text.</summary>
    /// <param name="body">The answer.</param>
    /// <param name="code">The member with the number.</param>
    /// <param name="text">The member with the text.</param>
    /// <param name="limited">Numbers that mean "too many".</param>
    /// <param name="busy">Numbers that mean "try again".</param>
    protected static WebhookAnswer JudgeCode(ReadOnlyMemory<byte> body, string code, string text, ReadOnlySpan<long> limited, ReadOnlySpan<long> busy)
    {
        try
        {
            using var answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object || !answer.RootElement.TryGetProperty(code, out var number) || !number.TryGetInt64(out var result))
            {
                return new WebhookAnswer(WebhookOutcome.Failed, $"its answer has no {code}: {Short(body)}");
            }

            var words = answer.RootElement.TryGetProperty(text, out var told) && told.ValueKind == JsonValueKind.String ? told.GetString() : null;
            var said = FormattableString.Invariant($"{code} {result}: {words}");
            return result == 0 ? new WebhookAnswer(WebhookOutcome.Accepted, "")
                : limited.Contains(result) ? new WebhookAnswer(WebhookOutcome.Limited, said, UsualWait)
                : busy.Contains(result) ? new WebhookAnswer(WebhookOutcome.Failed, said)
                : new WebhookAnswer(WebhookOutcome.Refused, said);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new WebhookAnswer(WebhookOutcome.Failed, $"its answer is no JSON: {Short(body)}");
        }
    }

    private static TimeSpan? Wait(HttpResponseHeaders headers)
    {
        var wait = headers.RetryAfter?.Delta;
        if (wait is null && headers.TryGetValues("x-ogw-ratelimit-reset", out var values)
            && int.TryParse(values.FirstOrDefault(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var seconds))
        {
            wait = TimeSpan.FromSeconds(seconds);
        }

        return wait is not { } asked ? null : asked > s_longestWait ? s_longestWait : asked < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : asked;
    }

    private static string Short(ReadOnlyMemory<byte> body) => System.Text.Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, 160)]);
}

/// <summary>What became of one try.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Said">What the other side said, for people; not yet cleaned of secrets.</param>
/// <param name="Wait">How long it wants to be left alone, or null.</param>
internal sealed record WebhookAnswer(WebhookOutcome Outcome, string Said, TimeSpan? Wait = null);

/// <summary>Kinds of outcome of one try.</summary>
internal enum WebhookOutcome
{
    /// <summary>It has it.</summary>
    Accepted,

    /// <summary>It does not want it, and likely never will.</summary>
    Refused,

    /// <summary>Too many messages: everything for it waits.</summary>
    Limited,

    /// <summary>It could not be reached, or could not do it now.</summary>
    Failed,
}
