using System.Text.Json.Serialization;
using EdgeGateway.Core.Cameras;

namespace EdgeGateway.Core.Devices;

/// <summary>One device as the pages show it; serialises as it stands with camelCase names.</summary>
/// <param name="Id">The device's name.</param>
/// <param name="Driver">The driver's name.</param>
/// <param name="Kind">Scale, plate or scanner.</param>
/// <param name="StableName">The name by which the thing plugged in is known; the configured port until it was opened.</param>
/// <param name="Availability">Online, offline or unknown.</param>
/// <param name="Since">Since when it is that.</param>
/// <param name="Reason">Why, in words; the last failure where it is not online.</param>
/// <param name="LastSeen">When its last reading came, or null.</param>
/// <param name="Weight">A scale's last frame; null before the first.</param>
/// <param name="Load">A plate's last sample; null before the first.</param>
public sealed record DeviceState(
    string Id,
    string Driver,
    [property: JsonConverter(typeof(DeviceKindText))] DeviceKind Kind,
    string StableName,
    Availability Availability,
    DateTimeOffset Since,
    string Reason,
    DateTimeOffset? LastSeen,
    WeightState? Weight,
    LoadState? Load)
{
    /// <summary>The device's name for people, or null.</summary>
    public string? Name { get; init; }

    /// <summary>What it is for in this store, or null.</summary>
    public string? Role { get; init; }

    /// <summary>A scanner's last scan; null before the first.</summary>
    public ScanState? Scan { get; init; }

    /// <summary>How a camera's picture is; null before the first and while it is not online.</summary>
    public CameraState? Camera { get; init; }
}

/// <summary>What a scale shows.</summary>
/// <param name="Weight">The weight as a decimal text with the scale's decimals; null where there is no weight that holds now.</param>
/// <param name="Reason">Why there is no weight: <c>motion</c>, <c>stale</c>, <c>offline</c>, <c>reconnecting</c>, an error, <c>no_weight</c>; else null.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Stable">Whether it has settled; null where the scale does not say.</param>
/// <param name="NetGross"><c>net</c>, <c>gross</c> or <c>unknown</c>.</param>
/// <param name="Errors">What the scale reports as fault.</param>
/// <param name="Flags">What else it says.</param>
public sealed record WeightState(
    string? Weight, string? Reason, string? Unit, bool? Stable, string NetGross, IReadOnlyList<string> Errors, IReadOnlyList<string> Flags);

/// <summary>What a plate shows.</summary>
/// <param name="Counts">Raw counts of the last sample.</param>
/// <param name="Grams">The load as a decimal text; null where there is none that holds now.</param>
/// <param name="Reason">Why there is none, as in <see cref="WeightState"/>; else null.</param>
/// <param name="Stable">Whether it has settled; null where the transmitter does not say.</param>
/// <param name="Errors">What the transmitter reports as fault.</param>
public sealed record LoadState(long Counts, string? Grams, string? Reason, bool? Stable, IReadOnlyList<string> Errors);
