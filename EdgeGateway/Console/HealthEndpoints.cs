using Cloud.Contracts.Metrics;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>
/// For what watches over programs: <c>GET /healthz</c> (alive), <c>/readyz</c> (able to do its work, with every reason why not) and <c>/metrics</c> (for Prometheus).
/// They tell nothing of people or goods, and may be read by whoever reaches the console.
/// </summary>
/// <param name="stuck">The part that matters and gives no sign of life, or null.</param>
/// <param name="reasons">Why it cannot do its work now; empty where it can.</param>
/// <param name="metrics">The page of metrics.</param>
public sealed class HealthEndpoints(Func<string?> stuck, Func<IReadOnlyList<string>> reasons, Func<string> metrics)
{
    /// <summary>The routes.</summary>
    public IReadOnlyList<ConsoleRoute> Routes =>
    [
        new("GET", "/healthz", r => AnswerAsync(r, stuck() is { } part ? [$"{part} gives no sign of life"] : [])),
        new("GET", "/readyz", r => AnswerAsync(r, reasons())),
        new("GET", "/metrics", MetricsAsync),
    ];

    private static Task AnswerAsync(ConsoleRequest request, IReadOnlyList<string> why) => request.AnswerWithAsync(
        new HealthAnswer(why.Count == 0 ? "ok" : "failing", why),
        ConsoleJson.Default.HealthAnswer,
        why.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);

    private Task MetricsAsync(ConsoleRequest request)
    {
        request.Response.ContentType = MetricsText.ContentType;
        request.Response.Headers.CacheControl = "no-store";
        return request.Response.WriteAsync(metrics(), request.Aborted);
    }
}

/// <summary>How it stands.</summary>
/// <param name="Status"><c>ok</c> or <c>failing</c>.</param>
/// <param name="Reasons">Why it fails; empty where it does not.</param>
internal sealed record HealthAnswer(string Status, IReadOnlyList<string> Reasons);
