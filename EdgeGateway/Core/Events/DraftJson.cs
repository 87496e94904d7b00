using System.Buffers;
using System.Text.Json;

namespace EdgeGateway.Core.Events;

/// <summary>Writes the data object of an event.</summary>
internal static class DraftJson
{
    /// <summary>A UTF-8 JSON object with what <paramref name="members"/> writes.</summary>
    public static byte[] Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(192);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>A text of an event's data.</summary>
    public static string Text(ReadOnlyMemory<byte> data, string name)
    {
        using var document = JsonDocument.Parse(data);
        return document.RootElement.GetProperty(name).GetString() ?? "";
    }

    /// <summary>Writes an array of texts.</summary>
    public static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
