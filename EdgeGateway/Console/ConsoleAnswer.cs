using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Console;

/// <summary>Writes answers: JSON, never cached.</summary>
public static class ConsoleAnswer
{
    /// <summary>A body.</summary>
    public static Task SendAsync<T>(HttpResponse response, T body, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        ArgumentNullException.ThrowIfNull(response);
        return SendAsync(response, JsonSerializer.SerializeToUtf8Bytes(body, type), status);
    }

    /// <summary>A body that is JSON already.</summary>
    public static Task SendAsync(HttpResponse response, byte[] json, int status = StatusCodes.Status200OK)
    {
        ArgumentNullException.ThrowIfNull(response);
        ArgumentNullException.ThrowIfNull(json);
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.ContentLength = json.Length;
        return HttpMethods.IsHead(response.HttpContext.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(json).AsTask();
    }

    /// <summary>Mistakes: <c>{"errors":[{"path","message"}]}</c>.</summary>
    public static Task RefuseAsync(HttpResponse response, int status, params IReadOnlyList<ConsoleError> errors) =>
        SendAsync(response, new ConsoleErrors(errors), ConsoleJson.Default.ConsoleErrors, status);

    /// <summary>One mistake.</summary>
    public static Task RefuseAsync(HttpResponse response, int status, string path, string message) => RefuseAsync(response, status, [new ConsoleError(path, message)]);
}

/// <summary>One mistake in what was asked for.</summary>
/// <param name="Path">The field, such as <c>port</c> or <c>profile.unit</c>; empty where it is none in particular.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public sealed record ConsoleError(string Path, string Message);

/// <summary>All mistakes.</summary>
internal sealed record ConsoleErrors(IReadOnlyList<ConsoleError> Errors);
