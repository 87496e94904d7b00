namespace EdgeGateway.Core.Alerts;

/// <summary>How often people of a store said that somebody else had been recognised: by week, by how, and by how sure the recognition was.</summary>
/// <param name="Week">The Monday the week begins with, by the store's clock.</param>
/// <param name="How">One of <see cref="Visits.RecognisedBy"/>.</param>
/// <param name="Band">The confidence in steps of 0.05, rounded down: 18 is 0.90 to 0.95; -1 where there was none.</param>
/// <remarks>Figures only, of nobody. They are for choosing the threshold; nothing learns from them.</remarks>
public sealed record MatchCount(DateOnly Week, string How, int Band)
{
    /// <summary>Steps of the confidence.</summary>
    internal const int Bands = 20;

    /// <summary>Arrivals that made an alert.</summary>
    public int Arrived { get; init; }

    /// <summary>Those that staff dismissed as not this person.</summary>
    public int NotThisPerson { get; init; }

    /// <summary>Where an arrival counts.</summary>
    internal static MatchCount Of(Alert alert, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(alert.At, zone).DateTime);
        return new(Monday(day), alert.How, alert.Confidence is { } confidence ? (int)Math.Clamp(confidence * Bands, 0, Bands - 1) : -1);
    }

    /// <summary>The Monday of a day's week.</summary>
    internal static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
