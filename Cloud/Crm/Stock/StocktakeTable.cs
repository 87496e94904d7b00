using System.Data.Common;
using System.Globalization;
using Cloud.Crm.Access;
using Cloud.Crm.Ingest;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Counting at headquarters' own page: the place first, then scans; what the books did not expect is booked when the stocktake is closed.</summary>
internal sealed class StocktakeTable(HeadquartersDatabase database, AuditTable audit, TimeProvider clock)
{
    private static readonly string s_select = $"SELECT id, store, location, name, state, {WhoName.Of("stocktake.who")}, source, started_at, closed_at FROM stocktake";
    private const long MostQuantity = 1_000_000_000;

    /// <summary>Stocktakes, the newest first.</summary>
    internal async Task<StockPage<StocktakeRow>> ListAsync(IReadOnlySet<string>? stores, string[]? mark, int limit, CancellationToken cancellationToken)
    {
        var conditions = new List<string> { "TRUE" };
        var parameters = new List<(string, object?)>();
        if (stores is not null)
        {
            var names = stores.Order(StringComparer.Ordinal).Select((name, n) => ($"s{n}", (object?)name)).ToArray();
            conditions.Add(names.Length == 0 ? "FALSE" : $"store IN ({string.Join(", ", names.Select(n => '@' + n.Item1))})");
            parameters.AddRange(names);
        }

        if (mark is not null && long.TryParse(mark[0], CultureInfo.InvariantCulture, out var ticks) && ticks is >= 0 and < 3_155_378_975_999_999_999)
        {
            conditions.Add("(started_at, id) < (@at, @id)");
            parameters.AddRange([("at", database.ToTime(new DateTime(ticks, DateTimeKind.Utc))), ("id", mark[1])]);
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        return StockPage<StocktakeRow>.Of(
            await connection.Command($"{s_select} WHERE {string.Join(" AND ", conditions)} ORDER BY started_at DESC, id DESC LIMIT {limit + 1}", [.. parameters]).ListAsync(Read, cancellationToken),
            limit, row => PageMark.Write(row.StartedAt.Ticks.ToString(CultureInfo.InvariantCulture), row.Id));
    }

    /// <summary>A stocktake with its lines, or null where there is none that the caller may see.</summary>
    internal async Task<StocktakeView?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.Command($"{s_select} WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken)).FirstOrDefault() is not { } row || !caller.Sees(row.Store) ? null
            : View(row, await LinesAsync((sql, parameters) => connection.Command(sql, parameters), row, cancellationToken));
    }

    /// <summary>Begins a stocktake.</summary>
    internal Task<StockAnswer<StocktakeView>> BeginAsync(StocktakeBody body, Caller caller, string? key, CancellationToken cancellationToken)
    {
        var name = body.Location.Trim();
        if (!caller.Sees(body.Store))
        {
            return Task.FromResult(StockAnswer<StocktakeView>.Missing($"there is no store '{body.Store}'"));
        }

        return database.WriteAsync(
            async transaction =>
            {
                if (name.Length is 0 or > 64 || PlainText.Bounded(name, 64) != name
                    || await StockCounting.LocationOfAsync(transaction, body.Store, name, cancellationToken) is not { } location)
                {
                    return StockAnswer<StocktakeView>.Bad("location is not one of receiving, shelf, backroom, plate/NAME or the names that the store gave its places; give it a place first");
                }

                if ((await transaction.Command("SELECT 1 FROM store WHERE store = @store", ("store", body.Store)).ListAsync(r => 1, cancellationToken)).Count == 0)
                {
                    return StockAnswer<StocktakeView>.Missing($"there is no store '{body.Store}'");
                }

                var now = clock.GetUtcNow();
                var id = Guid.CreateVersion7(now).ToString();
                var known = key is null ? null : $"{caller.Id}/{key}";
                if (await transaction.Command(
                    """
                    INSERT INTO stocktake (store, id, location, name, state, who, source, started_at, key) VALUES (@store, @id, @location, @name, 'open', @who, 'page', @now, @key)
                    ON CONFLICT (store, key) WHERE key IS NOT NULL DO NOTHING
                    """,
                    ("store", body.Store), ("id", id), ("location", location), ("name", name), ("who", caller.Id), ("now", database.ToTime(now.UtcDateTime)), ("key", known))
                    .RunAsync(cancellationToken) > 0)
                {
                    return StockAnswer<StocktakeView>.Created((await ReadAsync(transaction, id, cancellationToken))!);
                }

                id = (await transaction.Command("SELECT id FROM stocktake WHERE store = @store AND key = @key", ("store", body.Store), ("key", known)).ListAsync(r => r.GetString(0), cancellationToken))[0];
                return StockAnswer<StocktakeView>.Ok((await ReadAsync(transaction, id, cancellationToken))!);
            },
            cancellationToken);
    }

    /// <summary>Counts a code; the same scan counts once.</summary>
    internal Task<StockAnswer<StocktakeView>> CountAsync(string id, ScanBody scan, Caller caller, CancellationToken cancellationToken) =>
        scan.Quantity is < 0 or > MostQuantity || (scan.Quantity == 0 && !scan.Set) || scan.Scan is not { Length: > 0 and <= 64 } || scan.Code is not { Length: > 0 and <= 128 }
            ? Task.FromResult(StockAnswer<StocktakeView>.Bad($"expected scan, an id of 1 to 64 characters; code, a SKU or GTIN; quantity, 1 to {MostQuantity}, or from 0 where set is true"))
            : OpenAsync(id, caller, (transaction, row) => CountAsync(transaction, row, scan, cancellationToken), cancellationToken);

    /// <summary>Closes a stocktake: its lines become counts, each of the moment when it was counted. A closed one is answered as it is.</summary>
    /// <param name="id">The stocktake.</param>
    /// <param name="zeroMissing">Whether goods that the books have at the place and nobody counted are not there.</param>
    /// <param name="caller">Who.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<StockAnswer<StocktakeView>> CloseAsync(string id, bool zeroMissing, Caller caller, CancellationToken cancellationToken) => OpenAsync(
        id, caller,
        async (transaction, row) =>
        {
            var now = clock.GetUtcNow();
            await transaction.Command(
                "UPDATE stocktake SET state = 'closed', closed_at = @now WHERE id = @id", ("now", database.ToTime(now.UtcDateTime)), ("id", id)).RunAsync(cancellationToken);
            await audit.AddAsync(transaction, caller, "stocktake.closed", "stocktake", id, row.Store, null, cancellationToken);
            if (StockLocation.IsPlate(row.Location))
            {
                await SettlePlateAsync(transaction, row, cancellationToken);
            }

            var lines = await CountedAsync(transaction, row, zeroMissing, StockSql.ToMilliseconds(now.UtcDateTime), caller, cancellationToken);
            await StockIngest.CountAsync(transaction, lines, now.UtcDateTime, cancellationToken);
            return StockAnswer<StocktakeView>.Ok((await ReadAsync(transaction, id, cancellationToken))!);
        },
        cancellationToken, closedIsAnswer: true);

