namespace EdgeGateway.Core.Shelves;

/// <summary>How often things that are not goods are put down in this store, and goods that nobody saw leave: learnt from every decision, doubtful ones by their share.</summary>
/// <remarks>Shared by the plates of a store. Starts from assumptions that weigh as much as forty changes.</remarks>
public sealed class Habits
{
    private const double Weight = 40;
    private const double ForeignAtFirst = 0.05;
    private const double UnaskedAtFirst = 0.02;
    private const double Forget = 1000;

    private double _handSeconds = 1.1;
    private double _handVariance = 0.09;

    /// <summary>Changes seen.</summary>
    public double Changes { get; private set; }

    /// <summary>Those that were foreign objects put down.</summary>
    public double ForeignPuts { get; private set; }

    /// <summary>Those that were goods brought without having been taken.</summary>
    public double UnaskedReturns { get; private set; }

    /// <summary>The share of changes that are foreign objects put down.</summary>
    internal double Foreign => (ForeignAtFirst * Weight + ForeignPuts) / (Weight + Changes);

    /// <summary>The share of changes that are goods brought without having been taken.</summary>
    internal double Unasked => (UnaskedAtFirst * Weight + UnaskedReturns) / (Weight + Changes);

    /// <summary>How long one move keeps a plate unsettled at the most, in seconds: hand, converter and ringing; learnt from clear single takes.</summary>
    internal double LongHandSeconds => _handSeconds + 2.2 * Math.Sqrt(_handVariance);

    /// <summary>Takes up what was kept.</summary>
    public void Restore(double changes, double foreignPuts, double unaskedReturns) =>
        (Changes, ForeignPuts, UnaskedReturns) = (changes, foreignPuts, unaskedReturns);

    /// <summary>A clear single move took so long.</summary>
    internal void LearnHand(double seconds)
    {
        var off = Math.Clamp(seconds, 0, 3) - _handSeconds;
        _handSeconds += 0.03 * off;
        _handVariance += 0.03 * (Math.Clamp(off * off, 0.003, 0.5) - _handVariance);
    }

    /// <summary>One more change.</summary>
    internal void Learn(double foreign, double unasked)
    {
        Changes++;
        ForeignPuts += foreign;
        UnaskedReturns += unasked;
        if (Changes > Forget)
        {
            (Changes, ForeignPuts, UnaskedReturns) = (Changes / 2, ForeignPuts / 2, UnaskedReturns / 2);
        }
    }
}
