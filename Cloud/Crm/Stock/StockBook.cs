using System.Data.Common;
using Cloud.Crm.Effects;
using Cloud.Crm.Storage;

namespace Cloud.Crm.Stock;

/// <summary>Books moves in a transaction of their cause.</summary>
internal sealed class StockBook(TimeProvider clock)
{
    /// <summary>Books moves, all or none of them.</summary>
    /// <remarks>
    /// Call it last in a transaction: it locks the goods in key order until the transaction ends, and nobody who has goods locked may wait for anything else.
    /// A sale (<see cref="StockReason.Sale"/>, from shelf to customer) leaves the basket instead where the goods lie on plates; a return likewise.
    /// </remarks>
    /// <param name="transaction">The cause's own transaction.</param>
    /// <param name="moves">The moves, in any order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How many were booked: those whose key was known were booked before.</returns>
    /// <exception cref="ArgumentException">A move is none: its quantity is below 1, or its locations are not two of <see cref="StockLocation"/>.</exception>
    internal async Task<int> MoveAsync(DbTransaction transaction, IReadOnlyList<StockMove> moves, CancellationToken cancellationToken)
    {
        if (moves.Count == 0)
        {
            return 0;
        }

        foreach (var move in moves)
        {
            Check(move);
        }

        var now = clock.GetUtcNow();
        var pages = await StockPages.OpenAsync(transaction, moves.SelectMany(move => new[] { move.Source, move.Target }), now.UtcDateTime, cancellationToken);
        var known = await KnownAsync(transaction, moves, cancellationToken);
        var ledger = new StockLedger(pages.Levels, pages.Plated);
        var booked = 0;
        foreach (var move in moves.Where(move => move.Key is null || known.Add((move.Store, move.Key))))
        {
            ledger.Move(move with { At = StockSql.ToMilliseconds(move.At) });
            booked++;
        }

        await StockSql.RunAsync(transaction, StockPages.Write(ledger, pages.Levels, now), cancellationToken);
        return booked;
    }

    /// <summary>Locks some goods and says how many of them the books have at a place; nobody changes that before the transaction ends.</summary>
    internal async Task<long> QuantityAsync(DbTransaction transaction, StockPlace place, CancellationToken cancellationToken) =>
        (await StockPages.OpenAsync(transaction, [place], clock.GetUtcNow().UtcDateTime, cancellationToken)).Levels[place].Quantity;

    /// <summary>The same of several places.</summary>
    internal async Task<IReadOnlyDictionary<StockPlace, long>> QuantitiesAsync(DbTransaction transaction, IReadOnlyCollection<StockPlace> places, CancellationToken cancellationToken)
    {
        var pages = await StockPages.OpenAsync(transaction, places, clock.GetUtcNow().UtcDateTime, cancellationToken);
        return places.ToDictionary(place => place, place => pages.Levels[place].Quantity);
    }

    /// <summary>Whether a key of a store has moved already.</summary>
    internal static async Task<bool> IsKnownAsync(DbTransaction transaction, string store, string key, CancellationToken cancellationToken) =>
        (await transaction.Command("SELECT 1 FROM stock_move WHERE store = @store AND key = @key", ("store", store), ("key", key)).ListAsync(r => 1, cancellationToken)).Count > 0;

    private static async Task<HashSet<(string Store, string Key)>> KnownAsync(DbTransaction transaction, IReadOnlyList<StockMove> moves, CancellationToken cancellationToken)
    {
        var keyed = moves.Where(move => move.Key is not null).ToArray();
        return [.. await StockSql.ListAsync(
            transaction,
            new EffectStatement(
                "SELECT m.store, m.key FROM unnest($1, $2) AS n (store, key) JOIN stock_move m ON m.store = n.store AND m.key = n.key",
                "SELECT store, key FROM stock_move WHERE store = @p1 AND key = @p2",
                keyed.Select(move => move.Store).ToArray(), keyed.Select(move => move.Key!).ToArray()),
            r => (r.GetString(0), r.GetString(1)), cancellationToken)];
    }

    private static void Check(StockMove move)
    {
        var problem = move.Quantity < 1 ? $"a quantity of {move.Quantity}; expected 1 or more"
            : !StockLocation.IsKnown(move.From) ? $"the location '{move.From}'"
            : !StockLocation.IsKnown(move.To) ? $"the location '{move.To}'"
            : move.Source == move.Target ? $"the same location, '{move.From}', on both sides"
            : move.Sku.Length is 0 or > 128 ? $"a SKU of {move.Sku.Length} characters; expected 1 to 128"
            : null;
        if (problem is not null)
        {
            throw new ArgumentException($"A move of '{move.Sku}' in store '{move.Store}' has {problem}.", nameof(move));
        }
    }
}
