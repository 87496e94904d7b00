namespace Cloud.Crm.Visits;

/// <summary>Days and hours as a store's people count them.</summary>
internal sealed class StoreTime
{
    private readonly TimeZoneInfo _zone;

    private StoreTime(TimeZoneInfo zone) => _zone = zone;

    /// <summary>The time of a zone's name; a name that this machine does not know counts as UTC.</summary>
    internal static StoreTime Of(string zone) => new(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc);

    /// <summary>What the clock on the wall shows.</summary>
    internal DateTime LocalOf(DateTime utc) => TimeZoneInfo.ConvertTimeFromUtc(utc, _zone);

    /// <summary>The day.</summary>
    internal DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(LocalOf(utc));

    /// <summary>When a day begins; where the clock skips midnight, with its first moment.</summary>
    internal DateTime BeginOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (_zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        return TimeZoneInfo.ConvertTimeToUtc(midnight, _zone);
    }

    /// <summary>Monday 1 to Sunday 7.</summary>
    internal static int WeekdayOf(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)day.DayOfWeek;
}
