namespace EdgeGateway.Core.Weighing;

/// <summary>Why a weight is not captured now, as pages and programs are told. A scale's own errors stand beside these under their own names.</summary>
public static class WeighingReason
{
    /// <summary>Nothing lies on the scale.</summary>
    public const string Empty = "empty";

    /// <summary>The load is captured; the pan has to be emptied first.</summary>
    public const string Captured = "captured";

    /// <summary>What lies there was changed after its capture.</summary>
    public const string Changed = "changed";

    /// <summary>The load moves.</summary>
    public const string Motion = "motion";

    /// <summary>The frame carries no weight.</summary>
    public const string NoWeight = "no_weight";

    /// <summary>The weight has no unit.</summary>
    public const string NoUnit = "no_unit";

    /// <summary>The weight's unit is none that goods are sold by.</summary>
    public const string UnknownUnit = "unknown_unit";

    /// <summary>The load has not been at rest for long enough.</summary>
    public const string Settling = "settling";

    /// <summary>The net weight is below the scale's minimum.</summary>
    public const string BelowMinimum = "below_minimum";

    /// <summary>No goods are chosen, and the store wants them chosen.</summary>
    public const string NoPlu = "no_plu";

    /// <summary>The goods chosen are no longer in the price list.</summary>
    public const string PluGone = "plu_gone";

    /// <summary>Both the scale and the gateway take a container off.</summary>
    public const string TareTwice = "tare_twice";

    /// <summary>What lies there is the container the scale had tared, whose tare was cleared: it is no load.</summary>
    public const string TareChanged = "tare_changed";

    /// <summary>The pan was empty in net and the scale now shows gross: what it had tared is in the weight.</summary>
    public const string NetGrossChanged = "net_gross_changed";

    /// <summary>The total is beyond what can be told.</summary>
    public const string TotalTooLarge = "total_too_large";

    /// <summary>The scale reckons with another unit price than the price list.</summary>
    public const string UnitPriceDiffers = "unit_price_differs";

    /// <summary>The scale's total is not ours.</summary>
    public const string TotalDiffers = "total_differs";

    /// <summary>The last weight is older than a second.</summary>
    public const string Stale = "stale";

    /// <summary>The connection to the scale broke.</summary>
    public const string Reconnecting = "reconnecting";

    /// <summary>The scale has not been read yet.</summary>
    public const string NotReadYet = "not_read_yet";
}
