using System.Text.Json.Serialization;

namespace Cloud.Crm.Visits;

/// <summary>People by hour of the week, in each store's own time.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included.</param>
/// <param name="Cells">The hours that had anybody; weekday 1 is Monday.</param>
/// <param name="Peak">The hour of the week with most people a day, or null where nobody came.</param>
internal sealed record HeatMap(DateOnly From, DateOnly To, IReadOnlyList<HeatCell> Cells, HeatCell? Peak);

/// <summary>One hour of the week.</summary>
/// <param name="Weekday">1 Monday to 7 Sunday.</param>
/// <param name="Hour">0 to 23.</param>
/// <param name="People">How many were counted in all.</param>
/// <param name="Days">How many such days the range has.</param>
internal sealed record HeatCell(int Weekday, int Hour, long People, int Days);

/// <summary>Members' arrivals, newest first.</summary>
/// <param name="Arrivals">The arrivals.</param>
/// <param name="Next">What to ask the next page with, or null at the end.</param>
internal sealed record ArrivalPage(IReadOnlyList<ArrivalView> Arrivals, string? Next);

/// <summary>A member's arrival and what staff made of it.</summary>
/// <param name="Store">The store.</param>
/// <param name="Visit">The visit's id.</param>
/// <param name="Member">The member's id; null where the person was erased.</param>
/// <param name="Name">The name, or null where it is not known or not for the caller.</param>
/// <param name="Level">The level's name, or null where it is not known.</param>
/// <param name="Zone">Where, or null.</param>
/// <param name="How">face, card, qr or phone.</param>
/// <param name="ArrivedAt">When.</param>
/// <param name="ClaimedAt">When staff first said that they go, or null.</param>
/// <param name="ClaimedBy">Who went, or null.</param>
/// <param name="ClaimSeconds">Seconds from the recognition to that, by the store's clock; or null.</param>
/// <param name="DismissedAt">When staff put the alert aside, or null.</param>
/// <param name="DwellSeconds">How long the stay was, or null while it lasts and where nobody saw its end.</param>
/// <param name="Evidence">The event that told of it.</param>
internal sealed record ArrivalView(
    string Store,
    string Visit,
    string? Member,
    string? Name,
    string? Level,
    string? Zone,
    string How,
    DateTime ArrivedAt,
    DateTime? ClaimedAt,
    string? ClaimedBy,
    long? ClaimSeconds,
    DateTime? DismissedAt,
    long? DwellSeconds,
    string Evidence);

/// <summary>A range of days in figures.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included: today in the store.</param>
/// <param name="Days">Day by day, oldest first; every day is there.</param>
/// <param name="ClaimSecondsMedian">The middle time from arrival to claim, or null where none was claimed.</param>
/// <param name="ClaimSecondsP95">The time that 95 of 100 claims took at most, or null.</param>
/// <param name="Unclaimed">How many arrivals nobody went to.</param>
internal sealed record VisitSummary(DateOnly From, DateOnly To, IReadOnlyList<VisitDay> Days, long? ClaimSecondsMedian, long? ClaimSecondsP95, long Unclaimed);

/// <summary>One day.</summary>
/// <param name="Day">The day in the store's time.</param>
/// <param name="People">How many were counted.</param>
/// <param name="DwellSeconds">How long a stay was on average, or null where there was none.</param>
/// <param name="Arrivals">How many members' visits.</param>
/// <param name="Sales">How many sales.</param>
/// <param name="Conversion">Sales for each 1,000 people, or null where nobody was counted or nothing is known of sales.</param>
internal sealed record VisitDay(DateOnly Day, long People, long? DwellSeconds, long Arrivals, long Sales, long? Conversion);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HeatMap))]
[JsonSerializable(typeof(ArrivalPage))]
[JsonSerializable(typeof(VisitSummary))]
internal sealed partial class VisitsJson : JsonSerializerContext;
