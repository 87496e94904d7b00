using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Cloud.Contracts;

/// <summary>A CloudEvent without the three attributes that only the outbox can give (<c>id</c>, <c>epoch</c>, <c>seq</c>).</summary>
/// <remarks>
/// The body is a UTF-8 JSON object and is stored as it is; <see cref="WriteEvent"/> puts the three in front of it. So an event is
/// serialised once, by its producer, and only copied afterwards.
/// </remarks>
public static class EventBody
{
    /// <summary>Version of the data schemas, the end of <c>dataschema</c>.</summary>
    public const int SchemaVersion = 1;

    /// <summary>The largest body accepted, in bytes.</summary>
    public const int MaxLength = 64 * 1024;

    private static readonly JsonWriterOptions s_options = new() { SkipValidation = true };

    /// <summary>Serialises a body.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="source">Who said it.</param>
    /// <param name="time">When, by the gateway's clock; written in UTC.</param>
    /// <param name="clockSynced">Whether that clock could be trusted.</param>
    /// <param name="sinceBoot">Time since the machine started; keeps order where the clock cannot.</param>
    /// <param name="originId">The id a program in the store gave, or null.</param>
    /// <param name="data">A UTF-8 JSON object, copied as it is.</param>
    public static byte[] Write(
        string type,
        EventSource source,
        DateTimeOffset time,
        bool clockSynced,
        TimeSpan sinceBoot,
        Guid? originId,
        ReadOnlySpan<byte> data)
    {
        var description = EventCatalog.Find(type) ?? throw new ArgumentException($"'{type}' is not an event type.", nameof(type));
        var buffer = new ArrayBufferWriter<byte>(320 + data.Length);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("specversion"u8, "1.0"u8);
            json.WriteString("type"u8, type);
            json.WriteString("source"u8, source.ToString());
            json.WriteString("time"u8, FormatTime(time));
            json.WriteString("dataschema"u8, DataSchema(type));
            json.WriteString("datacontenttype"u8, "application/json"u8);
            json.WriteString("class"u8, description.Class == EventClass.Ledger ? "ledger"u8 : "telemetry"u8);
            json.WriteString("clock"u8, clockSynced ? "synced"u8 : "unsynced"u8);
            json.WriteNumber("uptime"u8, Math.Round((decimal)sinceBoot.TotalSeconds, 3));
            if (originId is { } origin)
            {
                json.WriteString("originid"u8, origin);
            }

            json.WritePropertyName("data"u8);
            json.WriteRawValue(data, skipInputValidation: true);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes the whole event: <paramref name="body"/> with <c>id</c>, <c>epoch</c> and <c>seq</c> in front.</summary>
    public static void WriteEvent(IBufferWriter<byte> output, EventId id, ReadOnlySpan<byte> body)
    {
        var names = Encoding.UTF8.GetByteCount(id.Gateway) + (2 * Encoding.UTF8.GetByteCount(id.Epoch));
        var span = output.GetSpan(names + body.Length + 96);
        var at = 0;
        Append(span, ref at, "{\"id\":\""u8);
        at += Encoding.UTF8.GetBytes(id.Gateway, span[at..]);
        span[at++] = (byte)'/';
        at += Encoding.UTF8.GetBytes(id.Epoch, span[at..]);
        span[at++] = (byte)'/';
        AppendNumber(span, ref at, id.Seq);
        Append(span, ref at, "\",\"epoch\":\""u8);
        at += Encoding.UTF8.GetBytes(id.Epoch, span[at..]);
        Append(span, ref at, "\",\"seq\":"u8);
        AppendNumber(span, ref at, id.Seq);
        span[at++] = (byte)',';
        Append(span, ref at, body[1..]);
        output.Advance(at);
    }

    /// <summary>The <c>dataschema</c> of a type.</summary>
    public static string DataSchema(string type) => string.Create(CultureInfo.InvariantCulture, $"urn:edge-gateway:event:{type}:{SchemaVersion}");

    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    public static string FormatTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void Append(Span<byte> span, ref int at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(span[at..]);
        at += bytes.Length;
    }

    private static void AppendNumber(Span<byte> span, ref int at, long value)
    {
        Utf8Formatter.TryFormat(value, span[at..], out var written);
        at += written;
    }
}