    private async Task<StockAnswer<StocktakeView>> CountAsync(DbTransaction transaction, StocktakeRow row, ScanBody scan, CancellationToken cancellationToken)
    {
        var code = scan.Code.Trim();
        if ((await transaction.Command(
            "SELECT sku FROM product WHERE sku = @word UNION ALL SELECT sku FROM product WHERE gtin IN (@word, @upc, @ean, @itf) LIMIT 1",
            ProductTable.Searched(code).AsSpan(1)).ListAsync(r => r.GetString(0), cancellationToken)) is not [var sku, ..])
        {
            return StockAnswer<StocktakeView>.Missing($"no product has the SKU or GTIN '{code}'; make it first, or scan it again");
        }

        if (await transaction.Command("INSERT INTO stocktake_scan (stocktake, scan) VALUES (@id, @scan) ON CONFLICT DO NOTHING", ("id", row.Id), ("scan", scan.Scan)).RunAsync(cancellationToken) > 0)
        {
            await transaction.Command(
                $"""
                 INSERT INTO stocktake_line AS l (stocktake, sku, counted, counted_at) VALUES (@id, @sku, @n, @now)
                 ON CONFLICT (stocktake, sku) DO UPDATE SET counted = {(scan.Set ? "" : "l.counted + ")}excluded.counted, counted_at = excluded.counted_at
                 """,
                ("id", row.Id), ("sku", sku), ("n", scan.Quantity), ("now", database.ToTime(StockSql.ToMilliseconds(clock.GetUtcNow().UtcDateTime)))).RunAsync(cancellationToken);
        }

        return StockAnswer<StocktakeView>.Ok((await ReadAsync(transaction, row.Id, cancellationToken))!);
    }

    private static async Task<IReadOnlyList<CountedLine>> CountedAsync(
        DbTransaction transaction, StocktakeRow row, bool zeroMissing, DateTime now, Caller caller, CancellationToken cancellationToken)
    {
        var lines = await transaction.Command(
            "SELECT l.sku, l.counted, l.counted_at, p.unit FROM stocktake_line l JOIN product p ON p.sku = l.sku WHERE l.stocktake = @id", ("id", row.Id))
            .ListAsync(r => (Sku: r.GetString(0), Counted: r.GetInt64(1), At: r.Time(2)!.Value, IsGram: r.GetString(3) == "gram"), cancellationToken);
        if (zeroMissing)
        {
            lines.AddRange(await transaction.Command(
                """
                SELECT l.sku, p.unit FROM stock_level l JOIN product p ON p.sku = l.sku
                WHERE l.store = @store AND l.location = @location AND l.quantity <> 0 AND NOT EXISTS (SELECT 1 FROM stocktake_line s WHERE s.stocktake = @id AND s.sku = l.sku)
                """,
                ("store", row.Store), ("location", row.Location), ("id", row.Id)).ListAsync(r => (r.GetString(0), 0L, now, r.GetString(1) == "gram"), cancellationToken));
        }

        return [.. lines.Select(line => new CountedLine(
            row.Store, new GoodsCounted(row.Name, null, line.Sku, line.IsGram ? line.Counted * 1000 : line.Counted, line.IsGram, caller.Id, row.Id), line.At, $"stocktake/{row.Id}")
        {
            Place = new StockPlace(row.Store, line.Sku, row.Location),
        })];
    }

