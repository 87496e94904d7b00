namespace Cloud.Crm.Campaigns;

/// <summary>The hours in which a store's gateway may be updated, by the store's own clock.</summary>
internal static class MaintenanceWindow
{
    /// <summary>What is left before the end for the version to be put in place and tried: a gateway that has it later keeps it for the next night.</summary>
    internal static readonly TimeSpan Trial = TimeSpan.FromMinutes(3);

    /// <summary>Nobody is told with less than this before the end.</summary>
    internal static readonly TimeSpan Least = TimeSpan.FromMinutes(10);

    /// <summary>When the window ends that is open at a moment.</summary>
    /// <param name="plan">Its hours.</param>
    /// <param name="zone">The store's time zone.</param>
    /// <param name="at">The moment, UTC.</param>
    /// <returns>UTC; null where none is open, <see cref="DateTime.MaxValue"/> where it always is.</returns>
    internal static DateTime? EndOf(CampaignPlan plan, TimeZoneInfo zone, DateTime at)
    {
        if (plan.WindowFrom == plan.WindowUntil)
        {
            return DateTime.MaxValue;
        }

        var local = TimeZoneInfo.ConvertTimeFromUtc(at, zone);
        if (!TimeOnly.FromDateTime(local).IsBetween(plan.WindowFrom, plan.WindowUntil))
        {
            return null;
        }

        var end = DateTime.SpecifyKind(local.Date + plan.WindowUntil.ToTimeSpan(), DateTimeKind.Unspecified);
        if (end <= local)
        {
            end = end.AddDays(1);
        }

        // The hour that a clock jumps over does not exist, and the one that it goes through twice ends the first time.
        return zone.IsInvalidTime(end) ? TimeZoneInfo.ConvertTimeToUtc(end.AddHours(1), zone)
            : zone.IsAmbiguousTime(end) ? new DateTimeOffset(end, zone.GetAmbiguousTimeOffsets(end).Max()).UtcDateTime
            : TimeZoneInfo.ConvertTimeToUtc(end, zone);
    }

    /// <summary>How long a gateway that is told now may take to have the bundle in place; null where it is not to be told now.</summary>
    internal static TimeSpan? LeftAt(CampaignPlan plan, TimeZoneInfo zone, DateTime at)
    {
        var most = TimeSpan.FromMinutes(plan.BackMinutes) - Trial;
        return EndOf(plan, zone, at) is not { } end ? null
            : end - at < Least ? null
            : end - at - Trial is var left && left < most ? left : most;
    }
}
