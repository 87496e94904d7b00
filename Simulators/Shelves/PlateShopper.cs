using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>Takes pieces from a plate, one or two of an article at a time, and puts some of them back; staff fill up what is sold out. Never twice within the hold time.</summary>
internal sealed class PlateShopper : IShopper
{
    private const int MostInHand = 6;

    private readonly PlateSurface _plate;
    private readonly TimeSpan _every;
    private readonly TimeSpan _hold;
    private readonly Random _random;
    private readonly TimeProvider _clock;
    private readonly IReadOnlyList<ShelfGoods> _goods;
    private readonly List<(ShelfGoods Article, decimal Grams)> _lying = [];
    private readonly List<(ShelfGoods Article, decimal Grams)> _inHand = [];
    private long _lastAct;
    private TimeSpan _until;

    /// <summary>Stocks the plate before the first shopper comes.</summary>
    public PlateShopper(PlateSurface plate, TimeSpan every, TimeSpan hold, IReadOnlyList<ShelfGoods> goods, Random random, TimeProvider clock)
    {
        (_plate, _every, _hold, _random, _clock) = (plate, every, hold, random, clock);
        _goods = goods.Count > 0 ? goods : [ShelfGoods.Any(random)];
        foreach (var article in _goods)
        {
            _plate.Stock(Bring(article), article.Sku, article.Count);
        }

        _lastAct = clock.GetTimestamp();
        _until = _hold + (_every * random.NextDouble());
    }

    /// <inheritdoc/>
    public TimeSpan? Act()
    {
        var left = _until - _clock.GetElapsedTime(_lastAct);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        if (_goods.FirstOrDefault(article => _lying.TrueForAll(piece => piece.Article != article)) is { } soldOut)
        {
            _plate.Put(Bring(soldOut), soldOut.Sku, soldOut.Count);
        }
        else if (_inHand.Count > 0 && _random.NextDouble() < 0.3)
        {
            PutBack();
        }
        else
        {
            Take(_random.NextDouble() < 0.2 ? 2 : 1);
        }

        _lastAct = _clock.GetTimestamp();
        var pause = _every * (0.75 + (_random.NextDouble() * 0.5));
        return _until = pause > _hold ? pause : _hold;
    }

    /// <inheritdoc/>
    public TimeSpan? Leave() => _hold - _plate.Held is { Ticks: > 0 } promised ? promised : null;

    private decimal Bring(ShelfGoods article)
    {
        var pieces = Enumerable.Range(0, article.Count).Select(_ => (article, article.Piece(_random))).ToList();
        _lying.AddRange(pieces);
        return pieces.Sum(piece => piece.Item2);
    }

    private void PutBack()
    {
        var piece = _inHand[^1];
        _inHand.RemoveAt(_inHand.Count - 1);
        _lying.Add(piece);
        _plate.Put(piece.Grams, piece.Article.Sku, 1);
    }

    private void Take(int pieces)
    {
        var article = _lying[_random.Next(_lying.Count)].Article;
        var taken = _lying.Where(piece => piece.Article == article).Take(pieces).ToList();
        taken.ForEach(piece => _lying.Remove(piece));
        _inHand.AddRange(taken);
        _inHand.RemoveRange(0, Math.Max(0, _inHand.Count - MostInHand));
        _plate.Take(taken.Sum(piece => piece.Grams), article.Sku, taken.Count);
    }
}