    private async Task SettlePlateAsync(DbTransaction transaction, StocktakeRow row, CancellationToken cancellationToken)
    {
        var plate = row.Location[StockLocation.PlatePrefix.Length..];
        await transaction.Command(
            "UPDATE stock_plate SET doubt = NULL, doubt_at = NULL, doubt_evidence = NULL WHERE store = @store AND plate = @plate AND doubt_at <= @since",
            ("store", row.Store), ("plate", plate), ("since", database.ToTime(row.StartedAt))).RunAsync(cancellationToken);
        await transaction.Command(
            "UPDATE stock_alarm SET ended_at = @now WHERE store = @store AND kind IN ('ambiguous', 'disturbed') AND subject = @plate AND ended_at IS NULL AND raised_at <= @since",
            ("store", row.Store), ("plate", plate), ("since", database.ToTime(row.StartedAt)), ("now", database.ToTime(clock.GetUtcNow().UtcDateTime))).RunAsync(cancellationToken);
    }

    /// <summary>Works on an open stocktake alone.</summary>
    private Task<StockAnswer<StocktakeView>> OpenAsync(
        string id, Caller caller, Func<DbTransaction, StocktakeRow, Task<StockAnswer<StocktakeView>>> work, CancellationToken cancellationToken, bool closedIsAnswer = false) =>
        database.WriteAsync(
            async transaction => (await transaction.Command($"{s_select} WHERE id = @id {StockSql.ForUpdate(transaction)}", ("id", id)).ListAsync(Read, cancellationToken)).FirstOrDefault()
                    is not { } row || !caller.Sees(row.Store) ? StockAnswer<StocktakeView>.Missing($"there is no stocktake '{id}'")
                : row.State == "open" ? await work(transaction, row)
                : closedIsAnswer ? StockAnswer<StocktakeView>.Ok((await ReadAsync(transaction, id, cancellationToken))!)
                : StockAnswer<StocktakeView>.Conflict("the stocktake is closed; begin another"),
            cancellationToken);

    private static async Task<StocktakeView?> ReadAsync(DbTransaction transaction, string id, CancellationToken cancellationToken) =>
        (await transaction.Command($"{s_select} WHERE id = @id", ("id", id)).ListAsync(Read, cancellationToken)) is [var row]
            ? View(row, await LinesAsync((sql, parameters) => transaction.Command(sql, parameters), row, cancellationToken))
            : null;

    private static Task<List<StocktakeLine>> LinesAsync(Func<string, (string, object?)[], DbCommand> command, StocktakeRow row, CancellationToken cancellationToken) => row.State == "open"
        ? command(
            "SELECT l.sku, p.name, p.unit, l.counted, l.counted_at FROM stocktake_line l JOIN product p ON p.sku = l.sku WHERE l.stocktake = @id ORDER BY l.counted_at DESC, l.sku", [("id", row.Id)])
            .ListAsync(r => new StocktakeLine(r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.Time(4)!.Value, null, null, null), cancellationToken)
        : command(
            """
            SELECT c.sku, p.name, p.unit, c.counted, c.at, c.expected, c.said FROM stock_count c JOIN product p ON p.sku = c.sku
            WHERE c.store = @store AND c.session = @id ORDER BY c.sku, c.at
            """,
            [("store", row.Store), ("id", row.Id)])
            .ListAsync(
                r => new StocktakeLine(
                    r.GetString(0), r.GetString(1), r.GetString(2), r.GetInt64(3), r.Time(4)!.Value, r.Number(5), r.Number(5) is { } expected ? r.GetInt64(3) - expected : null, r.Text(6)),
                cancellationToken);

    private static StocktakeView View(StocktakeRow row, IReadOnlyList<StocktakeLine> lines) =>
        new(row.Id, row.Store, row.Location, row.Name, row.State, row.Who, row.Source, row.StartedAt, row.ClosedAt, lines);

    private static StocktakeRow Read(DbDataReader r) => new(
        r.GetString(0), r.GetString(1), r.GetString(2), r.GetString(3), r.GetString(4), r.GetString(5), r.GetString(6), r.Time(7)!.Value, r.Time(8));
}
