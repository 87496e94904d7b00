namespace EdgeGateway.Core.Setup;

/// <summary>A device as it is configured. Serialises as the setup page wants it.</summary>
/// <param name="Id">Its name on the wire.</param>
/// <param name="Name">Its name for people, or null.</param>
/// <param name="Role">What it is for in this store, or null.</param>
/// <param name="Driver">The driver's name.</param>
/// <param name="Port">The port as it is configured.</param>
/// <param name="Line">Line settings, or null for the protocol's own.</param>
/// <param name="Profile">What the protocol leaves open.</param>
/// <param name="ReadOnly">Whether it is in the configuration file, so that only that file can change it.</param>
public sealed record AssignedDevice(
    string Id, string? Name, string? Role, string Driver, string Port, string? Line, IReadOnlyDictionary<string, string> Profile, bool ReadOnly);
