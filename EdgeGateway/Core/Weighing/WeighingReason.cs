namespace EdgeGateway.Core.Weighing;

/// <summary>Why a weight is not captured now, as pages and programs are told. A scale's own errors stand beside these under their own names.</summary>
public static class WeighingReason
{
#pragma warning disable CS1591 // Each constant is its own word; docs/weighing.md says what to do about it.
    public const string Empty = "empty";
    public const string Captured = "captured";
    public const string Changed = "changed";
    public const string Motion = "motion";
    public const string NoWeight = "no_weight";
    public const string NoUnit = "no_unit";
    public const string UnknownUnit = "unknown_unit";
    public const string Settling = "settling";
    public const string BelowMinimum = "below_minimum";
    public const string NoPlu = "no_plu";
    public const string PluGone = "plu_gone";
    public const string TareTwice = "tare_twice";
    public const string TareChanged = "tare_changed";
    public const string NetGrossChanged = "net_gross_changed";
    public const string TotalTooLarge = "total_too_large";
    public const string UnitPriceDiffers = "unit_price_differs";
    public const string TotalDiffers = "total_differs";
    public const string Stale = "stale";
    public const string Reconnecting = "reconnecting";
    public const string NotReadYet = "not_read_yet";
#pragma warning restore CS1591
}
