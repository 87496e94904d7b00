namespace EdgeGateway.Core.Shelves;

/// <summary>What shoppers of this store do how often, learnt from every decision, doubtful ones by their share.</summary>
/// <remarks>Shared by the plates of a store. Starts from assumptions that weigh as much as forty changes. Not safe for two threads.</remarks>
public sealed class Habits
{
    private const double Weight = 40;
    private const double Forget = 1000;
    private const double ForeignAtFirst = 0.05;
    private const double UnaskedAtFirst = 0.02;
    private const double TakesAtFirst = 0.72;
    private const double ReturnsAtFirst = 0.2;
    private const double ExchangesAtFirst = 0.025;

    private static readonly double[] s_piecesAtFirst = [0.76, 0.17, 0.045, 0.013, 0.012];

    private readonly double[] _pieces = new double[s_piecesAtFirst.Length];
    private double _changes;
    private double _foreignPuts;
    private double _unaskedReturns;
    private double _takes;
    private double _returns;
    private double _exchanges;
    private double _handSeconds = 1.1;
    private double _handVariance = 0.09;

    /// <summary>Starts from the assumptions, or from what was kept; values that cannot be are left out.</summary>
    public Habits(HabitsState? kept = null)
    {
        if (kept is null || !(kept.Changes is >= 0 and <= 2 * Forget) || kept.Pieces.Count != _pieces.Length
            || kept.Pieces.Concat([kept.ForeignPuts, kept.UnaskedReturns, kept.Takes, kept.Returns, kept.Exchanges]).Any(count => !(count >= 0 && count <= 2 * Forget))
            || !(kept.HandSeconds is > 0 and < 5) || !(kept.HandVariance is > 0 and < 5))
        {
            return;
        }

        (_changes, _foreignPuts, _unaskedReturns) = (kept.Changes, kept.ForeignPuts, kept.UnaskedReturns);
        (_takes, _returns, _exchanges) = (kept.Takes, kept.Returns, kept.Exchanges);
        (_handSeconds, _handVariance) = (kept.HandSeconds, kept.HandVariance);
        _pieces = [.. kept.Pieces];
    }

    /// <summary>The share of changes that are foreign objects put down.</summary>
    internal double Foreign => Share(ForeignAtFirst, _foreignPuts);

    /// <summary>The share of changes that are goods brought without having been taken.</summary>
    internal double Unasked => Share(UnaskedAtFirst, _unaskedReturns);

    /// <summary>The share of changes that are goods taken.</summary>
    internal double Takes => Share(TakesAtFirst, _takes);

    /// <summary>The share of changes that are goods put back.</summary>
    internal double Returns => Share(ReturnsAtFirst, _returns);

    /// <summary>The share of changes that are a piece of one SKU put back and one of another taken at once.</summary>
    internal double Exchanges => Share(ExchangesAtFirst, _exchanges);

    /// <summary>How long one move keeps a plate unsettled, in seconds: hand, converter and ringing; learnt from clear single takes.</summary>
    internal double HandSeconds => _handSeconds;

    /// <summary>The variance of <see cref="HandSeconds"/>, in square seconds.</summary>
    internal double HandVariance => _handVariance;

    /// <summary>What to keep over a restart.</summary>
    public HabitsState Save() => new(_changes, _foreignPuts, _unaskedReturns, _takes, _returns, _exchanges, [.. _pieces], _handSeconds, _handVariance);

    /// <summary>The share of hands that hold so many pieces, from 1.</summary>
    internal double Pieces(int pieces)
    {
        var last = _pieces.Length - 1;
        var sum = Weight + _pieces.Sum();
        return pieces <= last
            ? (s_piecesAtFirst[pieces - 1] * Weight + _pieces[pieces - 1]) / sum
            : (s_piecesAtFirst[last] * Weight + _pieces[last]) / sum * 0.5 * Math.Pow(0.6, pieces - last - 1);
    }

    /// <summary>A clear single move took so long.</summary>
    internal void LearnHand(double seconds)
    {
        var off = Math.Clamp(seconds, 0, 3) - _handSeconds;
        _handSeconds += 0.03 * off;
        _handVariance += 0.03 * (Math.Clamp(off * off, 0.003, 0.5) - _handVariance);
    }

    /// <summary>One more change begins; its explanations follow.</summary>
    internal void Learn()
    {
        _changes++;
        if (_changes > Forget)
        {
            (_changes, _foreignPuts, _unaskedReturns) = (_changes / 2, _foreignPuts / 2, _unaskedReturns / 2);
            (_takes, _returns, _exchanges) = (_takes / 2, _returns / 2, _exchanges / 2);
            for (var i = 0; i < _pieces.Length; i++)
            {
                _pieces[i] /= 2;
            }
        }
    }

    /// <summary>An explanation of the change.</summary>
    /// <param name="told">What it says.</param>
    /// <param name="outPieces">Pieces of each SKU that were out before.</param>
    internal void Learn(Explanation told, int[] outPieces)
    {
        _foreignPuts += told.ForeignGrams > 0 ? told.Weight : 0;
        if (told.Unknown || told.NoGoods)
        {
            return;
        }

        var (moved, one) = (told.Net.Count(n => n != 0), Array.FindIndex(told.Net, n => n != 0));
        if (moved == 2 && told.Net.Sum() == 0 && Math.Abs(told.Net[one]) == 1)
        {
            _exchanges += told.Weight;
        }
        else if (moved == 1 && told.Net[one] < 0)
        {
            _takes += told.Weight;
            _pieces[Math.Min(-told.Net[one], _pieces.Length) - 1] += told.Weight;
        }
        else if (moved == 1 && outPieces[one] >= told.Net[one])
        {
            _returns += told.Weight;
        }
        else if (moved == 1 && told.Net[one] < 3)
        {
            _unaskedReturns += told.Weight;
        }
    }

    private double Share(double atFirst, double seen) => (atFirst * Weight + seen) / (Weight + _changes);
}

/// <summary>What <see cref="Habits"/> keep over a restart: sums of probabilities, and the time a hand takes.</summary>
/// <param name="Changes">Changes seen.</param>
/// <param name="ForeignPuts">Those that were foreign objects put down.</param>
/// <param name="UnaskedReturns">Those that were goods brought without having been taken.</param>
/// <param name="Takes">Those that were goods taken.</param>
/// <param name="Returns">Those that were goods put back.</param>
/// <param name="Exchanges">Those that were an exchange.</param>
/// <param name="Pieces">Takes of 1, 2, 3, 4 and of 5 or more pieces.</param>
/// <param name="HandSeconds">How long one move keeps a plate unsettled, the mean in seconds.</param>
/// <param name="HandVariance">Its variance.</param>
public sealed record HabitsState(
    double Changes,
    double ForeignPuts,
    double UnaskedReturns,
    double Takes,
    double Returns,
    double Exchanges,
    IReadOnlyList<double> Pieces,
    double HandSeconds,
    double HandVariance);
