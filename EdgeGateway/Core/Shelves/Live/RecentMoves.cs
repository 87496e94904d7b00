namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The last moves of goods in the store, bounded. Not thread-safe.</summary>
internal sealed class RecentMoves
{
    private const int Most = 512;
    private const int SeveralPieces = 3;
    private static readonly TimeSpan s_visit = TimeSpan.FromMinutes(10);

    private readonly Queue<(DateTimeOffset From, DateTimeOffset At, string Plate, string Sku, int Pieces)> _moves = new();

    /// <summary>Remembers a move; negative taken.</summary>
    /// <param name="from">The earliest it may have been: <paramref name="at"/>, or where nobody saw it, when the plate was seen last.</param>
    /// <param name="at">When it was.</param>
    /// <param name="plate">The plate.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="pieces">Pieces.</param>
    public void Add(DateTimeOffset from, DateTimeOffset at, string plate, string sku, int pieces)
    {
        if (_moves.Count == Most)
        {
            _moves.Dequeue();
        }

        _moves.Enqueue((from, at, plate, sku, pieces));
    }

    /// <summary>Pieces moved on a plate after a count; negative taken. Of what moved while nobody saw the plate, as much as makes the count agree with the books.</summary>
    /// <param name="moment">When it was counted.</param>
    /// <param name="plate">The plate.</param>
    /// <param name="sku">The SKU.</param>
    /// <param name="counted">Pieces counted.</param>
    /// <param name="now">Pieces by the books now; null where nobody had counted, and all of it is taken for later.</param>
    public int SinceCount(DateTimeOffset moment, string plate, string sku, int counted, int? now)
    {
        var after = Of(plate, sku).Where(move => move.From > moment).Sum(move => move.Pieces);
        var unseen = Of(plate, sku).Where(move => move.From <= moment && move.At > moment).Sum(move => move.Pieces);
        return after + (now is { } books ? Math.Clamp(books - after - counted, Math.Min(0, unseen), Math.Max(0, unseen)) : unseen);
    }

    /// <summary>Whether pieces that came were brought by staff: three or more, or a whole pack of two; and more than shoppers have taken from the
    /// plate in the last ten minutes, since they may bring back what they took.</summary>
    public bool IsRestock(DateTimeOffset at, string plate, LiveItem item, int pieces) =>
        pieces >= Math.Clamp(item.Pack ?? SeveralPieces, 2, SeveralPieces) && pieces > -Of(plate, item.Sku).Where(move => move.At > at - s_visit).Sum(move => move.Pieces);

    private IEnumerable<(DateTimeOffset From, DateTimeOffset At, string Plate, string Sku, int Pieces)> Of(string plate, string sku) =>
        _moves.Where(move => move.Plate == plate && move.Sku == sku);
}
