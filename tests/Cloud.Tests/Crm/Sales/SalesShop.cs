using System.Globalization;
using System.Text.Json;
using Cloud.Contracts;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Members;
using Cloud.Crm.Outgoing;
using Cloud.Crm.Programme;
using Cloud.Crm.Sales;
using Cloud.Crm.Stock;
using Cloud.Crm.Storage;
using Cloud.Mqtt;
using Tests.Shared;

namespace Cloud.Tests.Crm.Sales;

/// <summary>Stores that sell, and one node's books of it.</summary>
internal sealed class SalesShop
{
    private readonly Dictionary<string, long> _sent = [];

    private SalesShop(HeadquartersDatabase database, IngestFixture ingest)
    {
        (Database, Ingest) = (database, ingest);
        var audit = new AuditTable(database, Clock);
        Programmes = new ProgrammeTable(database, audit, Clock);
        var points = new PointsBook(database);
        var events = new WebhookEvents(new OutgoingTable(database, Clock), Clock);
        Levels = new LevelBook(database, new LevelNotices(events), Clock);
        Vouchers = new VoucherTable(database, audit, Clock);
        Queries = new SaleQueries(database);
        Book = new SaleBook(database, Keys, Programmes, points, Levels, Vouchers, new SaleReturns(database, Keys, Programmes, points, Queries), Queries, new StockBook(Clock), events);
        Inbox = new SaleInbox(database, Book, Keys, Clock);
        Join = new SaleJoin(database, Programmes, points, Levels, Queries);
        Desk = new PointsDesk(database, points, Programmes, new CustomerBook(Keys), audit, Clock);
        Watch = new LevelWatch(database, Programmes, Levels, Clock);
        Members = new MemberTable(database, Clock);
        Places = new MemberStores(database, Programmes, Clock);
    }

    internal static ProgrammeDocument Rules { get; } = new(
        "Asia/Shanghai",
        [
            new ProgrammeLevel("silver", false, [new LevelRule(LevelRule.Spend, 100_000, LevelRule.Rolling, 365)]),
            new ProgrammeLevel("gold", true, [new LevelRule(LevelRule.Spend, 500_000, LevelRule.Rolling, 365), new LevelRule(LevelRule.Paid, Days: 30, Sku: "gold-card")]),
        ],
        new PointsRule(1, 100, [new CategoryRule("tea", 200)], 365),
        new GrowthRule(1, 100, 0),
        new StoresRule(13, StoresRule.Everywhere));

    internal HeadquartersDatabase Database { get; }

    internal IngestFixture Ingest { get; }

    internal ManualClock Clock => Ingest.Clock;

    internal static MemberKeyring Keys { get; } = new(new MemberKey([.. Enumerable.Range(0, 32).Select(i => (byte)i)], "86"));

    internal ProgrammeTable Programmes { get; }

    internal LevelBook Levels { get; }

    internal VoucherTable Vouchers { get; }

    internal SaleQueries Queries { get; }

    internal SaleBook Book { get; }

    internal SaleInbox Inbox { get; }

    internal SaleJoin Join { get; }

    internal PointsDesk Desk { get; }

    internal LevelWatch Watch { get; }

    internal MemberTable Members { get; }

