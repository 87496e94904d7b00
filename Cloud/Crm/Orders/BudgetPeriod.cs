namespace Cloud.Crm.Orders;

/// <summary>The week (from Monday) or month of a store's own calendar that a moment is in.</summary>
/// <param name="From">Its first moment, UTC.</param>
/// <param name="To">The first moment after it, UTC.</param>
internal readonly record struct BudgetPeriod(DateTime From, DateTime To)
{
    internal const string Week = "week";
    internal const string Month = "month";

    /// <summary>Finds it.</summary>
    /// <param name="period">week or month.</param>
    /// <param name="utc">The moment.</param>
    /// <param name="zone">The store's time zone.</param>
    internal static BudgetPeriod Of(string period, DateTime utc, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(utc, zone));
        var first = period == Week ? day.AddDays(-(((int)day.DayOfWeek + 6) % 7)) : new DateOnly(day.Year, day.Month, 1);
        return new BudgetPeriod(Midnight(first, zone), Midnight(period == Week ? first.AddDays(7) : first.AddMonths(1), zone));
    }

    /// <summary>The zone of a name, and UTC where this machine does not know it.</summary>
    internal static TimeZoneInfo Zone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static DateTime Midnight(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);

        // Where clocks are put forward at midnight, the day begins an hour later.
        return TimeZoneInfo.ConvertTimeToUtc(zone.IsInvalidTime(local) ? local.AddHours(1) : local, zone);
    }
}
