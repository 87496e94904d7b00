using System.Globalization;

namespace Simulation.Store.Scales;

/// <summary>One load that really lay on a scale.</summary>
internal sealed class Load(decimal weight, TimeSpan placed)
{
    public decimal Weight => weight;

    public TimeSpan Placed => placed;

    public TimeSpan Removed { get; set; } = TimeSpan.MaxValue;

    /// <summary>Whether the scale itself hid it or what came before it: then nobody could see that it is another.</summary>
    public bool IsHidden { get; set; }

    public int Told { get; set; }
}

/// <summary>What really lay on one scale, and when something was wrong; against what the gateway has stored of it.</summary>
internal sealed class WeighBook(string scale, VirtualTime time, Promises promises)
{
    /// <summary>So long a load must lie there, and nothing be wrong, for it to be missed.</summary>
    private static readonly TimeSpan s_enough = TimeSpan.FromSeconds(6);

    /// <summary>How long after a trouble the gateway may still be finding its way back: it waits for a silence, and then for a port.</summary>
    private static readonly TimeSpan s_recovery = TimeSpan.FromSeconds(25);

    /// <summary>A frame may be on its way for so long.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromSeconds(2);

    private readonly List<Load> _loads = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _troubles = [];
    private TimeSpan _stuckUntil;

    public IReadOnlyList<Load> Loads => _loads;

    /// <summary>How many loads were long and clear enough to be missed.</summary>
    public int Owed => _loads.Count(IsOwed);

    public void Placed(decimal weight) => _loads.Add(new Load(weight, time.Elapsed) { IsHidden = time.Elapsed <= _stuckUntil });

    public void Removed()
    {
        if (_loads is [.., { } last] && last.Removed == TimeSpan.MaxValue)
        {
            last.Removed = time.Elapsed;
            last.IsHidden |= time.Elapsed <= _stuckUntil;
        }
    }

    /// <summary>Something is wrong for a while.</summary>
    public void Trouble(TimeSpan lasts) => _troubles.Add((time.Elapsed, time.Elapsed + lasts + s_recovery));

    /// <summary>The scale says what is not so for a while.</summary>
    public void Stuck(TimeSpan lasts)
    {
        Trouble(lasts);
        _stuckUntil = time.Elapsed + lasts + s_late;
        if (_loads is [.., { } last])
        {
            last.IsHidden = true;
        }
    }

    /// <summary>Takes in a <c>goods.weighed</c> of the outbox.</summary>
    public void Take(DateTimeOffset at, decimal kilograms, VirtualTime clock)
    {
        var when = at - clock.Utc + clock.Elapsed;
        var load = _loads.Find(one => one.Weight == kilograms);
        if (load is null || when < load.Placed || (when > load.Removed + s_late && !load.IsHidden))
        {
            promises.Broken(string.Create(
                CultureInfo.InvariantCulture, $"{scale}: {kilograms} kg at {when} is a weight that did not lie there{(load is null ? "" : $" then, but from {load.Placed} to {load.Removed}")}"));
            return;
        }

        if (++load.Told > 1)
        {
            promises.Broken(string.Create(CultureInfo.InvariantCulture, $"{scale}: the load of {kilograms} kg is told {load.Told} times"));
        }
    }

    /// <summary>In the end: every load that could be seen was told.</summary>
    public void CheckAll()
    {
        if (_loads.Find(load => load.Told == 0 && IsOwed(load)) is { } missed)
        {
            promises.Broken(string.Create(CultureInfo.InvariantCulture, $"{scale}: {missed.Weight} kg lay there from {missed.Placed} to {missed.Removed} and was never told"));
        }
    }

    private bool IsOwed(Load load)
    {
        if (load.IsHidden)
        {
            return false;
        }

        var from = load.Placed;
        foreach (var (begun, over) in _troubles.Order())
        {
            if (begun - from >= s_enough && load.Removed - from >= s_enough)
            {
                return true;
            }

            from = over > from ? over : from;
        }

        return load.Removed - from >= s_enough;
    }
}