    internal MemberStores Places { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static async Task<SalesShop> CreateAsync(TestDatabase database, bool withRules = true, params GatewayModel[] gateways)
    {
        await database.CreateAsync(Cancel);
        var opened = database.Open();
        var shop = new SalesShop(opened, await IngestFixture.CreateAsync(opened, gateways.Length == 0 ? [new GatewayModel("store-1", "gw-1"), new GatewayModel("store-2", "gw-2")] : gateways, Cancel));
        await shop.Members.BeginAsync(Keys.Key!, Cancel);
        await shop.RunAsync("INSERT INTO product (sku, name, name_key, category, updated_at) VALUES ('oat-milk', 'Oat milk', 'oat milk', '', @now), ('sencha', 'Sencha', 'sencha', 'tea', @now)");
        if (withRules)
        {
            Assert.True(await shop.Programmes.SetAsync(Rules, 0, Caller.Headquarters, Cancel));
        }

        shop.Clock.Advance(TimeSpan.FromDays(1));
        return shop;
    }

    /// <summary>The same stores seen by another node.</summary>
    internal SalesShop OnAnotherNode(TestDatabase database) => new(database.Open(), Ingest);

    /// <summary>A customer appears who has joined, or one who is there is changed.</summary>
    internal Task<int> JoinedAsync(string id, string? phone = null, string? card = null, string? home = null, string level = "") => Database.WriteAsync(
        async transaction => await transaction.Command(
            """
            INSERT INTO member (id, code, generation, name, name_key, level, phone_index, card_index, usual, notes, gone, version, created_at, updated_at, joined_at, home_store)
            VALUES (@id, @id, 1, @id, @id, @level, @phone, @card, '[]', '[]', @gone, @version, @now, @now, @now, @home)
            ON CONFLICT (id) DO UPDATE SET level = excluded.level, home_store = excluded.home_store, version = excluded.version
            """,
            ("id", id), ("level", level), ("phone", Keys.Key!.PhoneIndex(phone)), ("card", Keys.Key!.CardIndex(card)), ("gone", false),
            ("version", await MemberTable.NextVersionAsync(transaction, Cancel)), ("now", Database.ToTime(Clock.GetUtcNow().UtcDateTime)), ("home", home)).RunAsync(Cancel),
        Cancel);

    /// <summary>Somebody subscribes to events; no stores: the whole chain.</summary>
    internal async Task SubscribeAsync(string[] events, params string[] stores) =>
        await new WebhookTable(Database, new AuditTable(Database, Clock), Clock).AddAsync(Caller.Headquarters, string.Join(' ', events), "https://hooks.example/", events, stores, Cancel);

    /// <summary>What is on its way to subscribers: name, key and store of each, in the order of names and keys.</summary>
    internal async Task<List<string>> ToldAsync() => [.. (await ListAsync("SELECT body FROM outgoing")).Select(body =>
    {
        var message = JsonElement.Parse(body);
        return $"{message.GetProperty("event").GetString()} {message.GetProperty("key").GetString()} {message.GetProperty("store").GetString() ?? "-"}";
    }).Order(StringComparer.Ordinal)];

    internal static string Id(int number) => new Guid(number, 0, 0x7000, [0x80, 0, 0, 0, 0, 0, 0, 1]).ToString("D");

    /// <summary>A sale of one kind of goods.</summary>
    internal Sale Sale(int number, long fen, string? member = "m-1", string sku = "oat-milk", long quantity = 1, string store = "store-1", double daysAgo = 0, params string[] vouchers) => new(
        Id(number), store, SaleKind.Sale, Clock.GetUtcNow().UtcDateTime.AddDays(-daysAgo), true, Clock.GetUtcNow().UtcDateTime, "till-1", member is null ? null : new SaleClaim(SaleClaim.Member, member),
        fen, [new SaleLine(sku, quantity, null, fen)], null, "shelf", vouchers, 0, $"sale/{Id(number)}");

    internal Sale Return(int number, int of, long fen, string sku = "oat-milk", long quantity = 1) =>
        Sale(number, fen, null, sku, quantity) with { Kind = SaleKind.Return, Original = Id(of) };

    internal async Task<SaleOutcome> BookAsync(Sale sale, bool isStrict = true)
    {
        while (true)
        {
            try
            {
                return (await Database.WriteAsync(transaction => Book.ApplyAsync(transaction, [sale], isStrict, Cancel), Cancel))[0];
            }
            catch (SaleRaceException)
            {
                // The other one stands in the books now.
            }
        }
    }

    /// <summary>A gateway's next events.</summary>
    internal MqttMessage Batch(GatewayModel gateway, params (string Type, string Data)[] events)
    {
        var first = _sent.GetValueOrDefault(gateway.Name) + 1;
        var last = first + events.Length - 1;
        _sent[gateway.Name] = last;
        return gateway.Message(
            new BatchHeader("1-a", first, last, [], null, false, events.Length, null),
            GatewayModel.Join([.. events.Select((e, i) => gateway.Event("1-a", first + i, e.Type, "till-1", e.Data))]));
    }

    internal Task<int> RunAsync(string sql) => Database.WriteAsync(
        transaction => transaction.Command(sql, sql.Contains("@now", StringComparison.Ordinal) ? [("now", Database.ToTime(Clock.GetUtcNow().UtcDateTime))] : []).RunAsync(Cancel), Cancel);

    /// <summary>Rows as lines, columns apart by a blank.</summary>
    internal async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = await Database.OpenAsync(Cancel);
        return await connection.Command(sql).ListAsync(
            r => string.Join(' ', Enumerable.Range(0, r.FieldCount).Select(i => r.IsDBNull(i) ? "-" : Convert.ToString(r[i], CultureInfo.InvariantCulture))), Cancel);
    }

    internal async Task<string> OneAsync(string sql) => Assert.Single(await ListAsync(sql));

    /// <summary>The levels of stock, such as <c>customer 1, shelf -1</c>.</summary>
    internal async Task<string> StockAsync(string sku, string store = "store-1") =>
        string.Join(", ", await ListAsync($"SELECT location, quantity FROM stock_level WHERE store = '{store}' AND sku = '{sku}' AND quantity <> 0 ORDER BY location"));

    /// <summary>The books must agree: the balance is the sum of entries and of what remains.</summary>
    internal async Task AssertAgreesAsync() => Assert.Empty(await ListAsync(
        """
        SELECT a.member, a.balance FROM points_account a WHERE a.balance <> (SELECT coalesce(sum(points), 0) FROM points_entry e WHERE e.member = a.member)
            OR a.balance <> (SELECT coalesce(sum(remaining), 0) FROM points_entry e WHERE e.member = a.member)
        """));
}
