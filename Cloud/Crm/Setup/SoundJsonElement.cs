using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cloud.Contracts;

namespace Cloud.Crm.Setup;

/// <summary>Reads a part of a body that is kept as it came, and refuses one with texts that are none: 400, and not an exception where the text is used.</summary>
internal sealed class SoundJsonElement : JsonConverter<JsonElement>
{
    /// <inheritdoc/>
    public override JsonElement Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var element = JsonElement.ParseValue(ref reader);
        SoundJson.Check(JsonMarshal.GetRawUtf8Value(element), new JsonDocumentOptions { MaxDepth = options.MaxDepth });
        return element;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonElement value, JsonSerializerOptions options) => value.WriteTo(writer);
}
