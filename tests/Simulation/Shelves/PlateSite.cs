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
    private readonly Stack<double> _pieces = new();
    private readonly Stack<double> _taken = new();
    private readonly Queue<LoadReading> _late = new();
    private TimeSpan _handUntil;
    private TimeSpan _unseenAt;
    private PlateFeed? _feed;

    public PlateSite(int index, PlatePlan plan, VirtualTime time, Dice dice)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"plate-{index}");
        Sku = string.Create(CultureInfo.InvariantCulture, $"sku-{index}");
        (_plan, _time, _dice) = (plan, time, dice);
        for (var i = 0; i < plan.Start; i++)
        {
            _pieces.Push(Piece());
        }

        Sample();
    }

    public string Id { get; }

    public string Sku { get; }

    public int Start => _plan.Start;

    public double UnitGrams => _plan.UnitGrams;

    /// <summary>Whether its samples reach a gateway now.</summary>
    public bool IsSeen => _feed is not null && !IsSilent && !IsFaulty && !IsLate;

    /// <summary>Whether they have for long enough that what lies there was decided, with no hand in between.</summary>
    public bool IsSettled => IsSeen && _time.Elapsed - _unseenAt > s_settles;

    /// <summary>Whether goods have moved since it was seen last.</summary>
    public bool HasMovedUnseen { get; private set; }

    /// <summary>Pieces that lie there.</summary>
    public int Count => _pieces.Count;

    /// <summary>Pieces that were taken and not put back.</summary>
    public int InBaskets => _taken.Count;

    /// <summary>Pieces that were ever taken.</summary>
    public int Taken { get; private set; }

    /// <summary>Pieces that were ever put there or back.</summary>
    public int Put { get; private set; }

    public bool IsUnplugged { get; private set; }

    public bool IsSilent { get; set; }

    public bool IsFaulty { get; set; }

    public bool IsLate { get; set; }

    /// <summary>The plate for the planogram of the gateway.</summary>
    public LivePlate Planned => new(
        Id, new PlateLine(CountsPerGram, ZeroCounts), 1 / s_sample.TotalSeconds, 20_000, [new LiveItem(Sku, _plan.UnitGrams, Spread * _plan.UnitGrams)], [new StartCount(Sku, _plan.Start)]);

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
    public void Take()
    {
        _taken.Push(_pieces.Pop());
        HasMovedUnseen |= !IsSeen;
        Taken++;
    }

    /// <summary>A piece that was taken is put back.</summary>
    public void PutBack()
    {
        _pieces.Push(_taken.Pop());
        HasMovedUnseen |= !IsSeen;
        Put++;
    }

    /// <summary>A new piece is put there.</summary>
    public void Restock()
    {
        _pieces.Push(Piece());
        Put++;
        HasMovedUnseen |= !IsSeen;
    }

    private double Piece() => _plan.UnitGrams * (1 + (Spread * Normal()));

    private void Sample() => _time.After(s_sample, () =>
    {
        var hand = _time.Elapsed < _handUntil ? 60 + (250 * _dice.Fraction()) : 0;
        var grams = _pieces.Sum() + hand + (NoiseGrams * Normal());
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
