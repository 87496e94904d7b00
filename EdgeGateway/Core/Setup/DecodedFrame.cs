using System.Globalization;
using System.Text.Json.Serialization;
using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Setup;

/// <summary>A decoded frame with the names and values that the <c>decode</c> verb writes.</summary>
/// <param name="Protocol">The protocol as <c>decode</c> names it, such as <c>toledo_8217</c>.</param>
/// <param name="Weight">The weight as a decimal text, or null.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Stable">Whether it has settled; null where the frame does not say.</param>
/// <param name="NetGross"><c>net</c>, <c>gross</c> or null.</param>
/// <param name="Error">Why there is no usable weight; null where there is no fault.</param>
/// <param name="Flags">What else the frame says.</param>
public sealed record DecodedFrame(
    [property: JsonPropertyName("protocol")] string Protocol,
    [property: JsonPropertyName("weight")] string? Weight,
    [property: JsonPropertyName("unit")] string? Unit,
    [property: JsonPropertyName("stable")] bool? Stable,
    [property: JsonPropertyName("net_gross")] string? NetGross,
    [property: JsonPropertyName("error")] IReadOnlyList<string>? Error,
    [property: JsonPropertyName("flags")] IReadOnlyList<string> Flags)
{
    /// <summary>The frame of a scale.</summary>
    public static DecodedFrame Of(string protocol, WeightFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return new DecodedFrame(
            protocol,
            frame.Weight?.ToString(CultureInfo.InvariantCulture),
            frame.Unit,
            frame.Stable,
            frame.NetGross switch { Devices.NetGross.Net => "net", Devices.NetGross.Gross => "gross", _ => null },
            frame.Errors.Count == 0 ? null : frame.Errors,
            frame.Flags);
    }
}
