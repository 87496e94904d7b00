using System.Globalization;

namespace EdgeGateway.Core.Scanning;

/// <summary>What an element's data means, where that is not the data itself.</summary>
internal static class Gs1Values
{
    /// <summary>A decimal as text, an ISO 8601 date or time, or null where the data speaks for itself. The data is right.</summary>
    public static string? Of(ApplicationIdentifier ai, ReadOnlySpan<char> data, int thisYear)
    {
        if (ai.Decimals is { } decimals)
        {
            var amount = long.Parse(IsInCurrency(ai) ? data[3..] : data, CultureInfo.InvariantCulture);
            return (amount * new decimal(1, 0, 0, false, (byte)decimals)).ToString(CultureInfo.InvariantCulture);
        }

        if (ai.Parts[0].Rule is not { } rule)
        {
            return null;
        }

        return rule switch
        {
            "date" or "date0" => Day(data, thisYear),
            "datetime" => $"{Day(data, thisYear)}T{data[6..8]}:{data[8..10]}",
            "datetime0" => data[6..] is "9999" ? Day(data, thisYear) : $"{Day(data, thisYear)}T{data[6..8]}:{data[8..10]}",
            "datehour" => $"{Day(data, thisYear)}T{data[6..8]}:{(data.Length > 8 ? data[8..10] : "00")}{(data.Length > 10 ? $":{data[10..12]}" : "")}",
            "longdate" or "longdatetime" => Gs1Dates.ReadLong(data) is { } day
                ? $"{Text(day)}{(data.Length > 8 ? $"T{data[8..10]}:{data[10..12]}" : "")}" : null,
            _ => null,
        };
    }

    /// <summary>The unit of a measure, the currency's number of an amount that has one, or null.</summary>
    public static string? UnitOf(ApplicationIdentifier ai, ReadOnlySpan<char> data) => ai.Unit ?? (IsInCurrency(ai) ? data[..3].ToString() : null);

    private static bool IsInCurrency(ApplicationIdentifier ai) => ai.Parts[0].Rule == "currency";

    private static string Day(ReadOnlySpan<char> data, int thisYear)
    {
        var first = Gs1Dates.Read(data, thisYear, mayLackDay: true) is { } day ? Text(day) : "";
        return data.Length == 12 && Gs1Dates.Read(data[6..], thisYear, mayLackDay: false) is { } last ? $"{first}/{Text(last)}" : first;
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
