using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Cloud.Crm.Visits;

/// <summary>Where a page of arrivals ended.</summary>
internal readonly record struct ArrivalMark(DateTime At, string Store, string Visit)
{
    /// <summary>Reads <see cref="ToString"/> back; null where the text is none.</summary>
    internal static ArrivalMark? Read(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n') is [var ticks, var store, var visit]
                && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks
                ? new ArrivalMark(new DateTime(at, DateTimeKind.Utc), store, visit) : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}\n{Store}\n{Visit}")));
}
