using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Cloud.Crm.Stock;

/// <summary>A request's body that may be left out altogether; a declared one would make a request without it match no route.</summary>
internal static class OptionalBody
{
    /// <summary>Reads it.</summary>
    /// <returns>The body, or null where there is none; and what is wrong with it, or null.</returns>
    internal static async Task<(T? Body, string? Problem)> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (request.ContentLength is 0 || (request.ContentLength is null && request.ContentType is null))
        {
            return (null, null);
        }

        try
        {
            return (await JsonSerializer.DeserializeAsync(request.Body, type, cancellationToken), null);
        }
        catch (JsonException exception)
        {
            return (null, $"the body is not the JSON that was expected: {exception.Message}");
        }
    }
}
