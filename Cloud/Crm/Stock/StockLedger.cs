namespace Cloud.Crm.Stock;

/// <summary>The rules of the books, over the pages that a transaction has opened: double entry, and counts that know what moved before and after them. Does no I/O.</summary>
/// <remarks>
/// A counted place holds what was counted and what has moved there later than that, whatever the order in which counts and moves come to be known. A move that is
/// told after a count which has seen it already is booked, and made good against the loss that the count has booked for it.
/// </remarks>
/// <param name="levels">The places that may be written, with what the table says of them.</param>
/// <param name="plated">Since when goods lie on plates; those on none are not in it.</param>
internal sealed class StockLedger(IReadOnlyDictionary<StockPlace, StockLevel> levels, Dictionary<StockGoods, DateTime> plated)
{
    /// <summary>Every move made, in order.</summary>
    internal List<StockMove> Moves { get; } = [];

    /// <summary>Since when goods lie on plates, where that has changed.</summary>
    internal SortedDictionary<StockGoods, DateTime> NewlyPlated { get; } = [];

    /// <summary>The page of a place.</summary>
    /// <exception cref="InvalidOperationException">It was not opened.</exception>
    internal StockLevel this[StockPlace place] =>
        levels.TryGetValue(place, out var level) ? level : throw new InvalidOperationException($"The page of {place} was not opened.");

    /// <summary>Books a move. A sale leaves the basket where the goods lie on plates, and the shelf where they do not.</summary>
    internal void Move(StockMove move)
    {
        move = Placed(move);
        Post(move);
        Know(move.Source, move, -move.Quantity);
        Know(move.Target, move, move.Quantity);
    }

    /// <summary>Takes in that there were so many at a moment; what is missing went to the loss, what is too much came from there.</summary>
    /// <returns>What the books had expected at that moment.</returns>
    internal long Count(StockPlace place, long counted, DateTime at, string reason, string evidence, string who)
    {
        var level = this[place];
        var expected = level.Quantity - level.Moves.Where(move => move.At > at).Sum(move => move.Net);
        if (counted != expected)
        {
            Adjust(place, counted - expected, reason, evidence, at, who);
        }

        (level.CountedAt, level.Counted, level.IsChanged) = (at, counted, true);
        level.MovedAt ??= at;
        return expected;
    }

    /// <summary>Notes that goods lie on a plate since a moment.</summary>
    /// <returns>Whether sales since then are to be taken out of the basket now: they were booked before this was known.</returns>
    internal bool Plate(StockGoods goods, DateTime since)
    {
        if (plated.TryGetValue(goods, out var known) && known <= since)
        {
            return false;
        }

        plated[goods] = since;
        NewlyPlated[goods] = since;
        return true;
    }

    private StockMove Placed(StockMove move)
    {
        var isSale = move is { Reason: StockReason.Sale, From: StockLocation.Shelf or StockLocation.Basket, To: StockLocation.Customer };
        var isReturn = move is { Reason: StockReason.SaleReturn, From: StockLocation.Customer, To: StockLocation.Shelf or StockLocation.Basket };
        if (!isSale && !isReturn)
        {
            return move;
        }

        var place = plated.TryGetValue(move.Source.Goods, out var since) && since <= move.At ? StockLocation.Basket : StockLocation.Shelf;
        return isSale ? move with { From = place } : move with { To = place };
    }

    private void Know(StockPlace place, StockMove move, long net)
    {
        var level = this[place];
        level.Moves.Add((move.At, net));
        if (level.CountedAt is { } counted && move.At <= counted)
        {
            Adjust(place, -net, StockReason.AlreadyCounted, move.Evidence, move.At, move.Who);
        }

        if (level.MovedAt is not { } moved || moved < move.At)
        {
            level.MovedAt = move.At;
        }
    }

    private void Adjust(StockPlace place, long net, string reason, string evidence, DateTime at, string who) =>
        Post(net > 0
            ? new StockMove(place.Store, place.Sku, net, StockLocation.Loss, place.Location, reason, evidence, at, who)
            : new StockMove(place.Store, place.Sku, -net, place.Location, StockLocation.Loss, reason, evidence, at, who));

    private void Post(StockMove move)
    {
        Moves.Add(move);
        Add(move.Source, -move.Quantity, move.At);
        Add(move.Target, move.Quantity, move.At);
    }

    private void Add(StockPlace place, long net, DateTime at)
    {
        var level = this[place];
        level.Quantity += net;
        level.Change += net;
        level.IsChanged = true;
        level.MovedAt ??= at;
    }
}
