namespace Cloud.Crm.Orders;

/// <summary>How long what is there lasts.</summary>
/// <param name="Available">What is there to be sold.</param>
/// <param name="Went">What shoppers took in the last <see cref="Days"/> days, less what they brought back.</param>
internal readonly record struct Cover(long Available, long Went)
{
    /// <summary>How many days are looked back.</summary>
    internal const int Days = 28;

    /// <summary>Tenths of days, rounded down, 0 or more; null where nothing went, so that nobody knows.</summary>
    internal long? TenthsOfDays => Went <= 0 ? null : (long)((Int128)Math.Max(0, Available) * Days * 10 / Went);
}
