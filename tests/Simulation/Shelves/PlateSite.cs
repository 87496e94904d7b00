using System.Globalization;
using EdgeGateway.Core.Devices;
using EdgeGateway.Core.Shelves;
using EdgeGateway.Core.Shelves.Live;

namespace Simulation.Shelves;

/// <summary>A plate as it stands in the store, through all lives of the gateway: what really lies on it, whose hand is on it, and what is wrong with it.</summary>
/// <remarks>Ten samples a second with noise of 0.4 g. Pieces weigh what they weigh: 0.3 % around the planogram's weight, one standard deviation.</remarks>
internal sealed class PlateSite
{
    private const double CountsPerGram = 100;
    private const double ZeroCounts = 8_000;
    private const double NoiseGrams = 0.4;
    private const double Spread = 0.003;
    private static readonly TimeSpan s_sample = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_settles = TimeSpan.FromSeconds(5);

    private readonly VirtualTime _time;
    private readonly Dice _dice;
    private readonly PlatePlan _plan;
    private readonly List<Goods> _goods = [];
    private readonly Queue<LoadReading> _late = new();
    private TimeSpan _handUntil;
    private TimeSpan _unseenAt;
    private PlateFeed? _feed;

    public PlateSite(int index, PlatePlan plan, VirtualTime time, Dice dice)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"plate-{index}");
        (_plan, _time, _dice) = (plan, time, dice);
        foreach (var kind in plan.Other is { } other ? (PlatePlan[])[plan, other] : [plan])
        {
            var goods = new Goods(string.Create(CultureInfo.InvariantCulture, $"sku-{index}{(kind == plan ? "" : "-other")}"), kind);
            _goods.Add(goods);
            for (var i = 0; i < kind.Start; i++)
            {
                goods.Pieces.Push(Piece(goods));
            }
        }

        Sample();
    }

    public string Id { get; }

    /// <summary>The kinds of goods that belong there.</summary>
    public IReadOnlyList<Goods> Kinds => _goods;

    /// <summary>Whether two kinds lie there that nobody can quite tell apart by weight.</summary>
    public bool IsMixed => _goods.Count > 1;

    public double UnitGrams => _plan.UnitGrams;

    /// <summary>Whether its samples reach a gateway now.</summary>
    public bool IsSeen => _feed is not null && !IsSilent && !IsFaulty && !IsLate;

    /// <summary>Whether they have for long enough that what lies there was decided, with no hand in between.</summary>
    public bool IsSettled => IsSeen && _time.Elapsed - _unseenAt > s_settles;

    /// <summary>Whether goods have moved since it was seen last.</summary>
    public bool HasMovedUnseen { get; private set; }

    public bool IsUnplugged { get; private set; }

    public bool IsSilent { get; set; }

    public bool IsFaulty { get; set; }

    public bool IsLate { get; set; }

    /// <summary>The plate for the planogram of the gateway.</summary>
    public LivePlate Planned => new(
        Id, new PlateLine(CountsPerGram, ZeroCounts), 1 / s_sample.TotalSeconds, 20_000,
        [.. _goods.Select(goods => new LiveItem(goods.Sku, goods.Plan.UnitGrams, Spread * goods.Plan.UnitGrams))], [.. _goods.Select(goods => new StartCount(goods.Sku, goods.Plan.Start))]);

    /// <summary>The device, as the configuration names it.</summary>
    public DeviceOptions Options => new() { Id = Id, Driver = "simulated", Port = "/dev/" + Id };

    /// <summary>From now on its samples go to these shelves.</summary>
    public void Connect(StoreShelves shelves) => _feed = IsUnplugged ? null : shelves.Connect(Options, Id);

    /// <summary>From now on its samples go nowhere.</summary>
    public void Disconnect()
    {
        _feed = null;
        _late.Clear();
    }

    public void Unplug()
    {
        IsUnplugged = true;
        _feed?.Dismiss();
        Disconnect();
    }

    /// <summary>Nothing is wrong any more.</summary>
    public void Heal(StoreShelves? shelves)
    {
        IsSilent = IsFaulty = IsLate = false;
        if (IsUnplugged)
        {
            IsUnplugged = false;
            _feed = shelves?.Connect(Options, Id);
        }
    }

    /// <summary>A hand rests on the plate for a while.</summary>
    public void Lean(TimeSpan lasts) => _handUntil = _time.Elapsed + lasts;

    /// <summary>A piece is taken.</summary>
    public void Take(Goods goods)
    {
        goods.Baskets.Push(goods.Pieces.Pop());
        HasMovedUnseen |= !IsSeen;
        goods.Taken++;
    }

    /// <summary>A piece that was taken is put back.</summary>
    public void PutBack(Goods goods)
    {
        goods.Pieces.Push(goods.Baskets.Pop());
        HasMovedUnseen |= !IsSeen;
        goods.Put++;
    }

    /// <summary>A new piece is put there.</summary>
    public void Restock(Goods goods)
    {
        goods.Pieces.Push(Piece(goods));
        goods.Put++;
        HasMovedUnseen |= !IsSeen;
    }

    private double Piece(Goods goods) => goods.Plan.UnitGrams * (1 + (Spread * Normal()));

    private void Sample() => _time.After(s_sample, () =>
    {
        var hand = _time.Elapsed < _handUntil ? 60 + (250 * _dice.Fraction()) : 0;
        var grams = _goods.Sum(goods => goods.Pieces.Sum()) + hand + (NoiseGrams * Normal());
        var reading = new LoadReading(Id, _time.Utc, (long)Math.Round(ZeroCounts + (CountsPerGram * grams)), null, null, IsFaulty ? ["the converter is saturated"] : []);
        HasMovedUnseen &= !IsSeen;
        _unseenAt = IsSeen ? _unseenAt : _time.Elapsed;
        if (_feed is not null && !IsSilent)
        {
            _late.Enqueue(reading);
            while (!IsLate && _feed is { } feed && _late.TryDequeue(out var next))
            {
                feed.Take(next);
            }
        }

        Sample();
    });

    /// <summary>A number of the standard normal distribution (Box and Muller).</summary>
    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _dice.Fraction())) * Math.Cos(2 * Math.PI * _dice.Fraction());
}

/// <summary>One kind of goods on a plate, as it really is.</summary>
internal sealed class Goods(string sku, PlatePlan plan)
{
    public string Sku => sku;

    public PlatePlan Plan => plan;

    /// <summary>What the pieces that lie there weigh.</summary>
    public Stack<double> Pieces { get; } = new();

    /// <summary>What the pieces weigh that were taken and not put back.</summary>
    public Stack<double> Baskets { get; } = new();

    /// <summary>Pieces that were ever taken.</summary>
    public int Taken { get; set; }

    /// <summary>Pieces that were ever put there or back.</summary>
    public int Put { get; set; }
}
