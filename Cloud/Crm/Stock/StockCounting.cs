using System.Data.Common;
using Cloud.Crm.Customers;
using Cloud.Crm.Effects;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>A line that somebody counted, and where it stands in the books.</summary>
internal sealed record CountedLine(string Store, GoodsCounted Counted, DateTime At, string Evidence)
{
    /// <summary>The place; where it is not given, it is known once the store's names for places were read.</summary>
    internal StockPlace Place { get; init; }

    /// <summary>The session that this may be a part of a count with; a stocktake at headquarters is a count of its own.</summary>
    internal string? Part => PartOf(Evidence, Counted.Session);

    internal static string? PartOf(string evidence, string? session) => evidence.StartsWith("event/", StringComparison.Ordinal) ? session : null;
}

/// <summary>Takes counts into the books, as they come from gateways and from stocktakes at headquarters' own page.</summary>
internal sealed class StockCounting
{
    private static readonly Dictionary<string, string> s_words = new(StringComparer.Ordinal)
    {
        [StockLocation.Shelf] = StockLocation.Shelf,
        [StockLocation.Backroom] = StockLocation.Backroom,
        ["back room"] = StockLocation.Backroom,
        ["stock room"] = StockLocation.Backroom,
        ["stockroom"] = StockLocation.Backroom,
        ["仓库"] = StockLocation.Backroom,
        ["倉庫"] = StockLocation.Backroom,
        ["后仓"] = StockLocation.Backroom,
        ["後倉"] = StockLocation.Backroom,
        [StockLocation.Receiving] = StockLocation.Receiving,
        ["收货区"] = StockLocation.Receiving,
        ["收貨區"] = StockLocation.Receiving,
    };

    private readonly Dictionary<StockPlace, List<CountPart>> _parts = [];
    private readonly List<(CountedLine Line, string Id, long Counted, long? Expected, string? Said)> _booked = [];

    private StockCounting(IReadOnlyList<CountedLine> lines) => Lines = lines;

    /// <summary>The lines, each with its place.</summary>
    internal IReadOnlyList<CountedLine> Lines { get; }

    /// <summary>Finds out what places the names stand for.</summary>
    internal static async Task<StockCounting> OpenAsync(DbTransaction transaction, IReadOnlyList<CountedLine> lines, CancellationToken cancellationToken)
    {
        if (lines.Count == 0)
        {
            return new StockCounting(lines);
        }

        var names = lines.Where(line => line.Counted.Plate is null).Select(line => (line.Store, Key: CustomerName.Key(line.Counted.Name))).Distinct().ToArray();
        var placed = (await StockSql.ListAsync(
            transaction,
            new EffectStatement(
                "SELECT l.store, l.name_key, l.location FROM unnest($1, $2) AS n (store, name_key) JOIN stock_location l ON l.store = n.store AND l.name_key = n.name_key",
                "SELECT store, name_key, location FROM stock_location WHERE store = @p1 AND name_key = @p2",
                names.Select(n => n.Store).ToArray(), names.Select(n => n.Key).ToArray()),
            r => (Name: (r.GetString(0), r.GetString(1)), Location: r.GetString(2)), cancellationToken)).ToDictionary(l => l.Name, l => l.Location);
        return new StockCounting([.. lines.Select(line => line.Place.Store is not null ? line : line with
        {
            Place = new StockPlace(line.Store, line.Counted.Sku, line.Counted.Plate is { } plate ? StockLocation.Plate(plate) : Located(line.Store, line.Counted.Name)),
        })]);

        string Located(string store, string name)
        {
            var key = CustomerName.Key(name);
            return placed.GetValueOrDefault((store, key)) ?? LocationOf(name) ?? StockLocation.Shelf;
        }
    }

    /// <summary>The location that a store's name for a place stands for, or null where nobody has placed it.</summary>
    internal static async Task<string?> LocationOfAsync(DbTransaction transaction, string store, string name, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT location FROM stock_location WHERE store = @store AND name_key = @key", ("store", store), ("key", CustomerName.Key(name.Trim())))
            .ListAsync(r => r.GetString(0), cancellationToken)) is [var placed, ..] ? placed : LocationOf(name);

    /// <summary>The location that a name stands for by itself, or null.</summary>
    internal static string? LocationOf(string name)
    {
        var key = CustomerName.Key(name.Trim());
        return s_words.GetValueOrDefault(key) ?? (StockLocation.IsPlate(name.Trim()) && StockLocation.IsOnHand(name.Trim()) ? name.Trim() : null);
    }

    /// <summary>Where a booked count found something else than the books expected.</summary>
    internal List<StockVariance> Variances { get; } = [];

    /// <summary>Reads the counts that the lines may be parts of, or be replaced by.</summary>
    internal async Task ReadPartsAsync(DbTransaction transaction, CancellationToken cancellationToken)
    {
        var since = Lines.Where(line => !StockLocation.IsPlate(line.Place.Location)).GroupBy(line => line.Place)
            .Select(group => (Place: group.Key, At: group.Min(line => line.At) - (4 * CountParts.Window))).OrderBy(s => s.Place).ToArray();
        foreach (var (place, part) in await StockSql.ListAsync(
            transaction,
            new EffectStatement(
                """
                SELECT c.store, c.sku, c.location, c.at, c.id, c.session, c.counted, c.evidence FROM unnest($1, $2, $3, $4) AS n (store, sku, location, since)
                JOIN stock_count c ON c.store = n.store AND c.sku = n.sku AND c.location = n.location AND c.at >= n.since
                WHERE c.said IS NULL
                """,
                """
                SELECT store, sku, location, at, id, session, counted, evidence FROM stock_count
                WHERE store = @p1 AND sku = @p2 AND location = @p3 AND at >= @p4 AND said IS NULL
                """,
                since.Select(s => s.Place.Store).ToArray(), since.Select(s => s.Place.Sku).ToArray(), since.Select(s => s.Place.Location).ToArray(), since.Select(s => s.At).ToArray()),
            r => (new StockPlace(r.GetString(0), r.GetString(1), r.GetString(2)), new CountPart(r.Time(3)!.Value, r.GetString(4), CountedLine.PartOf(r.GetString(7), r.Text(5)), r.GetInt64(6))),
            cancellationToken))
        {
            PartsOf(place).Add(part);
        }
    }

