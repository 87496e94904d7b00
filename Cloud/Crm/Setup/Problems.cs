using System.Text.Json;
using Cloud.Crm.Fleet;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Cloud.Crm.Setup;

/// <summary>The one place where refusals become problem details (RFC 9457): <c>application/problem+json</c> with type, title, status and detail.</summary>
internal static class Problems
{
    internal const string ContentType = "application/problem+json";

    /// <summary>A filter of every endpoint: a handler gives a <see cref="Refusal"/> with a status, and a problem goes out.</summary>
    internal static TBuilder AnsweredAsProblems<TBuilder>(this TBuilder routes)
        where TBuilder : IEndpointConventionBuilder => routes.AddEndpointFilter(static async (context, next) => Turn(await next(context))).WithMetadata(ProblemAnswers.Mark);

    /// <summary>Writes a problem as the answer.</summary>
    internal static Task WriteAsync(HttpContext context, int status, string detail)
    {
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(Of(status, detail), FleetJson.Default.Refusal, ContentType);
    }

    /// <summary>Answers what nobody else answered, what could not be read, and what went wrong in our own code.</summary>
    internal static async Task AnswerAsync(HttpContext context, RequestDelegate next, ILogger logger)
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            await WriteAsync(context, exception.StatusCode, exception.InnerException is JsonException json ? WordsOf(json) : exception.Message);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && !context.Response.HasStarted)
        {
            logger.RequestFailed(exception, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no address of ours");
            context.Response.Clear();
            await WriteAsync(context, StatusCodes.Status500InternalServerError, "something went wrong here; the log says what");
        }

        if (context.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null or 0 })
        {
            await WriteAsync(context, context.Response.StatusCode, Words(context.Response.StatusCode));
        }
    }

    /// <summary>Says in the interface's description that refusals are problems.</summary>
    internal static void Describe(OpenApiOperation operation)
    {
        foreach (var content in operation.Responses?.Where(r => r.Key.StartsWith('4') || r.Key.StartsWith('5')).Select(r => r.Value.Content) ?? [])
        {
            if (content?.Remove("application/json", out var type) == true)
            {
                content[ContentType] = type;
            }
        }
    }

    private static object? Turn(object? result)
    {
        var inner = result;
        while (inner is INestedHttpResult nested)
        {
            inner = nested.Result;
        }

        return inner is IValueHttpResult { Value: Refusal refusal }
            ? TypedResults.Json(
                Of((inner as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status400BadRequest, refusal.Detail), FleetJson.Default.Refusal, ContentType,
                (inner as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status400BadRequest)
            : result;
    }

    private static Refusal Of(int status, string detail) => new(detail) { Status = status, Title = ReasonPhrases.GetReasonPhrase(status) };

    /// <summary>The parser's words, without the names of our types.</summary>
    private static string WordsOf(JsonException json) =>
        json.Message.Contains("could not be converted", StringComparison.Ordinal)
            ? $"the body cannot be read: what stands at {json.Path} is of another kind than expected, or no known word" : $"the body cannot be read: {json.Message}";

    private static string Words(int status) => status switch
    {
        StatusCodes.Status404NotFound => "there is nothing here; see /openapi/v1.json",
        StatusCodes.Status405MethodNotAllowed => "this address takes other methods; see /openapi/v1.json",
        StatusCodes.Status413PayloadTooLarge => "the body is too large",
        StatusCodes.Status415UnsupportedMediaType => "expected Content-Type: application/json",
        StatusCodes.Status421MisdirectedRequest => "this is no name of this headquarters; name it in hosts",
        _ => "the request was refused",
    };
}

/// <summary>Says that an endpoint's refusals are problems; a test looks for it.</summary>
internal sealed class ProblemAnswers
{
    internal static ProblemAnswers Mark { get; } = new();
}
