namespace EdgeGateway.Core.Devices;

/// <summary>What a device said, decoded; the one currency between drivers and everything behind them.</summary>
/// <param name="DeviceId">The device's configured name.</param>
/// <param name="Time">When the last byte of it arrived, by the gateway's clock.</param>
public abstract record Reading(string DeviceId, DateTimeOffset Time);
