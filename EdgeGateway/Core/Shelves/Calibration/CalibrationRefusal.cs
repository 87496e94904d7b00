using System.Globalization;

namespace EdgeGateway.Core.Shelves.Calibration;

/// <summary>Why something was not done.</summary>
/// <param name="Kind">Whose business it is.</param>
/// <param name="Reason">One of <see cref="CalibrationRefusalReason"/>, for programs and translations.</param>
/// <param name="Path">The field, or empty.</param>
/// <param name="Message">What came, what was expected, what to do.</param>
public sealed record CalibrationRefusal(CalibrationRefusalKind Kind, string Reason, string Path, string Message)
{
    /// <summary>The numbers and names in the message, for translations.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>();

    internal static CalibrationRefusal Invalid(string reason, string path, FormattableString message, params ReadOnlySpan<(string Name, object Value)> values) =>
        Make(CalibrationRefusalKind.Invalid, reason, path, message, values);

    internal static CalibrationRefusal Conflict(string reason, FormattableString message, params ReadOnlySpan<(string Name, object Value)> values) =>
        Make(CalibrationRefusalKind.Conflict, reason, "", message, values);

    internal static CalibrationRefusal Make(
        CalibrationRefusalKind kind, string reason, string path, FormattableString message, ReadOnlySpan<(string Name, object Value)> values)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            named[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return new CalibrationRefusal(kind, reason, path, FormattableString.Invariant(message)) { Values = named };
    }
}

/// <summary>Whose business a refusal is.</summary>
public enum CalibrationRefusalKind
{
    /// <summary>What was asked for does not fit.</summary>
    Invalid,

    /// <summary>There is no such plate or SKU.</summary>
    NotFound,

    /// <summary>It does not fit what is under way, or the plate cannot be captured now.</summary>
    Conflict,

    /// <summary>The disk does not take it.</summary>
    Unavailable,
}
