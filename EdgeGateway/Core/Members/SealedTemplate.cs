using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Memory;

namespace EdgeGateway.Core.Members;

/// <summary>What goes from gateway to gateway in one sealed box: the consent as it is on record, which pack made the template, and the template.</summary>
/// <remarks>In the box: four bytes length of the JSON, big-endian; the JSON; the numbers, 32-bit little-endian floating point.</remarks>
/// <param name="Consent">The consent; its origin is who sealed the box, not what is said here.</param>
/// <param name="Pack">The id of the model pack.</param>
/// <param name="Photos">How many photos the template is made of.</param>
internal sealed record SealedTemplate(ConsentRecord Consent, string Pack, int Photos)
{
    /// <summary>What the box is for.</summary>
    public static ReadOnlySpan<byte> Bound => "member template v1"u8;

    /// <summary>Puts all of it into memory that is locked, letting the numbers be written there.</summary>
    /// <param name="length">How many numbers.</param>
    /// <param name="write">Writes them; false gives it up.</param>
    /// <returns>The memory, the caller's to dispose; null where it was given up.</returns>
    public LockedMemory? Write(int length, Func<Span<float>, bool> write)
    {
        var head = JsonSerializer.SerializeToUtf8Bytes(this, SealedTemplateJson.Default.SealedTemplate);
        var open = new LockedMemory(sizeof(int) + head.Length + (length * sizeof(float)));
        BinaryPrimitives.WriteInt32BigEndian(open.Bytes, head.Length);
        head.CopyTo(open.Bytes[sizeof(int)..]);
        if (write(MemoryMarshal.Cast<byte, float>(open.Bytes[(sizeof(int) + head.Length)..])))
        {
            return open;
        }

        open.Dispose();
        return null;
    }

    /// <summary>Reads what was in a box; null where that is something else.</summary>
    /// <param name="open">What was in it.</param>
    /// <param name="numbers">The numbers, where they are.</param>
    public static SealedTemplate? Read(Span<byte> open, out Span<float> numbers)
    {
        numbers = default;
        if (open.Length < sizeof(int) || BinaryPrimitives.ReadInt32BigEndian(open) is var length && (length < 0 || length > open.Length - sizeof(int)))
        {
            return null;
        }

        numbers = MemoryMarshal.Cast<byte, float>(open[(sizeof(int) + length)..]);
        try
        {
            return JsonSerializer.Deserialize(open.Slice(sizeof(int), length), SealedTemplateJson.Default.SealedTemplate);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How it stands in the box.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SealedTemplate))]
internal sealed partial class SealedTemplateJson : JsonSerializerContext;
