using System.Globalization;

namespace EdgeGateway.Core.Scanning;

/// <summary>The dates and times of element strings.</summary>
public static class Gs1Dates
{
    /// <summary>The year that two digits mean. Source: GS1 General Specifications section 7.12.</summary>
    /// <param name="twoDigits">0 to 99.</param>
    /// <param name="thisYear">The year it is read in.</param>
    public static int YearOf(int twoDigits, int thisYear)
    {
        var year = thisYear - (thisYear % 100) + twoDigits;
        return (twoDigits - (thisYear % 100)) switch
        {
            >= 51 => year - 100,
            <= -50 => year + 100,
            _ => year,
        };
    }

    /// <summary>Reads YYMMDD.</summary>
    /// <param name="digits">Six digits.</param>
    /// <param name="thisYear">The year it is read in.</param>
    /// <param name="mayLackDay">Whether day 00 is allowed; it means the last day of the month.</param>
    /// <returns>The day, or null where there is no such one.</returns>
    public static DateOnly? Read(ReadOnlySpan<char> digits, int thisYear, bool mayLackDay) =>
        Day(YearOf(Number(digits[..2]), thisYear), Number(digits[2..4]), Number(digits[4..6]), mayLackDay);

    /// <summary>Reads YYYYMMDD.</summary>
    internal static DateOnly? ReadLong(ReadOnlySpan<char> digits) =>
        Day(Number(digits[..4]), Number(digits[4..6]), Number(digits[6..8]), mayLackDay: true);

    /// <summary>Whether four digits are an hour and a minute.</summary>
    internal static bool IsTime(ReadOnlySpan<char> digits) => Number(digits[..2]) < 24 && Number(digits[2..4]) < 60;

    /// <summary>A group of digits.</summary>
    internal static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static DateOnly? Day(int year, int month, int day, bool mayLackDay)
    {
        if (year < 1 || month is < 1 or > 12)
        {
            return null;
        }

        var last = DateTime.DaysInMonth(year, month);
        return day == 0 && mayLackDay ? new DateOnly(year, month, last)
            : day >= 1 && day <= last ? new DateOnly(year, month, day)
            : null;
    }
}
