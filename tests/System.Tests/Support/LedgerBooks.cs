using System.Globalization;
using Microsoft.Data.Sqlite;
using Simulators.World;
using Simulators.World.Ledgers;

namespace SystemTests.Support;

/// <summary>A database of headquarters, a till's log and a scale's log, written by hand.</summary>
internal sealed class LedgerBooks : IDisposable
{
    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-ledger-").FullName;
    private readonly List<string> _acknowledged = [];
    private readonly List<string> _truth = [];
    private readonly List<string> _hands = [];
    private readonly List<string> _paper = [];
    private readonly List<string> _people = [];
    private readonly List<AskedReceipt> _receipts = [];
    private readonly SqliteConnection _connection;
    private long _position;

    public LedgerBooks()
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "hq.db")};Pooling=False");
        _connection.Open();
        Execute(
            """
            CREATE TABLE gateway (id INTEGER PRIMARY KEY, gateway TEXT);
            CREATE TABLE gateway_epoch (gateway INTEGER, epoch INTEGER, name TEXT);
            CREATE TABLE event (gateway INTEGER, position INTEGER, epoch INTEGER, seq INTEGER, type TEXT, device TEXT, time INTEGER, origin_id TEXT, body TEXT);
            CREATE TABLE event_tally (gateway INTEGER, type TEXT, count INTEGER);
            INSERT INTO gateway VALUES (1, 'gw-1');
            INSERT INTO event_tally VALUES (1, 'scan.read', 0);
            """);
    }

    /// <summary>The till writes down that a scan was acknowledged.</summary>
    public Guid Acknowledge(int epoch, long seq, Guid? id = null)
    {
        id ??= Guid.NewGuid();
        _acknowledged.Add(string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","epoch":"{{epoch}}-aa","seq":{{seq}}}"""));
        return id.Value;
    }

    /// <summary>Headquarters commits an event.</summary>
    public void Commit(int epoch, long seq, Guid? origin = null, string type = "scan.read", string? device = null, string body = "{}", int counted = 1, int second = 0)
    {
        Execute(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            INSERT INTO gateway_epoch SELECT 1, {epoch}, '{epoch}-aa' WHERE NOT EXISTS (SELECT 1 FROM gateway_epoch WHERE epoch = {epoch});
            INSERT INTO event VALUES (1, {++_position}, {epoch}, {seq}, '{type}', {Quoted(device)}, {s_start.AddSeconds(second).ToUnixTimeMilliseconds()}, {Quoted(origin?.ToString())}, '{body}');
            UPDATE event_tally SET count = count + {counted};
            """));
    }

    /// <summary>Both: a scan that went all the way.</summary>
    public void Scan(int epoch, long seq) => Commit(epoch, seq, Acknowledge(epoch, seq));

    /// <summary>Something lies on the scale from second <paramref name="from"/> to second <paramref name="until"/>.</summary>
    public void Load(string weight, int from, int until)
    {
        _truth.Add($$"""{"at":"2026-01-01T00:00:{{from:00}}Z","event":"placed","weight":"{{weight}}","unit":"kg"}""");
        _truth.Add($$"""{"at":"2026-01-01T00:00:{{until:00}}Z","event":"removed"}""");
    }

    /// <summary>A hand moves pieces on the plate; negative taken.</summary>
    public void Move(int pieces, int second) => _hands.Add(
        $$"""{"at":"2026-01-01T00:00:{{second:00}}Z","event":"{{(pieces < 0 ? "removed" : "placed")}}","plate":1,"sku":"cola","count":{{Math.Abs(pieces)}}}""");

    /// <summary>The gateway tells of it.</summary>
    public void Tell(long seq, int pieces, int second, bool atStart = false) => Commit(
        1, seq, type: pieces < 0 ? "stock.item.taken" : "stock.item.returned", device: "plate-1",
        body: $$"""{"plate":"plate-1","sku":"cola","count":{{Math.Abs(pieces)}}{{(atStart ? ",\"at_start\":true" : "")}}}""", second: second);

    /// <summary>The printer cuts a sheet.</summary>
    public void Paper(string digest) => _paper.Add($$"""{"at":"2026-01-01T00:00:01Z","event":"sheet","number":1,"end":"Cut","digest":"{{digest}}"}""");

    /// <summary>Somebody asked for a receipt and was answered so.</summary>
    public Guid Ask(string outcome)
    {
        var job = Guid.NewGuid();
        _receipts.Add(new AskedReceipt(job, outcome));
        return job;
    }

    /// <summary>Headquarters commits what became of a receipt.</summary>
    public void Print(long seq, Guid job, string type = "print.completed") =>
        Commit(1, seq, type: type, device: "printer-1", body: $$"""{"job":"{{job}}","printer":"printer-1"}""");

    /// <summary>A drawn person is before the camera; without an end still.</summary>
    public void Come(string person, int from, int? until)
    {
        _people.Add($$"""{"at":"2026-01-01T00:00:{{from:00}}Z","event":"comes","person":"{{person}}"}""");
        if (until is { } end)
        {
            _people.Add($$"""{"at":"2026-01-01T00:00:{{end:00}}Z","event":"gone","person":"{{person}}"}""");
        }
    }

    /// <summary>The gateway announces a member.</summary>
    public void Announce(long seq, string member, int second) =>
        Commit(1, seq, type: "vip.arrived", device: "camera-1", body: $$"""{"member":"{{member}}","how":"face"}""", second: second);

    public async Task<GatewayLedger> CheckAsync(long? lastSeq)
    {
        var paper = Path.Combine(_folder, "paper.jsonl");
        await File.WriteAllLinesAsync(paper, _paper);
        var till = Path.Combine(_folder, "till.jsonl");
        var scale = Path.Combine(_folder, "scale.jsonl");
        await File.WriteAllLinesAsync(till, _acknowledged);
        await File.WriteAllLinesAsync(scale, _truth);
        var plate = Path.Combine(_folder, "plate.jsonl");
        await File.WriteAllLinesAsync(plate, _hands);
        var people = Path.Combine(_folder, "people.jsonl");
        await File.WriteAllLinesAsync(people, _people);
        var report = await Ledger.CheckAsync(
            DatabaseAddress.Sqlite(Path.Combine(_folder, "hq.db")),
            [new LedgerClaims("gw-1", lastSeq, [till], [new ScaleTruth("scale-1", scale)]) 
            {
                Plates = [new PlateTruth("plate-1", plate)], Printers = [new PrinterTruth("printer-1", paper)], Receipts = _receipts,
                Cameras = [new CameraTruth("camera-1", people, [new EnrolledFace("m-1", "person-1", s_start)], TimeSpan.FromSeconds(10))],
            }],
            TestContext.Current.CancellationToken);
        return Assert.Single(report.Gateways);
    }

    public void Dispose()
    {
        _connection.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Quoted(string? text) => text is null ? "NULL" : $"'{text}'";

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
