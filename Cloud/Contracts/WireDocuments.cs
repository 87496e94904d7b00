using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cloud.Contracts;

/// <summary>The retained message on <c>cursor</c>: everything of <paramref name="Epoch"/> up to <paramref name="Seq"/> is committed.</summary>
/// <param name="Epoch">The outbox epoch the cursor speaks of; null where headquarters has nothing of this gateway.</param>
/// <param name="Seq">The last committed sequence number, 0 where nothing is.</param>
/// <param name="Replay">True asks the gateway to send again everything after this point; false only tells progress.</param>
public sealed record CursorDocument(
    [property: JsonPropertyName("epoch")] string? Epoch,
    [property: JsonPropertyName("seq")] long Seq,
    [property: JsonPropertyName("replay")] bool Replay = false)
{
    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Default.CursorDocument);

    /// <summary>Reads a cursor, or null where the bytes are not one.</summary>
    public static CursorDocument? Read(ReadOnlySpan<byte> utf8)
    {
        var document = WireJson.Read(utf8, WireJson.Default.CursorDocument);
        return document is { Seq: >= 0 } && (document.Epoch is null || Identifier.IsValid(document.Epoch)) ? document : null;
    }
}

/// <summary>The retained message on <c>state</c>, which is also the last will (with <c>offline</c>).</summary>
/// <param name="Status"><c>online</c> or <c>offline</c>.</param>
/// <param name="Version">The gateway software's version.</param>
/// <param name="Boot">The machine's boot id, so that a restart of the box and of the service can be told apart.</param>
public sealed record StateDocument(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("version")] string Version,
    [property: JsonPropertyName("boot")] string Boot)
{
    /// <summary>The gateway is connected.</summary>
    public const string Online = "online";

    /// <summary>The gateway said goodbye, or the broker says so for it.</summary>
    public const string Offline = "offline";

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Default.StateDocument);

    /// <summary>Reads a state, or null where the bytes are not one.</summary>
    public static StateDocument? Read(ReadOnlySpan<byte> utf8)
    {
        var document = WireJson.Read(utf8, WireJson.Default.StateDocument);
        return document is { Status: Online or Offline, Version: not null, Boot: not null } ? document : null;
    }
}

[JsonSerializable(typeof(CursorDocument))]
[JsonSerializable(typeof(StateDocument))]
internal sealed partial class WireJson : JsonSerializerContext
{
    internal static T? Read<T>(ReadOnlySpan<byte> utf8, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(utf8, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
