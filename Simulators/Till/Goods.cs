using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;

namespace Simulators.Till;

/// <summary>Writes <c>scan.read</c> events as a till hands them over.</summary>
internal static class Goods
{
    /// <summary>A request body: one event, or an array where there are more.</summary>
    public static byte[] Write(IReadOnlyList<Guid> ids, string? device, DateTimeOffset time, Random random)
    {
        var buffer = new ArrayBufferWriter<byte>(256 * ids.Count);
        using (var json = new Utf8JsonWriter(buffer))
        {
            if (ids.Count > 1)
            {
                json.WriteStartArray();
            }

            foreach (var id in ids)
            {
                WriteOne(json, id, device, time, Ean13(random));
            }

            if (ids.Count > 1)
            {
                json.WriteEndArray();
            }
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>An EAN-13 out of a range for tests (952), with its check digit.</summary>
    internal static string Ean13(Random random)
    {
        var digits = string.Create(CultureInfo.InvariantCulture, $"952{random.Next(1_000_000_000):000000000}");
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
        }

        return digits + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static void WriteOne(Utf8JsonWriter json, Guid id, string? device, DateTimeOffset time, string code)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("type", EventTypes.ScanRead);
        json.WriteString("time", EventBody.FormatTime(time));
        if (device is not null)
        {
            json.WriteString("device", device);
        }

        json.WriteStartObject("data");
        json.WriteString("symbology", "ean13");
        json.WriteString("text", code);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
