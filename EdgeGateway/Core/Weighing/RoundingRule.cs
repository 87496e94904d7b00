using System.Globalization;
using System.Numerics;

namespace EdgeGateway.Core.Weighing;

/// <summary>What becomes of the part of a total that is less than one step.</summary>
public enum RoundingMode
{
    /// <summary>To the nearest step, the middle up (四舍五入).</summary>
    HalfUp,

    /// <summary>To the nearest step, the middle to the even one.</summary>
    HalfEven,

    /// <summary>To the nearest step, the middle down.</summary>
    HalfDown,

    /// <summary>Left away (抹零).</summary>
    Down,

    /// <summary>Always to the next step.</summary>
    Up,
}

/// <summary>How a total is brought to money: once, from the exact amount, to a multiple of a step.</summary>
/// <param name="Step">The step in the currency's smallest coin: 1 is the fen, 10 the jiao, 5 the five-rappen piece.</param>
/// <param name="Mode">What becomes of the rest.</param>
public readonly record struct RoundingRule(long Step, RoundingMode Mode)
{
    /// <summary>The rule in words for machines, such as <c>half_up_to_1</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Word}_to_{Step}");

    private string Word => Mode switch
    {
        RoundingMode.HalfUp => "half_up",
        RoundingMode.HalfEven => "half_even",
        RoundingMode.HalfDown => "half_down",
        RoundingMode.Down => "down",
        _ => "up",
    };

    /// <summary>Rounds the fraction <paramref name="numerator"/> / <paramref name="denominator"/> of the smallest coin.</summary>
    /// <param name="numerator">0 or more.</param>
    /// <param name="denominator">Above 0.</param>
    /// <returns>A multiple of the step, in the smallest coin.</returns>
    public BigInteger Round(BigInteger numerator, BigInteger denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var steps = BigInteger.DivRem(numerator, denominator * Step, out var rest);
        var half = (2 * rest).CompareTo(denominator * Step);
        var up = Mode switch
        {
            RoundingMode.HalfUp => half >= 0,
            RoundingMode.HalfEven => half > 0 || (half == 0 && !steps.IsEven),
            RoundingMode.HalfDown => half > 0,
            RoundingMode.Down => false,
            _ => !rest.IsZero,
        };
        return (up ? steps + 1 : steps) * Step;
    }
}
