using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>One request to a route.</summary>
/// <param name="context">The exchange.</param>
/// <param name="values">What stands for the names in braces.</param>
/// <param name="body">The body of a POST; it outlives the call.</param>
public sealed class ConsoleRequest(HttpContext context, IReadOnlyDictionary<string, string> values, ReadOnlyMemory<byte> body)
{
    /// <summary>The exchange.</summary>
    public HttpContext Context { get; } = context;

    /// <summary>The answer.</summary>
    public HttpResponse Response => Context.Response;

    /// <summary>The body of a POST; empty for other methods.</summary>
    public ReadOnlyMemory<byte> Body { get; } = body;

    /// <summary>Ends when the asker goes away.</summary>
    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>What stands for a name in braces.</summary>
    public string this[string name] => values[name];

    /// <summary>Reads the body of a POST.</summary>
    /// <param name="type">What is expected: an object.</param>
    /// <param name="read">The body.</param>
    /// <param name="error">Which field does not fit, what came and what was expected.</param>
    public bool TryRead<T>(JsonTypeInfo<T> type, [NotNullWhen(true)] out T? read, [NotNullWhen(false)] out ConsoleError? error)
        where T : class
    {
        read = null;
        error = null;
        try
        {
            read = JsonSerializer.Deserialize(Body.Span, type);
            error = read is null ? new ConsoleError("", "came null; expected an object: { … }") : null;
        }
        catch (JsonException e)
        {
            error = BodyMistake.Of(e, type);
        }

        return read is not null;
    }

    /// <summary>Answers with a body.</summary>
    public Task AnswerWithAsync<T>(T answer, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) => ConsoleAnswer.SendAsync(Response, answer, type, status);

    /// <summary>Answers with mistakes.</summary>
    public Task RefuseAsync(int status, params IReadOnlyList<ConsoleError> errors) => ConsoleAnswer.RefuseAsync(Response, status, errors);
}
