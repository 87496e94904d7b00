namespace EdgeGateway.Core.Devices;

/// <summary>What a supervisor tells those who make events.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Time">When, by the gateway's clock.</param>
public abstract record DeviceSignal(string DeviceId, DateTimeOffset Time);

/// <summary>The device was read.</summary>
/// <param name="Reading">What it said.</param>
public sealed record ReadingSignal(Reading Reading) : DeviceSignal(Reading.DeviceId, Reading.Time);

/// <summary>The device went online or offline.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Time">When, by the gateway's clock.</param>
/// <param name="Availability">What it is now.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record AvailabilitySignal(string DeviceId, DateTimeOffset Time, Availability Availability, string Reason)
    : DeviceSignal(DeviceId, Time)
{
    /// <summary>The name by which the thing plugged in is known; null where it is the configured port.</summary>
    public string? StableName { get; init; }
}

/// <summary>The port failed and is to be opened again: what was seen before may have changed unseen.</summary>
/// <param name="DeviceId">The device.</param>
/// <param name="Time">When, by the gateway's clock.</param>
public sealed record InterruptionSignal(string DeviceId, DateTimeOffset Time) : DeviceSignal(DeviceId, Time);
