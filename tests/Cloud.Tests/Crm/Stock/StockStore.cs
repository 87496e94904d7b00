using System.Buffers;
using System.Globalization;
using System.Text;
using Cloud.Contracts;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Stock;

/// <summary>Gateways that tell of goods, and the books that come of it.</summary>
internal sealed class StockStore(HeadquartersDatabase database, IngestFixture ingest)
{
    private readonly Dictionary<string, long> _sent = [];

    internal HeadquartersDatabase Database { get; } = database;

    internal IngestFixture Ingest { get; } = ingest;

    internal ManualClock Clock => Ingest.Clock;

    internal StockBook Book { get; } = new(ingest.Clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<StockStore> CreateAsync(TestDatabase database, params GatewayModel[] gateways)
    {
        await database.CreateAsync(Cancel);
        var opened = database.Open();
        var store = new StockStore(opened, await IngestFixture.CreateAsync(opened, gateways, Cancel));

        // Events are later than the model's beginning, and headquarters' clock is later than they.
        store.Clock.Advance(TimeSpan.FromDays(1));
        return store;
    }

    /// <summary>A minute of the day on which everything happens.</summary>
    internal static DateTime Minute(double minute) => new DateTime(2026, 11, 21, 8, 0, 0, DateTimeKind.Utc).AddMinutes(minute);

    /// <summary>The next batch of a gateway.</summary>
    internal MqttMessage Batch(GatewayModel gateway, params (string Type, double Minute, string Data)[] events)
    {
        var first = _sent.GetValueOrDefault(gateway.Name) + 1;
        var last = first + events.Length - 1;
        _sent[gateway.Name] = last;
        return gateway.Message(
            new BatchHeader("1-a", first, last, [], null, false, events.Length, null),
            GatewayModel.Join([.. events.Select((e, i) => Event(gateway, first + i, e.Type, Minute(e.Minute), e.Data))]));
    }

    internal async Task SayAsync(GatewayModel gateway, params (string Type, double Minute, string Data)[] events) => await Ingest.ApplyAsync(Batch(gateway, events));

    internal Task<int> MoveAsync(params StockMove[] moves) => Database.WriteAsync(transaction => Book.MoveAsync(transaction, moves, Cancel), Cancel);

    internal async Task<Dictionary<string, long>> LevelsAsync(string store, string sku)
    {
        await using var connection = await Database.OpenAsync(Cancel);
        return (await connection.Command("SELECT location, quantity FROM stock_level WHERE store = @store AND sku = @sku AND quantity <> 0", ("store", store), ("sku", sku))
            .ListAsync(r => (r.GetString(0), r.GetInt64(1)), Cancel)).ToDictionary(l => l.Item1, l => l.Item2);
    }

    /// <summary>The levels as one line, such as <c>basket 1, plate/p1 11</c>.</summary>
    internal async Task<string> BooksAsync(string store, string sku) =>
        string.Join(", ", (await LevelsAsync(store, sku)).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Key} {l.Value}")));

    internal async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "-" : Convert.ToString(r[i], CultureInfo.InvariantCulture))), Cancel);
    }

    /// <summary>Whether every SKU's locations add up to 0 and every level is the sum of its moves.</summary>
    internal async Task AssertAddsUpAsync()
    {
        Assert.Empty(await ListAsync("SELECT sku, sum(quantity) FROM stock_level GROUP BY sku HAVING sum(quantity) <> 0"));
        Assert.Empty(await ListAsync(
            """
            SELECT store, sku, location, sum(quantity) FROM
              (SELECT store, sku, location, quantity FROM stock_level
               UNION ALL SELECT store, sku, from_location, quantity FROM stock_move
               UNION ALL SELECT to_store, sku, to_location, -quantity FROM stock_move) AS pages
            GROUP BY store, sku, location HAVING sum(quantity) <> 0
            """));
    }

    private static byte[] Event(GatewayModel gateway, long seq, string type, DateTime time, string data)
    {
        var body = EventBody.Write(type, new EventSource(gateway.Store, gateway.Name, "plates-1"), new DateTimeOffset(time), clockSynced: true, TimeSpan.FromSeconds(seq), originId: null, Encoding.UTF8.GetBytes(data));
        var output = new ArrayBufferWriter<byte>();
        EventBody.WriteEvent(output, new EventId(gateway.Name, "1-a", seq), body);
        return output.WrittenSpan.ToArray();
    }
}

/// <summary>Events' data.</summary>
internal static class StockSaid
{
    internal static (string Type, double Minute, string Data) Taken(double minute, string plate, string sku, int count, int? onPlate = null) =>
        (EventTypes.StockItemTaken, minute, Moved(plate, sku, count, onPlate, false));

    internal static (string Type, double Minute, string Data) Returned(double minute, string plate, string sku, int count, int? onPlate = null, bool restock = false) =>
        (EventTypes.StockItemReturned, minute, Moved(plate, sku, count, onPlate, restock));

    internal static (string Type, double Minute, string Data) Ambiguous(double minute, string plate) =>
        (EventTypes.StockPlateAmbiguous, minute, $$"""{"plate":"{{plate}}","change":"-355.0","unit":"g","candidates":[]}""");

    /// <summary>The same event, and what the plate says of goods that were told wrongly before, as JSON.</summary>
    internal static (string Type, double Minute, string Data) Recounting((string Type, double Minute, string Data) said, string recounted) =>
        said with { Data = $"{said.Data[..^1]},\"recounted\":{recounted}}}" };

    internal static (string Type, double Minute, string Data) Disturbed(double minute, string plate) => (EventTypes.StockPlateDisturbed, minute, $$"""{"plate":"{{plate}}"}""");

    internal static (string Type, double Minute, string Data) Counted(double minute, string location, string sku, long counted, string? session = null, string? plate = null, string? unit = null) =>
        (EventTypes.StockCountRecorded, minute,
            $$"""{"location":"{{location}}","sku":"{{sku}}","counted":{{counted}},"who":"Li"{{Member("session", session)}}{{Member("plate", plate)}}{{Member("unit", unit)}}}""");

    internal static (string Type, double Minute, string Data) Low(double minute, string sku, int onHand) =>
        (EventTypes.StockLevelLow, minute, $$"""{"sku":"{{sku}}","on_hand":{{onHand}},"threshold":3}""");

    internal static (string Type, double Minute, string Data) Restored(double minute, string sku, int onHand) =>
        (EventTypes.StockLevelRestored, minute, $$"""{"sku":"{{sku}}","on_hand":{{onHand}},"threshold":6}""");

    private static string Moved(string plate, string sku, int count, int? onPlate, bool restock) =>
        $$"""{"plate":"{{plate}}","sku":"{{sku}}","count":{{count}}{{(onPlate is { } n ? $",\"on_plate\":{n}" : "")}}{{(restock ? ",\"restock\":true" : "")}}}""";

    private static string Member(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";
}
