namespace Drivers.Tests.Fakes;

/// <summary>Samples of scales that send lines of text.</summary>
internal static class TextScaleSamples
{
    public static IReadOnlyList<Sample> All { get; } = [];
}
