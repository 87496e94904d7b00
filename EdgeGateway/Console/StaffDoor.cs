namespace EdgeGateway.Console;

/// <summary>How staff phones come in: over HTTPS, under which addresses, and what they are told to trust.</summary>
/// <param name="Store">The store's name.</param>
/// <param name="Origins">Where phones find the console over HTTPS now, the best first, such as <c>https://192.168.1.20:8443</c>; empty where <c>console.secureUrl</c> is not set.</param>
/// <param name="Authority">The store's own certificate authority, DER; null where the owner brings a certificate, or there is no HTTPS.</param>
/// <param name="Fingerprint">Its SHA-256 for comparing by eye, or null.</param>
public sealed record StaffDoor(string Store, Func<IReadOnlyList<string>> Origins, byte[]? Authority, string? Fingerprint)
{
    /// <summary>No HTTPS: no phone can be paired.</summary>
    public static StaffDoor Closed(string store) => new(store, static () => [], null, null);
}
