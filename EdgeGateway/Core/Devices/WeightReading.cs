namespace EdgeGateway.Core.Devices;

/// <summary>Whether a weight includes the container.</summary>
public enum NetGross
{
    /// <summary>The frame does not say.</summary>
    Unknown,

    /// <summary>Without tare.</summary>
    Net,

    /// <summary>With tare, or no tare set.</summary>
    Gross,

    /// <summary>It is the container's weight that is told; nothing on the scale weighs that much. Drivers give no reading of it.</summary>
    Tare,
}

/// <summary>One frame of a scale: a weight, or why there is none.</summary>
/// <param name="DeviceId">The scale.</param>
/// <param name="Time">When the frame was complete.</param>
/// <param name="Frame">What it says.</param>
public sealed record WeightReading(string DeviceId, DateTimeOffset Time, WeightFrame Frame) : Reading(DeviceId, Time);

/// <summary>What a scale says beside the weight of its own reckoning; each null where the frame does not say.</summary>
/// <param name="Tare">The container it takes off, in the frame's unit.</param>
/// <param name="UnitPriceFen">The price it reckons with, in the smallest coin for one of the frame's unit.</param>
/// <param name="TotalFen">The total it shows, in the smallest coin.</param>
public sealed record ScaleReckoning(decimal? Tare = null, long? UnitPriceFen = null, long? TotalFen = null);

/// <summary>One decoded scale frame. Motion, fault, over- and underload and "no change" have no weight: they are never 0.</summary>
/// <param name="Weight">The weight in <paramref name="Unit"/>, with the decimals the scale showed; null where the frame carries none.</param>
/// <param name="Unit">UCUM code (<c>kg</c>, <c>g</c>, <c>[lb_av]</c> shown as <c>lb</c>), from the frame or from the profile; null without a weight.</param>
/// <param name="Stable">Whether the load has settled; null where the frame does not say.</param>
/// <param name="NetGross">Net, gross, or not said.</param>
/// <param name="Errors">Why there is no usable weight, snake_case (<c>over_capacity</c>, <c>incomplete</c>); empty where there is no fault.</param>
/// <param name="Flags">What else the frame says that is not a fault (<c>motion</c>, <c>center_of_zero</c>).</param>
public sealed record WeightFrame(
    decimal? Weight,
    string? Unit,
    bool? Stable,
    NetGross NetGross,
    IReadOnlyList<string> Errors,
    IReadOnlyList<string> Flags)
{
    /// <summary>Tare, unit price and total where the frame carries them; else null.</summary>
    public ScaleReckoning? Reckoned { get; init; }

    /// <summary>A frame that could not be read, with the reason.</summary>
    public static WeightFrame Unreadable(string reason) => new(null, null, null, NetGross.Unknown, [reason], []);
}
