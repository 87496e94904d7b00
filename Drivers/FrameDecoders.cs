using Drivers.Scales;
using EdgeGateway.Core.Devices;

namespace Drivers;

/// <summary>The frame decoders by the names the <c>decode</c> verb and the sample frames use.</summary>
public static class FrameDecoders
{
    /// <summary>The names, in the order of the list.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ScaleProtocols.All.Select(protocol => protocol.Name)];

    /// <summary>
    /// A decoder for recorded bytes. What the protocol leaves open may be left open here, unlike for a device: the unit is
    /// then kg, and Toledo continuous takes METTLER's check character where one is there.
    /// </summary>
    /// <param name="name">One of <see cref="Names"/>; the driver's name with hyphens is understood too.</param>
    /// <param name="profile">Settings by the names that the driver's profile uses.</param>
    /// <param name="errors">Every mistake in them; empty where the decoder can be used.</param>
    /// <returns>The decoder, or null where the name is not known.</returns>
    public static IFrameDecoder? Create(string name, IReadOnlyDictionary<string, string> profile, out IReadOnlyList<string> errors)
    {
        var reader = new ProfileReader(name, profile);
        IFrameDecoder? decoder = ScaleProtocols.All.FirstOrDefault(protocol => protocol.Name == name || protocol.DriverName == name)
            ?.CreateDecoder(reader, ProfileUse.Recorded);
        if (decoder is not null)
            reader.RejectUnknown();
        errors = reader.Errors;
        return decoder;
    }

    /// <summary>The decoder that a configured scale is read with, by its own profile; null for devices that are no scales.</summary>
    /// <param name="device">The device; its profile is taken to be validated.</param>
    public static IFrameDecoder? Create(DeviceOptions device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return ScaleProtocols.All.FirstOrDefault(protocol => protocol.DriverName == device.Driver)
            ?.CreateDecoder(new ProfileReader(device.Driver, device.Profile), ProfileUse.Device);
    }
}
