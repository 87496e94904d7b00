using System.Text.Json.Serialization;
using EdgeGateway.Core.Devices;

namespace EdgeGateway.Core.Setup;

/// <summary>A driver that a device may be given. Serialises as the setup page wants it.</summary>
/// <param name="Driver">The driver's name.</param>
/// <param name="Kind">What it reads.</param>
/// <param name="Model">Device or protocol in words.</param>
/// <param name="Commands">What its device can be told; a single device may know less.</param>
/// <param name="Settings">What its profile knows.</param>
public sealed record DriverChoice(
    string Driver,
    [property: JsonConverter(typeof(DeviceKindText))] DeviceKind Kind,
    string Model,
    IReadOnlyList<DeviceCommandKind> Commands,
    IReadOnlyList<DriverSetting> Settings);

/// <summary>One entry of a driver's profile.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Choices">What it may be; null where it is a number or a text.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record DriverSetting(string Name, IReadOnlyList<string>? Choices, bool Required);
