using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EdgeGateway.Core.Scanning;

/// <summary>Writes scans as JSON: for the <c>scan</c> verb, and as part of <c>scan.read</c>.</summary>
public static class ScanJson
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One line of the <c>scan</c> verb.</summary>
    /// <remarks>
    /// <c>valid</c>, <c>ai</c> and <c>data</c> say what the GS1 syntax engine says: GS1 data by the letter, or false and null. <c>accepted</c> says
    /// what a till does: it goes on with warnings and with symbols that are not GS1's, and stops at errors.
    /// </remarks>
    /// <param name="line">The line as it came.</param>
    /// <param name="scan">What it is.</param>
    public static string Line(string line, Scan scan)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartObject();
            json.WriteString("scan", line);
            json.WriteBoolean("valid", scan.IsValid);
            json.WriteBoolean("accepted", scan.IsAccepted);
            json.WriteString("symbology", scan.Symbology);
            json.WriteString("symbology_name", scan.Symbology is { } identifier ? Symbology.Of(identifier).Name : null);
            json.WriteString("content", NameOf(scan.Content));
            json.WriteString("ai", scan.IsValid ? scan.Bracketed : null);
            json.WriteString("data", scan.IsValid ? scan.Notation : null);
            json.WriteString("gtin", scan.Gtin);
            WriteElements(json, scan.Elements);
            json.WritePropertyName("weighed");
            WriteWeighed(json, scan.Weighed);
            WriteFaults(json, "errors", scan.Errors);
            WriteFaults(json, "warnings", scan.Warnings);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary><c>plain</c>, <c>trade_item</c>, <c>elements</c>, <c>link</c> or <c>unreadable</c>.</summary>
    public static string NameOf(ScanContent content) => content switch
    {
        ScanContent.TradeItem => "trade_item",
        ScanContent.Elements => "elements",
        ScanContent.Link => "link",
        ScanContent.Plain => "plain",
        _ => "unreadable",
    };

    /// <summary>Writes the member <c>elements</c>.</summary>
    internal static void WriteElements(Utf8JsonWriter json, IReadOnlyList<Gs1Element> elements)
    {
        json.WriteStartArray("elements");
        foreach (var element in elements)
        {
            json.WriteStartObject();
            json.WriteString("ai", element.Ai);
            json.WriteString("title", element.Title);
            json.WriteString("data", element.Data);
            if (element.Value is not null)
            {
                json.WriteString("value", element.Value);
            }

            if (element.Unit is not null)
            {
                json.WriteString("unit", element.Unit);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a weighed item, or null.</summary>
    internal static void WriteWeighed(Utf8JsonWriter json, Labels.WeighedItem? weighed)
    {
        if (weighed is null)
        {
            json.WriteNullValue();
            return;
        }

        json.WriteStartObject();
        json.WriteString("layout", weighed.Layout);
        json.WriteString("item", weighed.Item);
        json.WriteString("weight", weighed.WeightText);
        json.WriteString("unit", weighed.Unit);
        if (weighed.PriceFen is { } fen)
        {
            json.WriteNumber("price_fen", fen);
        }
        else
        {
            json.WriteNull("price_fen");
        }

        json.WriteEndObject();
    }

    private static void WriteFaults(Utf8JsonWriter json, string name, IReadOnlyList<ScanFault> faults)
    {
        json.WriteStartArray(name);
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            json.WriteString("code", fault.Code);
            if (fault.Ai is not null)
            {
                json.WriteString("ai", fault.Ai);
            }

            json.WriteString("message", fault.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
