using System.Globalization;
using System.Text.Json;
using EdgeGateway.Core.Events;
using EdgeGateway.Core.Outbox;
using Microsoft.AspNetCore.Http;

namespace EdgeGateway.Intake;

/// <summary>Writes answers: JSON, never cached.</summary>
internal static class IntakeAnswer
{
    /// <summary>200: every event and where it stands, in the order of the request.</summary>
    public static Task AcceptedAsync(HttpResponse response, IReadOnlyList<EventDraft> events, IReadOnlyList<OutboxPosition> positions)
    {
        Start(response, StatusCodes.Status200OK);
        using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteStartArray("accepted"u8);
            for (var i = 0; i < events.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("id"u8, events[i].OriginId.GetValueOrDefault());
                json.WriteString("epoch"u8, positions[i].Epoch);
                json.WriteNumber("seq"u8, positions[i].Seq);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return response.BodyWriter.FlushAsync().AsTask();
    }

    /// <summary>400: every mistake; nothing was accepted.</summary>
    public static Task InvalidAsync(HttpResponse response, IReadOnlyList<IntakeError> errors)
    {
        Start(response, StatusCodes.Status400BadRequest);
        using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, "invalid"u8);
            json.WriteStartArray("errors"u8);
            foreach (var error in errors)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, error.Index);
                json.WriteString("path"u8, error.Path);
                json.WriteString("message"u8, error.Message);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return response.BodyWriter.FlushAsync().AsTask();
    }

    /// <summary>Anything else: a reason for programs, a message for people, and when to try again.</summary>
    public static Task RefusedAsync(HttpResponse response, int status, string reason, string message, int retryAfterSeconds = 0)
    {
        Start(response, status);
        if (retryAfterSeconds > 0)
        {
            response.Headers.RetryAfter = retryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        using (var json = new Utf8JsonWriter(response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("reason"u8, reason);
            json.WriteString("message"u8, message);
            json.WriteEndObject();
        }

        return response.BodyWriter.FlushAsync().AsTask();
    }

    private static void Start(HttpResponse response, int status)
    {
        response.StatusCode = status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
    }
}
