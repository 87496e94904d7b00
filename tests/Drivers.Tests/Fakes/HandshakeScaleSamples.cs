namespace Drivers.Tests.Fakes;

/// <summary>Samples of scales with framed, binary or conversational protocols.</summary>
internal static class HandshakeScaleSamples
{
    public static IReadOnlyList<Sample> All { get; } = [];
}
