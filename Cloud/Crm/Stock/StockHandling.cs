using System.Data.Common;
using Cloud.Crm.Access;
using Cloud.Crm.Customers;
using Cloud.Crm.Effects;
using Cloud.Crm.Ingest;
using Cloud.Crm.Members;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>What people do with goods by hand: carry them, throw them away, and give places their names.</summary>
internal sealed class StockHandling(HeadquartersDatabase database, StockBook book, AuditTable audit, TimeProvider clock)
{
    private static readonly string[] s_scrapReasons = ["expired", "damaged", "spoilt", "theft", "other"];

    /// <summary>Throws goods away. Only what the books have can be.</summary>
    /// <param name="store">Where.</param>
    /// <param name="body">What, from where, and why.</param>
    /// <param name="caller">Who.</param>
    /// <param name="key">The same key throws away once.</param>
    /// <param name="cancellationToken">Gives up.</param>
    internal Task<StockAnswer<MoveView>> ScrapAsync(string store, ScrapBody body, Caller caller, string? key, CancellationToken cancellationToken) =>
        !s_scrapReasons.Contains(body.Reason)
            ? Task.FromResult(StockAnswer<MoveView>.Bad($"reason is '{body.Reason}'; expected {string.Join(", ", s_scrapReasons)}"))
            : CarryAsync(store, body.Sku, body.Quantity, body.From, StockLocation.Scrap, Word($"{StockReason.Scrapped}:{body.Reason}", body.Note), body.Note, "scrap", caller, key, cancellationToken);

    /// <summary>Carries goods from one location of a store to another.</summary>
    internal Task<StockAnswer<MoveView>> MoveAsync(string store, MoveBody body, Caller caller, string? key, CancellationToken cancellationToken) =>
        !StockLocation.IsOnHand(body.To) || body.To.Length > StockLocation.MaxLength
            ? Task.FromResult(StockAnswer<MoveView>.Bad($"to is '{body.To}'; expected receiving, shelf, backroom or plate/NAME"))
            : body.To == body.From ? Task.FromResult(StockAnswer<MoveView>.Bad($"the goods are at '{body.From}' already"))
            : CarryAsync(store, body.Sku, body.Quantity, body.From, body.To, Word(StockReason.Moved, body.Note), body.Note, "move", caller, key, cancellationToken);

    /// <summary>What was thrown away in the last days, and what it had cost.</summary>
    internal async Task<ScrappedView> ScrappedAsync(string store, int days, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.Command(
            $"""
             SELECT m.sku, p.name, m.reason, {WhoName.Of("m.who")}, p.unit, p.cost_fen, CAST(sum(m.quantity) AS bigint)
             FROM stock_move m JOIN product p ON p.sku = m.sku
             WHERE m.store = @store AND m.id >= @since AND m.to_location = 'scrap'
             GROUP BY m.sku, p.name, m.reason, m.who, p.unit, p.cost_fen ORDER BY m.sku, m.reason, m.who
             """,
            ("store", store), ("since", MoveId.First(clock.GetUtcNow().AddDays(-days)))).ListAsync(
            r => new ScrappedRow(r.GetString(0), r.GetString(1), r.GetString(4), ReasonOf(r.GetString(2)), r.GetString(3), r.GetInt64(6), Cost(r.GetInt64(6), r.GetString(4), r.GetInt64(5))), cancellationToken);
        return new ScrappedView(rows, rows.Sum(row => row.CostFen));
    }

    /// <summary>What goods cost, in fen; a price is of one piece, or of 1,000 g.</summary>
    internal static long Cost(long quantity, string unit, long fen) => unit == "gram" ? ((quantity * fen) + 500) / 1000 : quantity * fen;

    /// <summary>The names of a store's places.</summary>
    internal async Task<PlaceNames> PlacesAsync(string store, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return new PlaceNames(await connection.Command("SELECT name, location FROM stock_location WHERE store = @store ORDER BY name_key", ("store", store))
            .ListAsync(r => new PlaceName(r.GetString(0), r.GetString(1)), cancellationToken));
    }

