using System.ComponentModel.DataAnnotations;

namespace EdgeGateway.Core.Weighing;

/// <summary>How a store sells by weight.</summary>
public sealed class WeighingOptions
{
    /// <summary>The store's price list; a relative path is in the data folder.</summary>
    /// <value>The default is null: weights are captured without goods and price.</value>
    public string? PriceListFile { get; set; }

    /// <summary>The currency of prices and totals (ISO 4217), where the price list does not name it.</summary>
    /// <value>The default is <c>CNY</c>.</value>
    [Required]
    [RegularExpression("[A-Z]{3}", ErrorMessage = "The field {0} must be three capital letters such as CNY.")]
    public string Currency { get; set; } = "CNY";

    /// <summary>What becomes of the part of a total below <see cref="RoundTo"/>.</summary>
    /// <value>The default is half up.</value>
    public RoundingMode Rounding { get; set; } = RoundingMode.HalfUp;

    /// <summary>The step of totals in the smallest coin: 1 the fen, 10 the jiao, 100 the yuan, 5 the five-rappen piece.</summary>
    /// <value>The default is 1.</value>
    [Range(1, 10_000)]
    public int RoundTo { get; set; } = 1;

    /// <summary>Whether a load is captured without goods having been chosen, although the store has a price list.</summary>
    /// <value>The default is false: with a price list a load waits for its PLU.</value>
    public bool CaptureWithoutPlu { get; set; }

    /// <summary>Whether the chosen goods stay chosen for the next load, as at a stand that sells one thing.</summary>
    /// <value>The default is false: each load needs its PLU.</value>
    public bool KeepPlu { get; set; }

    /// <summary>How long the same settled weight must have lain there before it is captured.</summary>
    /// <value>The default is 0: at the first settled weight.</value>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan Settle { get; set; } = TimeSpan.Zero;

    /// <summary>The rounding as one rule.</summary>
    internal RoundingRule Rule => new(RoundTo, Rounding);
}
