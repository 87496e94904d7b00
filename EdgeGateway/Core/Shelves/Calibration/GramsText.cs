using System.Globalization;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Numbers as decimal texts.</summary>
internal static class GramsText
{
    /// <summary>With so many decimals, without trailing zeros.</summary>
    public static string Of(double number, int decimals = 2) => double.IsFinite(number) && Math.Abs(number) < 1e15
        ? Of(decimal.Round((decimal)number, decimals))
        : throw new ArgumentOutOfRangeException(nameof(number), number, "is no number for people");

    /// <summary>As it is, without trailing zeros.</summary>
    public static string Of(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);
}
