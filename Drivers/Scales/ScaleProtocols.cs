namespace Drivers.Scales;

/// <summary>Every scale protocol there is: a plain list, to be searched and read. A new protocol adds one line here.</summary>
internal static class ScaleProtocols
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ScaleProtocol> All { get; } =
    [
        Toledo8217.Protocol,
        ToledoContinuous.Protocol,
    ];
}
