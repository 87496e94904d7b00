namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The last moves of goods in the store, bounded. Not thread-safe.</summary>
internal sealed class RecentMoves
{
    private const int Most = 512;
    private const int SeveralPieces = 3;
    private static readonly TimeSpan s_visit = TimeSpan.FromMinutes(10);

    private readonly Queue<(DateTimeOffset At, string Plate, string Sku, int Pieces)> _moves = new();

    /// <summary>Remembers a move; negative taken.</summary>
    public void Add(DateTimeOffset at, string plate, string sku, int pieces)
    {
        if (_moves.Count == Most)
        {
            _moves.Dequeue();
        }

        _moves.Enqueue((at, plate, sku, pieces));
    }

    /// <summary>Pieces moved on a plate after a moment; negative taken.</summary>
    public int Since(DateTimeOffset moment, string plate, string sku) =>
        _moves.Where(move => move.At > moment && move.Plate == plate && move.Sku == sku).Sum(move => move.Pieces);

    /// <summary>Whether pieces that came were brought by staff: three or more, or a whole pack of two; and more than shoppers have taken from the
    /// plate in the last ten minutes, since they may bring back what they took.</summary>
    public bool IsRestock(DateTimeOffset at, string plate, LiveItem item, int pieces) =>
        pieces >= Math.Clamp(item.Pack ?? SeveralPieces, 2, SeveralPieces) && pieces > -Since(at - s_visit, plate, item.Sku);
}
