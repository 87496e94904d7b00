using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using EdgeGateway.Core.Events;

namespace EdgeGateway.Intake;

/// <summary>One mistake in a request.</summary>
/// <param name="Index">Which event, 0 for the first or only one.</param>
/// <param name="Path">Where in the event, such as <c>data.sku</c>; empty for the event as a whole.</param>
/// <param name="Message">What came and what was expected.</param>
internal readonly record struct IntakeError(int Index, string Path, string Message);

/// <summary>The events of one request, or every mistake in it.</summary>
/// <param name="Events">In the order of the request; empty where there are errors.</param>
/// <param name="Errors">In the order of the request.</param>
internal sealed record IntakeRequest(IReadOnlyList<EventDraft> Events, IReadOnlyList<IntakeError> Errors)
{
    /// <summary>The most events in one request.</summary>
    public const int MaxEvents = 1000;

    /// <summary>The largest body, in bytes.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>How deep JSON may be nested; a batch adds one level, and its readers stop at 64.</summary>
    internal const int MaxDepth = 32;

    /// <summary>After this many mistakes the rest of the request is not looked at.</summary>
    internal const int MaxErrors = 1000;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Reads a request's body: one event, or an array of them.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="now">The time of an event that gives none.</param>
    public static IntakeRequest Read(ReadOnlyMemory<byte> utf8, DateTimeOffset now)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return Refuse("the body is not UTF-8 text");
        }

        try
        {
            using var document = JsonDocument.Parse(utf8, s_options);
            var schema = new EventSchema(now);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Array)
            {
                schema.Read(root);
            }
            else if (root.GetArrayLength() is 0 or > MaxEvents)
            {
                return Refuse(string.Create(CultureInfo.InvariantCulture, $"came {root.GetArrayLength()} events; expected 1 to {MaxEvents} in one request"));
            }
            else
            {
                foreach (var item in root.EnumerateArray())
                {
                    schema.Read(item);
                }
            }

            return new IntakeRequest(schema.Errors.Count == 0 ? schema.Events : [], schema.Errors);
        }
        catch (JsonException e)
        {
            return Refuse($"not JSON: {e.Message}");
        }
        catch (InvalidOperationException)
        {
            return Refuse("a name or text holds half of a surrogate pair; expected text");
        }
    }

    private static IntakeRequest Refuse(string message) => new([], [new IntakeError(0, "", message)]);
}
