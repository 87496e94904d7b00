using Simulators.Session;

namespace Simulators.Shelves;

/// <summary>Takes goods of one article from a plate and puts some back, never twice within the hold time.</summary>
internal sealed class PlateShopper : IShopper
{
    /// <summary>Articles of a convenience store, in grams.</summary>
    private static readonly decimal[] s_articles = [24.0m, 58.5m, 105.5m, 148.0m, 250.0m, 355.0m, 520.0m];

    private const int Full = 8;

    private readonly PlateSurface _plate;
    private readonly TimeSpan _every;
    private readonly TimeSpan _hold;
    private readonly Random _random;
    private readonly TimeProvider _clock;
    private readonly decimal _article;
    private int _count = Full;
    private long _lastAct;
    private TimeSpan _until;

    /// <summary>Stocks the plate before the first shopper comes.</summary>
    public PlateShopper(PlateSurface plate, TimeSpan every, TimeSpan hold, Random random, TimeProvider clock)
    {
        (_plate, _every, _hold, _random, _clock) = (plate, every, hold, random, clock);
        _article = s_articles[random.Next(s_articles.Length)];
        _plate.Stock(_article * Full);
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

        var items = 1 + (_random.NextDouble() < 0.2 ? 1 : 0);
        var take = _count >= items && (_count > Full - items || _random.NextDouble() < 0.7);
        if (take)
        {
            _count -= items;
            _plate.Take(items * _article);
        }
        else if (_count == 0)
        {
            _count = Full;
            _plate.Put(Full * _article);
        }
        else
        {
            _count += 1;
            _plate.Put(_article);
        }

        _lastAct = _clock.GetTimestamp();
        var pause = _every * (0.75 + (_random.NextDouble() * 0.5));
        return _until = pause > _hold ? pause : _hold;
    }

    /// <inheritdoc/>
    public TimeSpan? Leave() => _hold - _plate.Held is { Ticks: > 0 } promised ? promised : null;
}
