using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Simulators.Fleet;

/// <summary>
/// What happens in a store: a function of the sequence number alone, so that an outbox of an hour need not keep it and a ledger can be made without having seen
/// what was sent. Source: docs/asyncapi.json, schemas.
/// </summary>
/// <remarks>
/// Of ten events four take one item each from a plate, one brings four back, two count people, two weigh goods and one says how the gateway is. Each ten are at
/// the next of eight plates, so that what a plate says lies on it agrees with what was taken.
/// </remarks>
internal static class FleetEvents
{
    private const int Round = 10;
    private const int Plates = 8;
    private const int FullPlate = 20;
    private static readonly JsonWriterOptions s_json = new() { SkipValidation = true };

    /// <summary>What the event of a sequence number is.</summary>
    public static string TypeOf(long seq) => ((seq - 1) % Round) switch
    {
        0 or 2 or 4 or 6 => "stock.item.taken",
        8 => "stock.item.returned",
        1 or 5 => "visit.counted",
        3 or 7 => "goods.weighed",
        _ => "gateway.health",
    };

    /// <summary>How many items the event takes from a plate, how many it brings, and how many people it counts.</summary>
    public static (int Taken, int Returned, int People) EffectOf(long seq) => TypeOf(seq) switch
    {
        "stock.item.taken" => (1, 0, 0),
        "stock.item.returned" => (0, 4, 0),
        "visit.counted" => (0, 0, 1 + (int)(seq % 7)),
        _ => (0, 0, 0),
    };

    /// <summary>The event's data, UTF-8 JSON.</summary>
    public static byte[] Data(long seq)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            WriteData(json, seq);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes one whole CloudEvent.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="address">Whose.</param>
    /// <param name="epoch">The epoch of the gateway's outbox.</param>
    /// <param name="seq">Its sequence number.</param>
    /// <param name="time">When it happened.</param>
    public static void Write(Utf8JsonWriter json, FleetAddress address, string epoch, long seq, DateTimeOffset time)
    {
        var type = TypeOf(seq);
        var device = type switch { "goods.weighed" => "/devices/scale-1", "visit.counted" => "/devices/camera-1", "gateway.health" => "", _ => "/devices/shelf-1" };
        json.WriteStartObject();
        json.WriteString("id"u8, string.Create(CultureInfo.InvariantCulture, $"{address.Gateway}/{epoch}/{seq}"));
        json.WriteString("epoch"u8, epoch);
        json.WriteNumber("seq"u8, seq);
        json.WriteString("specversion"u8, "1.0"u8);
        json.WriteString("type"u8, type);
        json.WriteString("source"u8, $"/stores/{address.Store}/gateways/{address.Gateway}{device}");
        json.WriteString("time"u8, Time(time));
        json.WriteString("dataschema"u8, $"urn:edge-gateway:event:{type}:1");
        json.WriteString("datacontenttype"u8, "application/json"u8);
        json.WriteString("class"u8, type == "gateway.health" ? "telemetry"u8 : "ledger"u8);
        json.WriteString("clock"u8, "synced"u8);
        json.WriteNumber("uptime"u8, seq);
        json.WritePropertyName("data"u8);
        WriteData(json, seq);
        json.WriteEndObject();
    }

    /// <summary>RFC 3339 with milliseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static void WriteData(Utf8JsonWriter json, long seq)
    {
        var at = (seq - 1) % Round;
        var plate = ((seq - 1) / Round) % Plates;
        var (taken, returned, people) = EffectOf(seq);
        json.WriteStartObject();
        switch (TypeOf(seq))
        {
            case "stock.item.taken":
                Plate(json, plate, taken, FullPlate - 1 - (int)(at / 2));
                break;
            case "stock.item.returned":
                Plate(json, plate, returned, FullPlate);
                json.WriteBoolean("restock"u8, true);
                break;
            case "visit.counted":
                json.WriteString("zone"u8, "entrance"u8);
                json.WriteNumber("count"u8, people);
                break;
            case "goods.weighed":
                json.WriteString("net"u8, (0.100m + (seq % 900 * 0.001m)).ToString("0.000", CultureInfo.InvariantCulture));
                json.WriteString("unit"u8, "kg"u8);
                json.WriteString("scale"u8, "scale-1"u8);
                json.WriteNumber("unit_price_fen"u8, 1_580);
                break;
            default:
                Health(json, seq);
                break;
        }

        json.WriteEndObject();
    }

    private static void Plate(Utf8JsonWriter json, long plate, int count, int onPlate)
    {
        json.WriteString("plate"u8, string.Create(CultureInfo.InvariantCulture, $"plate-{plate + 1}"));
        json.WriteString("sku"u8, string.Create(CultureInfo.InvariantCulture, $"690000000000{plate + 1}"));
        json.WriteNumber("count"u8, count);
        json.WriteNumber("on_plate"u8, onPlate);
    }

    private static void Health(Utf8JsonWriter json, long seq)
    {
        json.WriteNumber("rss_bytes"u8, 78_000_000 + (seq * 64));
        json.WriteNumber("uptime_seconds"u8, seq * Round);
        json.WriteNumber("devices_online"u8, 3);
        json.WriteNumber("devices_total"u8, 3);
        json.WriteBoolean("clock_synced"u8, true);
        json.WriteNumber("cpu_permille"u8, 40 + (seq % 50));
        json.WriteNumber("temperature_decicel"u8, 480 + (seq % 60));
        json.WriteNumber("disk_size_bytes"u8, 31_000_000_000);
        json.WriteNumber("disk_free_bytes"u8, 22_000_000_000 - (seq * 400));
    }
}
