using System.Globalization;

namespace Cloud.Crm.Demo;

/// <summary>The demonstration stores' time: eight hours before UTC's, the whole year.</summary>
internal static class DemoTime
{
    private static readonly TimeSpan s_offset = TimeSpan.FromHours(8);

    /// <summary>The time zone's name.</summary>
    internal const string Zone = "Asia/Shanghai";

    /// <summary>An hour of a store's day, UTC; 24 and more are the day after.</summary>
    internal static DateTime Of(DateOnly day, int hour) => day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddHours(hour) - s_offset;

    /// <summary>The stores' day at a moment.</summary>
    internal static DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(utc + s_offset);

    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    internal static string Text(DateTime at) => at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