    /// <summary>Books a line: the difference to what the books expected at the moment of the count goes to the loss, or comes from there.</summary>
    internal void Book(StockLedger ledger, StockOpened pages, CountedLine line, AlarmNotes alarms)
    {
        var isGram = pages.Units.GetValueOrDefault(line.Place.Sku) == "gram";
        if (line.Counted.IsMilligrams != isGram)
        {
            // Nobody knows how many pieces a weight is, nor what pieces weigh.
            alarms.Raise(new StockAlarm(line.Store, "count_unit", line.Place.Sku, "", line.At, line.Counted.Counted, null, line.Evidence));
            _booked.Add((line, line.Evidence, line.Counted.Counted, null, "unit"));
            return;
        }

        var counted = isGram ? (line.Counted.Counted + 500) / 1000 : line.Counted.Counted;
        var level = ledger[line.Place];
        if (StockLocation.IsPlate(line.Place.Location))
        {
            var expected = level.CountedAt > line.At ? (long?)null : ledger.Count(line.Place, counted, line.At, StockReason.Counted, line.Evidence, line.Counted.Who);
            _booked.Add((line, line.Evidence, counted, expected, null));
            Compare(line, line.At, counted, expected);
            return;
        }

        var parts = PartsOf(line.Place);
        parts.Add(new CountPart(line.At, line.Evidence, line.Part, counted));
        var (at, sum) = CountParts.Latest(parts);
        if (level.CountedAt == at && level.Counted == sum)
        {
            _booked.Add((line, line.Evidence, counted, null, null));
            return;
        }

        var before = ledger.Count(line.Place, sum, at, StockReason.Counted, line.Evidence, line.Counted.Who);
        _booked.Add((line, line.Evidence, counted, before - (sum - counted), null));
        Compare(line, at, sum, before);
    }

    /// <summary>Writes the counts, and the stocktakes of gateways whose first line came.</summary>
    internal IEnumerable<EffectStatement> Statements()
    {
        var rows = _booked.OrderBy(b => b.Line.Place).ThenBy(b => b.Id, StringComparer.Ordinal).ToArray();
        yield return new EffectStatement(
            """
            INSERT INTO stock_count (store, sku, location, at, id, session, name, counted, expected, said, who, evidence)
            SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO stock_count (store, sku, location, at, id, session, name, counted, expected, said, who, evidence)
            VALUES (@p1, @p2, @p3, @p4, @p5, @p6, @p7, @p8, @p9, @p10, @p11, @p12) ON CONFLICT DO NOTHING
            """,
            rows.Select(b => b.Line.Store).ToArray(),
            rows.Select(b => b.Line.Place.Sku).ToArray(),
            rows.Select(b => b.Line.Place.Location).ToArray(),
            rows.Select(b => b.Line.At).ToArray(),
            rows.Select(b => b.Id).ToArray(),
            rows.Select(b => b.Line.Counted.Session).ToArray(),
            rows.Select(b => b.Line.Counted.Name).ToArray(),
            rows.Select(b => b.Counted).ToArray(),
            rows.Select(b => b.Expected).ToArray(),
            rows.Select(b => b.Said).ToArray(),
            rows.Select(b => b.Line.Counted.Who).ToArray(),
            rows.Select(b => b.Line.Evidence).ToArray());
        var takes = _booked.Where(b => b.Line.Counted.Session is not null && b.Line.Evidence.StartsWith("event/", StringComparison.Ordinal))
            .GroupBy(b => (b.Line.Store, b.Line.Counted.Session!)).Select(g => g.First().Line).OrderBy(l => l.Store, StringComparer.Ordinal).ThenBy(l => l.Counted.Session, StringComparer.Ordinal).ToArray();
        yield return new EffectStatement(
            """
            INSERT INTO stocktake (store, id, location, name, state, who, source, started_at, closed_at)
            SELECT store, id, location, name, 'closed', who, 'gateway', at, at FROM unnest($1, $2, $3, $4, $5, $6) AS n (store, id, location, name, who, at)
            ON CONFLICT DO NOTHING
            """,
            """
            INSERT INTO stocktake (store, id, location, name, state, who, source, started_at, closed_at)
            VALUES (@p1, @p2, @p3, @p4, 'closed', @p5, 'gateway', @p6, @p6) ON CONFLICT DO NOTHING
            """,
            takes.Select(l => l.Store).ToArray(),
            takes.Select(l => l.Counted.Session!).ToArray(),
            takes.Select(l => l.Place.Location).ToArray(),
            takes.Select(l => l.Counted.Name).ToArray(),
            takes.Select(l => l.Counted.Who).ToArray(),
            takes.Select(l => l.At).ToArray());
    }

    private void Compare(CountedLine line, DateTime at, long counted, long? expected)
    {
        if (expected is { } known && known != counted)
        {
            Variances.Add(new StockVariance(line.Store, line.Place.Sku, line.Place.Location, counted, known, counted - known, at, line.Evidence));
        }
    }

    private List<CountPart> PartsOf(StockPlace place)
    {
        if (!_parts.TryGetValue(place, out var parts))
        {
            _parts.Add(place, parts = []);
        }

        return parts;
    }
}