    /// <summary>Says where in the books a place stands that the store has a name for; counts that come from now on go there.</summary>
    internal Task<StockAnswer<PlaceName>> PlaceAsync(string store, PlaceName place, Caller caller, CancellationToken cancellationToken)
    {
        var name = place.Name.Trim();
        return name.Length is 0 or > 64 || PlainText.Bounded(name, 64) != name
            ? Task.FromResult(StockAnswer<PlaceName>.Bad("name has 1 to 64 characters and no control characters"))
            : !StockLocation.IsOnHand(place.Location) || place.Location.Length > StockLocation.MaxLength
            ? Task.FromResult(StockAnswer<PlaceName>.Bad($"location is '{place.Location}'; expected receiving, shelf, backroom or plate/NAME"))
            : database.WriteAsync(
                async transaction =>
                {
                    await transaction.Command(
                        """
                        INSERT INTO stock_location (store, name_key, name, location) VALUES (@store, @key, @name, @location)
                        ON CONFLICT (store, name_key) DO UPDATE SET name = excluded.name, location = excluded.location
                        """,
                        ("store", store), ("key", CustomerName.Key(name)), ("name", name), ("location", place.Location)).RunAsync(cancellationToken);
                    await audit.AddAsync(transaction, caller, "stock.placed", "location", name, store, null, cancellationToken);
                    return StockAnswer<PlaceName>.Ok(new PlaceName(name, place.Location));
                },
                cancellationToken);
    }

    private static string Word(string word, string? note) => string.IsNullOrWhiteSpace(note) ? word : $"{word}:{note.Trim()}";

    private static string ReasonOf(string reason) => reason.Split(':') is [_, var why, ..] ? why : reason;

    private async Task<StockAnswer<MoveView>> CarryAsync(
        string store, string sku, long quantity, string from, string to, string reason, string? note, string kind, Caller caller, string? key, CancellationToken cancellationToken)
    {
        if (!ProductTable.IsSku(sku) || quantity is < 1 or > 1_000_000_000 || !StockLocation.IsOnHand(from) || from.Length > StockLocation.MaxLength
            || note?.Length > 200 || (note is not null && PlainText.Bounded(note, 200) != note))
        {
            return StockAnswer<MoveView>.Bad("expected a SKU, a quantity of 1 to 1000000000, from of receiving, shelf, backroom or plate/NAME, and a note of at most 200 characters");
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        var move = new StockMove(store, sku, quantity, from, to, reason, $"{kind}/{id}", clock.GetUtcNow().UtcDateTime, caller.Id, Key: key is null ? $"{kind}/{id}" : $"{kind}/{caller.Id}/{key}");
        return await database.WriteAsync(
            async transaction =>
            {
                if (key is not null && await FindAsync(transaction, store, move.Key!, cancellationToken) is { } known)
                {
                    return StockAnswer<MoveView>.Ok(known);
                }

                if ((await transaction.Command("SELECT 1 FROM product WHERE sku = @sku", ("sku", sku)).ListAsync(r => 1, cancellationToken)).Count == 0)
                {
                    return StockAnswer<MoveView>.Missing($"there is no product '{sku}'");
                }

                await audit.AddAsync(transaction, caller, kind == "scrap" ? "stock.scrapped" : "stock.moved", "product", sku, store, null, cancellationToken);
                var there = await book.QuantityAsync(transaction, move.Source, cancellationToken);
                if (there < quantity)
                {
                    throw new StockRefusedException($"the books have {there} of '{sku}' at '{from}', not {quantity}; count there first if there are more");
                }

                await book.MoveAsync(transaction, [move], cancellationToken);
                return StockAnswer<MoveView>.Created((await FindAsync(transaction, store, move.Key!, cancellationToken))!);
            },
            cancellationToken).OrConflictAsync();
    }

    private static async Task<MoveView?> FindAsync(DbTransaction transaction, string store, string key, CancellationToken cancellationToken) =>
        (await transaction.Command(
            $"""
             SELECT m.id, m.at, m.sku, p.name, m.quantity, m.from_location, m.to_store, m.to_location, m.reason, m.evidence, {WhoName.Of("m.who")}
             FROM stock_move m JOIN product p ON p.sku = m.sku WHERE m.store = @store AND m.key = @key
             """,
            ("store", store), ("key", key)).ListAsync(
            r => new MoveView(
                r.GetString(0), r.Time(1)!.Value, store, r.GetString(2), r.GetString(3), r.GetInt64(4), r.GetString(5), r.GetString(6), r.GetString(7), r.GetString(8),
                Evidence.Of(r.GetString(9)), r.GetString(9), r.GetString(10)),
            cancellationToken)).FirstOrDefault();
}
