namespace EdgeGateway.Core.Shelves.Live;

/// <summary>The load of a plate over the last two minutes, at most ten points a second; bounded. Not thread-safe.</summary>
internal sealed class PlateTrace
{
    private const int Most = 1200;
    private const int StepMs = 95;
    private const int KeptMs = 120_000;

    private readonly Queue<(long Ms, float Grams)> _points = new();
    private long _last = long.MinValue;

    /// <summary>Adds a point, unless one came less than a tenth of a second ago.</summary>
    public void Add(long ms, double grams)
    {
        if (_last != long.MinValue && ms - _last < StepMs)
        {
            return;
        }

        _last = ms;
        _points.Enqueue((ms, (float)grams));
        while (_points.Count > Most || ms - _points.Peek().Ms > KeptMs)
        {
            _points.Dequeue();
        }
    }

    /// <summary>The points of the two minutes before <paramref name="now"/>, oldest first.</summary>
    public IReadOnlyList<TracePoint> Points(long now, Func<long, DateTimeOffset> at) =>
        [.. _points.Where(point => now - point.Ms <= KeptMs).Select(point => new TracePoint(at(point.Ms), decimal.Round((decimal)point.Grams, 1)))];
}
