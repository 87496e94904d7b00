using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Cloud.Crm.Stock;

namespace Cloud.Crm.Sales;

/// <summary>A sale or a return as it stands in the books; what a till is answered, however often it asks.</summary>
/// <param name="Id">The till's UUID.</param>
/// <param name="Store">The store.</param>
/// <param name="Kind">sale or return.</param>
/// <param name="At">When.</param>
/// <param name="ReceivedAt">When it came.</param>
/// <param name="Till">The till.</param>
/// <param name="Member">The customer's id, or null where nobody is known.</param>
/// <param name="MemberName">The customer's name, or null where nobody is known or the caller may not see customers.</param>
/// <param name="TotalFen">The sum of the lines.</param>
/// <param name="Original">A return: the sale it is of, or null.</param>
/// <param name="Vouchers">The vouchers that were given in.</param>
/// <param name="Points">Earned, or with a minus taken back.</param>
/// <param name="PointsBurnt">Paid with.</param>
/// <param name="Balance">The customer's points just after it, or null.</param>
/// <param name="Programme">The version of the rules it keeps; 0 where there were none.</param>
/// <param name="Said">What could not be done as the till thought, or null.</param>
/// <param name="Evidence">What it rests on: the event, or itself where it was posted here.</param>
/// <param name="Lines">The lines.</param>
internal sealed record SaleView(
    string Id,
    string Store,
    string Kind,
    DateTime At,
    DateTime ReceivedAt,
    string Till,
    string? Member,
    string? MemberName,
    long TotalFen,
    string? Original,
    IReadOnlyList<string> Vouchers,
    long Points,
    long PointsBurnt,
    long? Balance,
    int Programme,
    string? Said,
    EvidenceView Evidence,
    IReadOnlyList<SaleLineView> Lines);

/// <summary>A line of it.</summary>
internal sealed record SaleLineView(int Line, string Sku, string? Name, string Unit, long Quantity, long AmountFen, long Returned);

/// <summary>A page of sales, newest first.</summary>
internal sealed record SalePage(IReadOnlyList<SaleListRow> Sales, string? Next);

/// <summary>A sale in a list; the members are those of <see cref="SaleView"/>.</summary>
internal sealed record SaleListRow(
    string Id, string Store, string Kind, DateTime At, string Till, string? Member, string? MemberName, long TotalFen, long Points, string? Original, string? Said);

/// <summary>Sales that came as events and are not booked.</summary>
internal sealed record InboxView(IReadOnlyList<InboxRow> Rows);

/// <summary>One of them.</summary>
/// <param name="Id">The gateway's number and the event's position.</param>
/// <param name="Gateway">The gateway.</param>
/// <param name="Position">The event's position.</param>
/// <param name="Store">The store.</param>
/// <param name="Kind">sale or return.</param>
/// <param name="At">When.</param>
/// <param name="State">waiting or refused.</param>
/// <param name="Sale">The till's UUID, where it could be read.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Said">Why it is not booked.</param>
/// <param name="Evidence">The event.</param>
internal sealed record InboxRow(
    string Id, string Gateway, long Position, string Store, string Kind, DateTime At, string State, string? Sale, int Attempts, string? Said, EvidenceView Evidence);

/// <summary>Sums of sales. Sums of days are those of weeks, months and stores.</summary>
/// <param name="Sales">How many sales.</param>
/// <param name="Returns">How many returns, on the day they came back.</param>
/// <param name="SoldFen">What was sold.</param>
/// <param name="ReturnedFen">What was paid back.</param>
/// <param name="MemberSales">How many sales were to somebody known.</param>
/// <param name="MemberFen">What was sold to them.</param>
internal sealed record Sums(long Sales, long Returns, long SoldFen, long ReturnedFen, long MemberSales, long MemberFen)
{
    /// <summary>What was sold and kept.</summary>
    public long NetFen => SoldFen - ReturnedFen;

    internal static Sums Zero { get; } = new(0, 0, 0, 0, 0, 0);

    internal static Sums Of(IEnumerable<SaleRow> rows) => rows.Aggregate(Zero, static (sums, row) => row.IsReturn
        ? sums with { Returns = sums.Returns + 1, ReturnedFen = sums.ReturnedFen + row.Sale.TotalFen }
        : sums with
        {
            Sales = sums.Sales + 1,
            SoldFen = sums.SoldFen + row.Sale.TotalFen,
            MemberSales = sums.MemberSales + (row.Member is null ? 0 : 1),
            MemberFen = sums.MemberFen + (row.Member is null ? 0 : row.Sale.TotalFen),
        });

    internal Sums Plus(Sums other) => new(
        Sales + other.Sales, Returns + other.Returns, SoldFen + other.SoldFen, ReturnedFen + other.ReturnedFen, MemberSales + other.MemberSales, MemberFen + other.MemberFen);
}

/// <summary>What was sold in a span of days.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day.</param>
/// <param name="Total">All of it.</param>
/// <param name="Days">Day by day; days without sales are there with zeros.</param>
/// <param name="Weeks">By week, named by its Monday.</param>
/// <param name="Months">By month.</param>
/// <param name="Stores">By store, most first.</param>
internal sealed record SaleSummary(
    DateOnly From, DateOnly To, Sums Total, IReadOnlyList<DaySums> Days, IReadOnlyList<WeekSums> Weeks, IReadOnlyList<MonthSums> Months, IReadOnlyList<StoreSums> Stores);

/// <summary>A day's sums.</summary>
internal sealed record DaySums(DateOnly Day, long Sales, long Returns, long SoldFen, long ReturnedFen, long NetFen, long MemberSales, long MemberFen);

/// <summary>A week's sums; the week by its Monday.</summary>
internal sealed record WeekSums(DateOnly Week, long Sales, long Returns, long SoldFen, long ReturnedFen, long NetFen, long MemberSales, long MemberFen);

/// <summary>A month's sums; the month as 2026-11.</summary>
internal sealed record MonthSums(string Month, long Sales, long Returns, long SoldFen, long ReturnedFen, long NetFen, long MemberSales, long MemberFen);

/// <summary>A store's sums.</summary>
internal sealed record StoreSums(string Store, string Name, long Sales, long Returns, long SoldFen, long ReturnedFen, long NetFen, long MemberSales, long MemberFen);

/// <summary>Where a page of sales ended.</summary>
internal readonly record struct SaleMark(DateTime At, string Id)
{
    /// <summary>Reads <see cref="ToString"/> back; null where the text is none.</summary>
    internal static SaleMark? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var at, var id]
                && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                ? new SaleMark(new DateTime(ticks, DateTimeKind.Utc), id) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}\n{Id}")));
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SaleBody))]
[JsonSerializable(typeof(SaleView))]
[JsonSerializable(typeof(SalePage))]
[JsonSerializable(typeof(InboxView))]
[JsonSerializable(typeof(SaleSummary))]
internal sealed partial class SalesJson : JsonSerializerContext;
