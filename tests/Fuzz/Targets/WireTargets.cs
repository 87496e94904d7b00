using System.Text;
using Cloud.Contracts;
using Cloud.Contracts.Members;
using Cloud.Crm.Ingest;
using Cloud.Crm.Sales;
using Cloud.Mqtt;

namespace Fuzz.Targets;

/// <summary>MQTT payloads and user properties, at headquarters and at the gateway.</summary>
internal static class WireTargets
{
    private const long MostUnpacked = 128 << 20;

    private static readonly RegisteredGateway s_gateway = new(1, Topics.ShardOf("g1"), "s1", "g1");

    private static readonly byte[] s_event =
        [.. """{"id":"g1/e1/1","epoch":"e1","seq":1,"specversion":"1.0","type":"sale.recorded","source":"/stores/s1/gateways/g1/devices/till","time":"2026-11-22T18:00:00.000Z","dataschema":"urn:edge-gateway:event:sale.recorded:1","datacontenttype":"application/json","class":"ledger","clock":"synced","uptime":12.5,"data":{"sale":"0193","till":"t1","at":"2026-11-22T18:00:00Z","total_fen":500,"lines":[{"sku":"A1","quantity":1,"amount_fen":500,"unit":"piece"}]}}"""u8];

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("batch", "a batch of one event: the payload that headquarters reads", input => Read(input, []), () => [[.. "["u8, .. s_event, .. "]"u8], [.. "[]"u8]]) { MostAllocated = MostUnpacked },
        new("batch-event", "an event's data in a sound batch: line 1 its type, line 2 its data", FeedEvent, Events) { MostAllocated = MostUnpacked },
        new("batch-header", "the user properties of a batch: a line each, name=value", FeedHeader, () =>
            [[.. "epoch=e1\nfirst=1\nlast=9\ndepth=3\ngaps=3-5,9-9\nafter=e0/77\noldest=2026-11-22T18:00:00Z"u8], [.. "epoch=e1\nfirst=1\nlast=1\nencoding=br"u8]]),
        new("batch-brotli", "a compressed batch", FeedBrotli, () => [BatchPayload.Compress(s_event), BatchPayload.Compress(new byte[4096])]) { MostAllocated = MostUnpacked },
        new("wire-documents", "cursor, state, answers, reports, topics and member documents: each is tried on every input", FeedDocuments, () =>
        [
            new CursorDocument("e1", 7).ToUtf8(), [.. """{"status":"online","version":"0.1.0","boot":"b1"}"""u8], [.. """{"status":"done","result":{"a":1},"reason":"x"}"""u8],
            new ReportedDocument(3, ReportedDocument.Refused, [new ReportedMistake("a", "b")]).ToUtf8(), [.. "r/v1/7/s1/g1/config/desired"u8],
            [.. """{"line":"l","after":0,"upTo":5,"box":"AAAA"}"""u8], [.. """{"member":"m1","at":"2026-11-22T18:00:00Z","who":"headquarters"}"""u8],
            [.. """{"lookupKey":"AAAA","countryCode":"86","members":[{"id":"m1","name":"Lin","level":"gold","lastVisit":null,"usual":[{"sku":"A","name":"Tea"}],"notes":[],"assignedTo":null,"updatedAt":"2026-11-22T18:00:00Z","code":"0123456789","secret":"AAAA","card":null,"phone":null}],"gone":["m2"]}"""u8],
        ]),
    ];

    private static void Read(byte[] payload, KeyValuePair<string, string>[] properties)
    {
        var incoming = new BatchReader(name => name == "g1" ? s_gateway : null).Read(new MqttMessage
        {
            Topic = $"r/v1/{s_gateway.Shard}/s1/g1/events",
            Payload = payload,
            ContentType = BatchHeader.ContentType,
            UserProperties = properties.Length > 0 ? properties : [new("epoch", "e1"), new("first", "1"), new("last", "1"), new("depth", "1")],
        });
        // It never throws: what it did not expect it writes down as such.
        FuzzTarget.Promise(
            incoming is not IncomingDeadLetter { Letter.Reason: var reason } || !reason.StartsWith("reading failed", StringComparison.Ordinal),
            $"the batch was refused by an exception that nobody expected: {(incoming as IncomingDeadLetter)?.Letter.Reason}");
    }

    private static void FeedEvent(byte[] input)
    {
        var text = Encoding.UTF8.GetString(input);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        var (type, data) = end < 0 ? ("", text) : (text[..end], text[(end + 1)..]);
        if (!EventCatalog.All.Any(known => known.Type == type))
        {
            type = EventCatalog.All[input.Length % EventCatalog.All.Count].Type;
        }

        Read(Encoding.UTF8.GetBytes($$"""
            [{"id":"g1/e1/1","epoch":"e1","seq":1,"specversion":"1.0","type":"{{type}}","source":"/stores/s1/gateways/g1/devices/d1","time":"2026-11-22T18:00:00.000Z","dataschema":"urn:edge-gateway:event:{{type}}:1","datacontenttype":"application/json","class":"{{(EventCatalog.Find(type)!.Class == EventClass.Ledger ? "ledger" : "telemetry")}}","clock":"synced","uptime":12.5,"data":{{data}}}]
            """), []);
        var (body, mistake) = SaleEventJson.Read(data);
        FuzzTarget.Promise(body is null != mistake is null, "a sale was neither read nor refused");
    }

    private static IEnumerable<byte[]> Events() =>
    [
        .. EventCatalog.All.Select(known => Encoding.UTF8.GetBytes($"{known.Type}\n{{{string.Join(',', known.Required.Concat(known.Optional).Select(member => $"\"{member.Name}\":{Value(member.Kind)}"))}}}")),
    ];

    private static string Value(DataKind kind) => kind switch
    {
        DataKind.Integer => "1",
        DataKind.Decimal => "\"1.250\"",
        DataKind.Boolean => "true",
        DataKind.Array => "[]",
        DataKind.Text => "\"x\"",
        _ => "{}",
    };

    private static void FeedHeader(byte[] input)
    {
        var properties = Encoding.UTF8.GetString(input).Split('\n').Select(line => line.Split('=', 2)).Where(parts => parts.Length == 2).Select(parts => KeyValuePair.Create(parts[0], parts[1])).ToArray();
        if (BatchHeader.TryRead(properties, out var header) is not null)
        {
            return;
        }

        FuzzTarget.Promise(header!.EventCount >= 0, $"a batch has {header.EventCount} events");
        FuzzTarget.Promise(BatchHeader.TryRead(header.ToProperties(), out var again) is null && again!.EventCount == header.EventCount && again.Gaps.SequenceEqual(header.Gaps), "a header reads otherwise when it is written again");
        Read([.. "[]"u8], [.. properties]);
    }

    private static void FeedBrotli(byte[] input)
    {
        try
        {
            FuzzTarget.Promise(BatchPayload.Decompress(input).Length <= BatchPayload.MaxUnpackedLength, "more was unpacked than is allowed");
        }
        catch (InvalidDataException)
        {
            // As documented: it is not Brotli, or too long.
        }
    }

    private static void FeedDocuments(byte[] input)
    {
        _ = StateDocument.Read(input);
        _ = CommandResponse.Read(input);
        _ = MemberJson.Read(input, MemberJson.Default.ProfilesDocument);
        _ = MemberJson.Read(input, MemberJson.Default.ProfileRun);
        _ = MemberJson.Read(input, MemberJson.Default.WithdrawalDocument);
        _ = MemberJson.Read(input, MemberJson.Default.TemplateDelivery);
        _ = MemberJson.Read(input, MemberJson.Default.TemplateBoxes);
        _ = Topics.TryParse(Encoding.UTF8.GetString(input), out _, out _);
        if (CursorDocument.Read(input) is { } cursor)
        {
            FuzzTarget.Promise(CursorDocument.Read(cursor.ToUtf8()) == cursor, "a cursor reads otherwise when it is written again");
        }

        if (ReportedDocument.Read(input) is { } report)
        {
            FuzzTarget.Promise(ReportedDocument.Read(report.ToUtf8()) is not null, "a report cannot be read when it is written again");
        }
    }
}
